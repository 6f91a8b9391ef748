package org.clinicalmlops.core.learn;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a guard says of the data of a candidate, or of the candidate. Immutable. */
public sealed interface GuardAnswer {

    /** The rule, with its subject. */
    String rule();

    /**
     * The rule is kept.
     *
     * @param value what was seen, the nearest to the limit
     * @param limit what the rule allows
     */
    record Passed(String rule, double value, double limit) implements GuardAnswer {
        public Passed {
            Objects.requireNonNull(rule, "rule");
        }
    }

    /**
     * The rule is broken: nothing may be learnt from these data, or the candidate may not go on, until a person has looked.
     *
     * @param value what was seen; NaN for a model that gave no number
     * @param limit what the rule allows
     * @param where which source, period, feature or row
     */
    record Failed(String rule, double value, double limit, String where) implements GuardAnswer {
        public Failed {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(where, "where");
        }
    }

    /**
     * Nothing can be said: never a pass.
     *
     * @param reason in words, with what would be needed
     * @param where which source, period or feature
     */
    record Insufficient(String rule, String reason, String where) implements GuardAnswer {
        public Insufficient {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(where, "where");
        }
    }

    /** The first that fails, else the first that says nothing, else the pass nearest to its limit; empty for none. */
    static Optional<GuardAnswer> worst(List<GuardAnswer> answers) {
        return answers.stream().min(Comparator.comparingDouble(GuardAnswer::order));
    }

    private static double order(GuardAnswer answer) {
        return answer.<Double>fold(
                passed -> Math.abs(passed.limit() - passed.value()), failed -> -2.0, insufficient -> -1.0);
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Passed, ? extends T> passed,
            Function<? super Failed, ? extends T> failed,
            Function<? super Insufficient, ? extends T> insufficient) {
        if (this instanceof Passed p) {
            return passed.apply(p);
        }
        if (this instanceof Failed f) {
            return failed.apply(f);
        }
        return insufficient.apply((Insufficient) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Passed> passed,
            Consumer<? super Failed> failed,
            Consumer<? super Insufficient> insufficient) {
        if (this instanceof Passed p) {
            passed.accept(p);
        } else if (this instanceof Failed f) {
            failed.accept(f);
        } else {
            insufficient.accept((Insufficient) this);
        }
    }
}
