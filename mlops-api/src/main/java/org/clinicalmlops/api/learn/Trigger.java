package org.clinicalmlops.api.learn;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;

/** When evidence is enough to ask for a new model: a rule over {@link Evidence}, as a value. Immutable. */
public sealed interface Trigger extends Declared {

    /** Matured outcomes show that patients are served worse. */
    record OnHarm() implements Trigger {
        @Override
        public Declaration declaration() {
            return Declaration.of("on-harm");
        }
    }

    /**
     * Something of one of these kinds was found.
     *
     * @param kinds at least one
     */
    record On(Set<Finding.Kind> kinds) implements Trigger {
        public On {
            if (kinds.isEmpty()) {
                throw new IllegalArgumentException("a trigger on findings must name at least one kind");
            }
            kinds = Set.copyOf(kinds);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("on")
                    .withTexts(
                            "kinds",
                            EnumSet.copyOf(kinds).stream().map(Enum::name).toList());
        }
    }

    /**
     * So much time has passed since the version in use was put to use, or a new one was proposed; by the calendar in UTC.
     *
     * @param period longer than zero
     */
    record Every(Period period) implements Trigger {
        public Every {
            if (period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("every must be longer than zero, was " + period);
            }
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("every").with("period", period.toString());
        }
    }

    /** Both hold at the same time. */
    record Both(Trigger first, Trigger second) implements Trigger {
        public Both {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("and").with("first", first).with("second", second);
        }
    }

    /** At least one holds. */
    record Either(Trigger first, Trigger second) implements Trigger {
        public Either {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(second, "second");
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("or").with("first", first).with("second", second);
        }
    }

    static Trigger onHarm() {
        return new OnHarm();
    }

    static Trigger on(Finding.Kind first, Finding.Kind... others) {
        EnumSet<Finding.Kind> kinds = EnumSet.of(first);
        kinds.addAll(Arrays.asList(others));
        return new On(kinds);
    }

    static Trigger every(Period period) {
        return new Every(period);
    }

    default Trigger and(Trigger other) {
        return new Both(this, other);
    }

    default Trigger or(Trigger other) {
        return new Either(this, other);
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super OnHarm, ? extends T> onHarm,
            Function<? super On, ? extends T> on,
            Function<? super Every, ? extends T> every,
            Function<? super Both, ? extends T> both,
            Function<? super Either, ? extends T> either) {
        if (this instanceof OnHarm h) {
            return onHarm.apply(h);
        }
        if (this instanceof On o) {
            return on.apply(o);
        }
        if (this instanceof Every e) {
            return every.apply(e);
        }
        if (this instanceof Both b) {
            return both.apply(b);
        }
        return either.apply((Either) this);
    }

    /** Whether the evidence is enough. */
    default boolean holds(Evidence evidence) {
        return this.<Boolean>fold(
                harm -> evidence.alerts().anyMatch(Alert::harm),
                on -> evidence.alerts().flatMap(Trigger::findings).anyMatch(f -> on.kinds.contains(f.kind())),
                every -> !next(evidence.since(), every.period).isAfter(evidence.at()),
                both -> both.first.holds(evidence) && both.second.holds(evidence),
                either -> either.first.holds(evidence) || either.second.holds(evidence));
    }

    private static Stream<Finding> findings(Alert alert) {
        return Stream.concat(Stream.of(alert.finding()), alert.also().stream());
    }

    private static Instant next(Instant since, Period period) {
        return since.atZone(ZoneOffset.UTC).plus(period).toInstant();
    }
}
