package org.clinicalmlops.examples.faults;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.examples.flchain.Assay;
import org.clinicalmlops.examples.flchain.Plans;
import org.clinicalmlops.monitoring.Diagnosis.Suspect;

/** Ten faults in the stream of real assays, on dates and of sizes that are drawn: which are found, and by what name. */
final class FaultTable {
    /** A fault that touches fewer rows is not judged. Our choice: two windows of the fewest rows that are compared. */
    private static final int FEWEST_ROWS = 100;
    /** The same of outcomes: what a fit needs of a class elsewhere. */
    private static final int FEWEST_OUTCOMES = 20;

    private final Map<Fault, Map<Suspect, Integer>> named = new EnumMap<>(Fault.class);
    private final Map<Fault, Integer> insufficient = new EnumMap<>(Fault.class);
    private final Map<Fault, List<Double>> delays = new EnumMap<>(Fault.class);
    private final Clean mixed = new Clean();
    private final Clean published = new Clean();
    private final List<String> misses = new ArrayList<>();
    private int replays;

    /** Streams to which nothing is done. */
    private static final class Clean {
        final Map<String, Integer> alarms = new TreeMap<>();
        int silent;

        void add(List<Finding> found) {
            silent += found.isEmpty() ? 1 : 0;
            found.forEach(f -> alarms.merge(f.kind() + " " + f.detector() + " of " + f.subject(), 1, Integer::sum));
        }
    }

    /** @param args first and last seed */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        FaultTable table = new FaultTable();
        List<Assay> published = Ward.published();
        for (long seed = Long.parseLong(args[0]); seed <= Long.parseLong(args[1]); seed++) {
            table.add(published, seed);
        }
        table.print(out);
    }

    /** Adds the clean streams and the ten faults of one seed. */
    void add(List<Assay> published, long seed) {
        Ward ward = new Ward(published, seed);
        replays++;
        mixed.add(FaultReplay.clean(ward, ward.mixed));
        this.published.add(FaultReplay.clean(ward, ward.toCome));
        for (Fault fault : Fault.values()) {
            inject(ward, fault, new Random(31 * seed + fault.ordinal()), seed);
        }
    }

    private void inject(Ward ward, Fault fault, Random random, long seed) {
        int days = fault.inOutcomes() ? 180 + random.nextInt(360) : 180 + random.nextInt(540);
        Instant from = Ward.START.plus(Duration.ofDays(days));
        Injection injection = injection(fault, from, random);
        FaultReplay.Result result = FaultReplay.run(
                ward, injection, from, fault.inOutcomes() ? Plans.useCase().maturesAt(from) : from);
        int fewest = fault.inOutcomes() ? FEWEST_OUTCOMES : FEWEST_ROWS;
        boolean named = result.diagnosis().suspect() == fault.suspect;
        if (fault != Fault.POPULATION_SHIFT && result.found().isEmpty() && result.altered() < fewest) {
            insufficient.merge(fault, 1, Integer::sum);
            return;
        }
        this.named
                .computeIfAbsent(fault, f -> new EnumMap<>(Suspect.class))
                .merge(result.diagnosis().suspect(), 1, Integer::sum);
        result.found()
                .ifPresent(at -> delays.computeIfAbsent(fault, f -> new ArrayList<>())
                        .add(
                                fault.inOutcomes()
                                        ? result.matured()
                                        : Duration.between(from, at).toHours() / 24.0));
        if (!named) {
            misses.add("seed %d, %s (%s, day %d, altered %d, odds off by %.2f): %s %s; first %s"
                    .formatted(
                            seed,
                            fault.words,
                            injection.words(),
                            days,
                            result.altered(),
                            Math.exp(result.shifted()),
                            result.diagnosis().suspect(),
                            result.diagnosis().subjects(),
                            result.first() == null
                                    ? "nothing"
                                    : result.first().kind() + " by "
                                            + result.first().detector() + " of "
                                            + result.first().subject()));
        }
    }

    private static Injection injection(Fault fault, Instant from, Random random) {
        return switch (fault) {
            case UNIT_CHANGE -> InputFaults.unitChange(from, random);
            case DEAD_INTERFACE -> InputFaults.deadInterface(from, random);
            case DEFAULT_FLOOD -> InputFaults.flood(from, random);
            case CODE_REMAP -> InputFaults.codeRemap(from, random);
            case SWAPPED_COLUMNS -> InputFaults.swapped(from, random);
            case LATE_OUTCOMES -> OutcomeFaults.late(from, random);
            case POPULATION_SHIFT -> InputFaults.shift(from, random);
            case TREATMENT_EFFECT -> OutcomeFaults.treatment(from, random);
            case MISCALIBRATION -> OutcomeFaults.miscalibration(from, random);
            case SUBGROUP -> OutcomeFaults.subgroup(from, random);
        };
    }

    /** How often a fault got a name. */
    int named(Fault fault, Suspect suspect) {
        return named.getOrDefault(fault, Map.of()).getOrDefault(suspect, 0);
    }

    /** Streams without a fault and with the years mixed that raised no alarm. */
    int silent() {
        return mixed.silent;
    }

    /** The same with the years in the order of publication. */
    int silentAsPublished() {
        return published.silent;
    }

    /** What was missed or misnamed, in words. */
    List<String> misses() {
        return List.copyOf(misses);
    }

    void print(PrintStream out) {
        out.println("Streams without a fault, three years and five of follow-up; one false alarm a year is allowed");
        out.printf("years mixed: %d of %d silent; alarms %s%n", mixed.silent, replays, mixed.alarms);
        out.printf(
                "years as published, which differ: %d of %d silent; alarms %s%n%n",
                published.silent, replays, published.alarms);
        out.printf("%-22s %6s %6s %7s %6s  %s%n", "fault", "judged", "found", "named", "insuff", "median delay");
        for (Fault fault : Fault.values()) {
            double[] sorted = delays.getOrDefault(fault, List.of()).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            int few = insufficient.getOrDefault(fault, 0);
            out.printf(
                    "%-22s %6d %6d %7d %6d  %s%n",
                    fault.words,
                    replays - few,
                    sorted.length,
                    named(fault, fault.suspect),
                    few,
                    sorted.length == 0
                            ? "-"
                            : "%.1f %s"
                                    .formatted(sorted[sorted.length / 2], fault.inOutcomes() ? "cases due" : "days"));
        }
        out.printf("%nInjected (rows) and named (columns)%n%-22s", "");
        Arrays.stream(Suspect.values()).forEach(s -> out.printf(" %10.10s", s.name()));
        out.println();
        for (Fault fault : Fault.values()) {
            out.printf("%-22s", fault.words);
            Arrays.stream(Suspect.values()).forEach(s -> out.printf(" %10d", named(fault, s)));
            out.println();
        }
        out.println();
        misses.forEach(out::println);
    }
}
