package org.clinicalmlops.monitoring.proof;

import java.util.List;
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
    private static final MonitorPlan PLAN = MonitorPlan.standard();

    private final Scale scale;
    private final Progress progress;

    InputSize(Scale scale, Progress progress) {
        this.scale = scale;
        this.progress = progress;
    }

    /** Streams without a change. */
    private static List<Hospital> nulls() {
        return List.of(
                Hospital.of(Columns.normal()),
                Hospital.of(Columns.normal()).referenceRows(500).named("normal, 500 in reference"),
                Hospital.of(Columns.skewed()),
                Hospital.of(Columns.score()).named("tied (score)"),
                Hospital.of(Columns.age()).named("tied (age)"),
                Hospital.of(Columns.rare()).named("64 rare levels"),
                Hospital.of(Columns.normal()).rowsPerEpisode(6, false).named("clustered"),
                Hospital.of(Columns.normal()).rowsPerEpisode(6, true).named("clustered, reference too"),
                Hospital.of(Columns.seasonal(0.25)).withDates().named("seasonal"),
                Hospital.of(Columns.autocorrelated(0.3)).named("autocorrelated .3"),
                Hospital.of(Columns.bursts(0.1, 5)).named("missing in bursts"),
                Hospital.mixed());
    }

    Verdict run() {
        Verdict verdict = new Verdict();
        windows("what counts", Registry.of(Reads.INPUTS, false), ROWS, scale.cheap(), verdict);
        List<Entry> keepers = Registry.of(Reads.INPUTS, true);
        if (keepers.stream().anyMatch(e -> e.keepsRows() > 0)) {
            windows("what keeps rows", keepers, ROWS_OF_KEEPERS, scale.costly(), verdict);
        }
        years(verdict);
        return verdict;
    }

    private void windows(String what, List<Entry> entries, int[] sizes, int wanted, Verdict verdict) {
        SizeTable size = new SizeTable(sizes, entries, GENEROUS_WINDOW / WEEK, WEEK, 1, scale, progress);
        for (Hospital hospital : nulls()) {
            size.stream(
                    hospital.name(),
                    wanted,
                    n -> (long) n * hospital.rowsPerEpisode() + hospital.referenceRows(),
                    (n, replicate) -> follow(hospital, size.slots(), n, replicate % WEEKS, 1, replicate));
        }
        verdict.add(size.table("size of " + what + ": false alarms a window, of a week with n rows", verdict)
                .note("A reference of " + Hospital.REFERENCE + " rows, drawn anew each time; up to " + wanted
                        + " streams."));
    }

    private void years(Verdict verdict) {
        double years = WEEKS * WEEK;
        SizeTable size = new SizeTable(
                ROWS_OF_A_YEAR, Registry.of(Reads.INPUTS, false), GENEROUS_YEAR, years, years, scale, progress);
        for (Hospital hospital : nulls()) {
            size.stream(
                    hospital.name() + ", a year",
                    scale.years(),
                    n -> (long) n * hospital.rowsPerEpisode() * WEEKS + hospital.referenceRows(),
                    (n, replicate) -> follow(hospital, size.slots(), n, 0, WEEKS, replicate));
        }
        verdict.add(size.table("size of what counts: false alarms a year, windows of a week with n rows", verdict)
                .note("One reference a stream; up to " + scale.years() + " streams."));
    }

    private static long[] follow(Hospital hospital, List<Slot> slots, int n, int firstWeek, int weeks, int replicate) {
        Patients patients = new Patients(hospital, Seeds.of("size " + weeks + " " + n, hospital.name(), replicate));
        Known known = References.of(hospital, patients);
        Bench bench = new Bench(PLAN, hospital, known, slots, firstWeek, 1);
        for (int week = firstWeek; week < firstWeek + weeks; week++) {
            patients.week(week, n).forEach(bench::observe);
            bench.close(week, List.of());
        }
        return bench.count();
    }
}
