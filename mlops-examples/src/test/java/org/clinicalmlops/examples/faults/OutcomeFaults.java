package org.clinicalmlops.examples.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.examples.flchain.Assay;

/** Faults that only outcomes show, of assays from a date on. Dates, groups and sizes are drawn. */
final class OutcomeFaults {
    private OutcomeFaults() {}

    private interface Rule {
        Optional<Injection.Told> told(Assay assay, double risk, Injection.Told truth);
    }

    private record From(String words, Rule rule, Instant from) implements Injection {
        @Override
        public Optional<Told> told(Assay assay, double risk, Told truth) {
            return assay.sampledAt().isBefore(from) ? Optional.of(truth) : rule.told(assay, risk, truth);
        }
    }

    private static double between(Random random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private static boolean event(Injection.Told told) {
        return told.outcome() instanceof Outcome.Known<?> known && known.truth() == 1;
    }

    private static Injection.Told with(Injection.Told told, boolean event) {
        return new Injection.Told(Outcome.event(event, told.at()), told.at());
    }

    /** Events, or all outcomes, come months late or never. */
    static Injection late(Instant from, Random random) {
        boolean eventsOnly = random.nextBoolean();
        double share = between(random, 0.6, 1);
        int months = 3 + random.nextInt(10);
        boolean never = random.nextInt(3) == 0;
        return new From(
                "%.0f %% of %s %s"
                        .formatted(
                                100 * share,
                                eventsOnly ? "events" : "all",
                                never ? "never told" : months + " months late"),
                (assay, risk, truth) -> {
                    if (eventsOnly && !event(truth) || random.nextDouble() >= share) {
                        return Optional.of(truth);
                    }
                    Instant at = truth.at().plus(Duration.ofDays(30L * months));
                    return never ? Optional.empty() : Optional.of(new Injection.Told(truth.outcome(), at));
                },
                from);
    }

    /** Most patients at high risk are treated: most of their events do not happen, and of some the treatment is told. */
    static Injection treatment(Instant from, Random random) {
        double above = between(random, 0.15, 0.25);
        double treated = between(random, 0.7, 0.95);
        double averted = between(random, 0.6, 0.9);
        double told = between(random, 0.4, 0.7);
        return new From(
                "%.0f %% of risks above %.2f treated, %.0f %% of events averted, %.0f %% told"
                        .formatted(100 * treated, above, 100 * averted, 100 * told),
                (assay, risk, truth) -> {
                    if (risk < above || random.nextDouble() >= treated) {
                        return Optional.of(truth);
                    }
                    if (random.nextDouble() < told) {
                        return Optional.of(new Injection.Told(
                                new Outcome.Intervened<>(assay.sampledAt().plus(Duration.ofDays(1))), truth.at()));
                    }
                    boolean prevented = event(truth) && random.nextDouble() < averted;
                    return Optional.of(prevented ? with(truth, false) : truth);
                },
                from);
    }

    static Injection miscalibration(Instant from, Random random) {
        double size = between(random, 2, 3);
        double ratio = random.nextBoolean() ? size : 1 / size;
        return new From(
                "odds times %.2f".formatted(ratio),
                (assay, risk, truth) -> Optional.of(odds(ratio, risk, truth, random)),
                from);
    }

    static Injection subgroup(Instant from, Random random) {
        record Group(String name, Predicate<Assay> has) {}
        List<Group> groups = List.of(
                new Group("sex=F", a -> a.sex().equals("F")),
                new Group("sex=M", a -> a.sex().equals("M")),
                new Group("age<65", a -> a.age() < 65),
                new Group("65<=age<80", a -> a.age() >= 65 && a.age() < 80),
                new Group("age>=80", a -> a.age() >= 80));
        Group group = groups.get(random.nextInt(groups.size()));
        double ratio = between(random, 2.5, 3.5);
        return new From(
                "odds times %.2f in %s".formatted(ratio, group.name()),
                (assay, risk, truth) -> Optional.of(group.has().test(assay) ? odds(ratio, risk, truth, random) : truth),
                from);
    }

    /** Turns outcomes over so that a calibrated risk becomes one whose odds are off by a factor. */
    private static Injection.Told odds(double ratio, double risk, Injection.Told truth, Random random) {
        if (!(truth.outcome() instanceof Outcome.Known<?>)) {
            return truth;
        }
        double wanted = ratio * risk / (1 - risk + ratio * risk);
        boolean event = event(truth);
        double turn = event ? (risk - wanted) / risk : (wanted - risk) / (1 - risk);
        return random.nextDouble() < turn ? with(truth, !event) : truth;
    }
}
