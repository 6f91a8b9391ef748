package org.clinicalmlops.examples.faults;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.clinicalmlops.examples.flchain.Assay;

/** Faults of what the monitor is shown. Dates, features and sizes are drawn. */
final class InputFaults {
    private static final List<String> LABS = List.of("kappa", "lambda", "creatinine");

    private InputFaults() {}

    private record Interface(String words, UnaryOperator<Assay> changed, Instant from) implements Injection {
        @Override
        public Assay delivered(Assay assay) {
            return assay.sampledAt().isBefore(from) ? assay : changed.apply(assay);
        }
    }

    private record Patients(String words, Instant from, boolean older, double age, Random random) implements Injection {
        @Override
        public boolean seen(Assay assay) {
            boolean wanted = older ? assay.age() >= age : assay.age() < age;
            return assay.sampledAt().isBefore(from) || wanted || random.nextDouble() < 0.1;
        }
    }

    private static <T> T any(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static double between(Random random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Creatinine in umol/L, light chains in mg/L, age in months; of a part of the rows, or all. */
    static Injection unitChange(Instant from, Random random) {
        String feature = any(random, List.of("kappa", "lambda", "creatinine", "age"));
        double factor = switch (feature) {
            case "creatinine" -> 88.4;
            case "age" -> 12;
            default -> 10;
        };
        double share = random.nextBoolean() ? 1 : between(random, 0.3, 1);
        return new Interface(
                "%s times %s in %.0f %%".formatted(feature, factor, 100 * share),
                a -> random.nextDouble() < share ? Assays.with(a, feature, factor * Assays.number(a, feature)) : a,
                from);
    }

    static Injection deadInterface(Instant from, Random random) {
        List<String> features = random.nextInt(4) == 0 ? LABS : List.of(any(random, LABS));
        return new Interface("no " + features, a -> without(a, features), from);
    }

    private static Assay without(Assay assay, List<String> features) {
        Assay now = assay;
        for (String feature : features) {
            now = Assays.with(now, feature, Double.NaN);
        }
        return now;
    }

    /** A constant that a form would fill in: nothing, a normal value, or nines. */
    static Injection flood(Instant from, Random random) {
        String feature = any(random, List.of("kappa", "lambda", "creatinine", "age"));
        double value = feature.equals("age")
                ? any(random, List.of(0.0, 50.0, 65.0, 99.0))
                : any(random, List.of(0.0, 1.0, 1.5, 9.9, 99.0));
        double share = between(random, 0.3, 0.6);
        return new Interface(
                "%s is %s in %.0f %%".formatted(feature, value, 100 * share),
                a -> random.nextDouble() < share ? Assays.with(a, feature, value) : a,
                from);
    }

    static Injection codeRemap(Instant from, Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new Interface(
                        "F and M exchanged", a -> Assays.with(a, a.sex().equals("F") ? "M" : "F", a.mgus()), from);
            case 1 ->
                new Interface(
                        "sex told as 1 and 2", a -> Assays.with(a, a.sex().equals("F") ? "2" : "1", a.mgus()), from);
            case 2 ->
                new Interface("F told as W", a -> Assays.with(a, a.sex().equals("F") ? "W" : "M", a.mgus()), from);
            default ->
                new Interface(
                        "mgus yes and no exchanged",
                        a -> Assays.with(a, a.sex(), a.mgus().equals("yes") ? "no" : "yes"),
                        from);
        };
    }

    static Injection swapped(Instant from, Random random) {
        List<String> pair = any(
                random,
                List.of(
                        List.of("kappa", "lambda"),
                        List.of("age", "kappa"),
                        List.of("age", "lambda"),
                        List.of("age", "creatinine"),
                        List.of("lambda", "creatinine")));
        return new Interface("%s and %s".formatted(pair.get(0), pair.get(1)), a -> exchanged(a, pair), from);
    }

    private static Assay exchanged(Assay a, List<String> pair) {
        Assay one = Assays.with(a, pair.get(0), Assays.number(a, pair.get(1)));
        return Assays.with(one, pair.get(1), Assays.number(a, pair.get(0)));
    }

    /** From now on hardly anybody but those above, or below, an age; the pace stays. */
    static Injection shift(Instant from, Random random) {
        boolean older = random.nextInt(4) > 0;
        double age = older ? between(random, 66, 74) : between(random, 55, 60);
        return new Patients(
                "%s %.0f, others in a tenth".formatted(older ? "from" : "under", age), from, older, age, random);
    }
}
