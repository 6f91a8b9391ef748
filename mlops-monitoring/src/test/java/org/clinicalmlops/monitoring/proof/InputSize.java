package org.clinicalmlops.monitoring.proof;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.proof.Bench.Slot;
import org.clinicalmlops.monitoring.proof.Entry.Reads;
import org.clinicalmlops.monitoring.proof.References.Known;

/**
 * False alarms of what looks at inputs, on streams where nothing changes: of one window after a reference that is drawn anew each
 * time, and of a year.
 */
final class InputSize {
    private static final int[] ROWS = {50, 100, 300, 1000, 10_000};
    private static final int[] ROWS_OF_KEEPERS = {50, 100, 300, 1000};
    private static final int[] ROWS_OF_A_YEAR = {50, 300, 1000};
    private static final int WEEKS = 52;
    private static final double WEEK = 7 / 365.25;
    private static final double GENEROUS_WINDOW = 0.01;
    private static final double GENEROUS_YEAR = 12;
    /** Quick enough for the most streams. */
    private static final Set<String> CHEAP = Set.of("input.psi", "input.unseen", "feed.missingness", "feed.pattern");

    /** Streams for what keeps rows: a test of it takes as long as thousands of others. */
    private static final Set<String> KEEPERS = Set.of("skewed", "64 rare levels");

    /** So many streams are affordable for all. */
    private static final double MOST_COSTLY = 2_000;

    private static final MonitorPlan PLAN = MonitorPlan.standard();

    private final Scale scale;
    private final Progress progress;

    InputSize(Scale scale, Progress progress) {
        this.scale = scale;
        this.progress = progress;
    }

    /**
     * A stream without a change.
     *
     * @param part of the replicates that it gets: the four that any detector must stand get all
     */
    private record Null(Hospital hospital, double part) {}

    private static List<Null> nulls() {
        Hospital normal = Hospital.of(Columns.normal());
        return List.of(
                new Null(normal, 1),
                new Null(normal.referenceRows(500).named("normal, 500 in reference"), 0.2),
                new Null(Hospital.of(Columns.skewed()), 1),
                new Null(Hospital.of(Columns.score()).named("tied (score)"), 1),
                new Null(Hospital.of(Columns.age()).named("tied (age)"), 0.2),
                new Null(Hospital.of(Columns.rare()).named("64 rare levels"), 1),
                new Null(normal.rowsPerEpisode(6, false).named("clustered"), 0.2),
                new Null(normal.rowsPerEpisode(6, true).named("clustered, reference too"), 0.2),
                new Null(Hospital.of(Columns.seasonal(0.25)).withDates().named("seasonal"), 0.2),
                new Null(Hospital.of(Columns.autocorrelated(0.3)).named("autocorrelated .3"), 0.2),
                new Null(Hospital.of(Columns.bursts(0.1, 5)).named("missing in bursts"), 0.2),
                new Null(Hospital.mixed(), 0.1));
    }

    /** A window, of detectors that count. */
    Verdict windows() {
        Verdict verdict = new Verdict();
        List<Null> nulls = scale.of(nulls(), 0, 5, 10, 11);
        int[] rows = scale.of(ROWS, 0, 3);
        windows("what is quick", entries(CHEAP::contains), nulls, rows, scale.cheap(), verdict);
        windows("what takes longer", entries(id -> !CHEAP.contains(id)), nulls, rows, scale.costly(), verdict);
        return verdict;
    }

    /** A window, of detectors that keep rows; and what they find. */
    Verdict kept() {
        Verdict verdict = new Verdict();
        windows(
                "what keeps rows",
                Registry.of(Reads.INPUTS, true),
                scale.of(nulls(), 5).stream()
                        .filter(n -> KEEPERS.contains(n.hospital().name()))
                        .map(n -> new Null(n.hospital(), 1))
                        .toList(),
                scale.of(ROWS_OF_KEEPERS, 1),
                scale.keepers(),
                verdict);
        verdict.add(new KeeperPower(scale, progress).table(verdict));
        return verdict;
    }

    private static List<Entry> entries(Predicate<String> which) {
        return Registry.of(Reads.INPUTS, false).stream()
                .filter(e -> e.reads() == Reads.ANYTHING || which.test(e.id()))
                .toList();
    }

    private void windows(String what, List<Entry> entries, List<Null> nulls, int[] sizes, int wanted, Verdict verdict) {
        SizeTable size = new SizeTable(sizes, entries, GENEROUS_WINDOW / WEEK, WEEK, 1, scale, progress);
        for (Null stream : nulls) {
            Hospital hospital = stream.hospital();
            int replicates = (int) Math.max(2, wanted * Math.max(stream.part(), MOST_COSTLY / wanted));
            size.stream(
                    "a window, " + what + ", " + hospital.name(),
                    Math.min(wanted, replicates),
                    n -> (long) n * hospital.rowsPerEpisode() + hospital.referenceRows(),
                    replicate -> follow("a window", hospital, size.slots(), replicate % WEEKS, 1, replicate));
        }
        verdict.add(size.table("size of " + what + ": false alarms a window, of a week with n rows", verdict)
                .note("A reference of " + Hospital.REFERENCE
                        + " rows unless said otherwise, drawn anew each time; up to " + wanted + " streams."));
    }

    /** A year, of detectors that count. */
    Verdict years() {
        Verdict verdict = new Verdict();
        double years = WEEKS * WEEK;
        SizeTable size = new SizeTable(
                scale.of(ROWS_OF_A_YEAR, 0),
                Registry.of(Reads.INPUTS, false),
                GENEROUS_YEAR,
                years,
                years,
                scale,
                progress);
        for (Null stream : scale.of(nulls(), 0, 10, 11)) {
            Hospital hospital = stream.hospital();
            size.stream(
                    "a year, " + hospital.name(),
                    scale.years(),
                    n -> (long) n * hospital.rowsPerEpisode() * WEEKS + hospital.referenceRows(),
                    replicate -> follow("a year", hospital, size.slots(), 0, WEEKS, replicate));
        }
        verdict.add(size.table("size of what counts: false alarms a year, windows of a week with n rows", verdict)
                .note("One reference a stream; up to " + scale.years() + " streams."));
        return verdict;
    }

    /** The reference is drawn once, what comes after it for each volume. */
    private static IntFunction<long[]> follow(
            String purpose, Hospital hospital, List<Slot> slots, int firstWeek, int weeks, int replicate) {
        SplittableRandom random = Seeds.of("size, " + purpose, hospital.name(), replicate);
        Known known = References.of(hospital, new Patients(hospital, random.split()));
        return n -> {
            Patients patients = new Patients(hospital, random.split());
            Bench bench = new Bench(PLAN, hospital, known, slots, firstWeek, 1);
            for (int week = firstWeek; week < firstWeek + weeks; week++) {
                patients.week(week, n).forEach(bench::observe);
                bench.close(week, List.of());
            }
            return bench.count();
        };
    }
}
