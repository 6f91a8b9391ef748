package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.proof.Bench.Slot;
import org.clinicalmlops.monitoring.proof.Entry.Reads;
import org.clinicalmlops.monitoring.proof.References.Known;

/** False alarms of what reads outcomes, over years in which the model is right, or no more wrong than is tolerated. */
final class OutcomeSize {
    private static final int[] CASES = {50, 100, 300, 1000, 10_000};
    private static final int WEEKS = 104;
    private static final double YEARS = WEEKS * 7 / 365.25;
    private static final double GENEROUS = 12;
    private static final double SPREAD = 1.2;
    private static final long ROWS_COST = 20; // an outcome costs as much as so many rows of inputs

    private final Scale scale;
    private final Progress progress;

    OutcomeSize(Scale scale, Progress progress) {
        this.scale = scale;
        this.progress = progress;
    }

    /**
     * @param before who made the reference
     * @param hospital who comes
     */
    private record Null(String name, Hospital before, Hospital hospital, Supplier<Truth> truth) {
        Null(String name, Hospital hospital, Supplier<Truth> truth) {
            this(name, hospital, hospital, truth);
        }
    }

    private static List<Null> nulls() {
        Hospital tenth = of(0.1);
        double tolerated = MonitorPlan.standard().toleratedOddsRatio();
        return List.of(
                new Null("base rate .02", of(0.02), Truth.asSaid()),
                new Null("base rate .1", tenth, Truth.asSaid()),
                new Null("base rate .3", of(0.3), Truth.asSaid()),
                new Null("base rate .1, 500 in reference", tenth.referenceRows(1000), Truth.asSaid()),
                new Null("six rows a stay", tenth.rowsPerEpisode(6, false), Truth.asSaid()),
                new Null("season of .2 log-odds", tenth, Truth.season(0.2)),
                new Null("odds as high as tolerated", tenth, Truth.odds(tolerated)),
                new Null("odds as low as tolerated", tenth, Truth.odds(1 / tolerated)),
                new Null("patients more alike, AUROC as low as tolerated", tenth, alike(), Truth.asSaid()));
    }

    /** The model is right, but its patients are so much alike that it tells them apart by as much less as is tolerated. */
    private static Hospital alike() {
        double before = Logit.auroc(Logit.centre(0.1, SPREAD), SPREAD);
        return of(0.1, Logit.spread(0.1, before - MonitorPlan.standard().toleratedAurocLoss()));
    }

    /** Risks whose log-odds are normal with a standard deviation of 1.2, in two groups: an AUROC of about .8. */
    static Hospital of(double base) {
        return of(base, SPREAD);
    }

    /**
     * The same, but in winter patients are sicker, and in summer less sick, by {@code swing} log-odds: the model says so, and is right.
     *
     * @param midwinter day of the middle of a winter
     */
    static Hospital seasonal(double base, double swing, double midwinter) {
        return of(base, SPREAD, swing, midwinter);
    }

    private static Hospital of(double base, double spread) {
        return of(base, spread, 0, 0);
    }

    private static Hospital of(double base, double spread, double swing, double midwinter) {
        Column score = new Column(
                "score",
                0,
                () -> (random, day) ->
                        random.nextGaussian() * spread + swing * Math.cos(2 * Math.PI * (day - midwinter) / 365.25),
                x -> x);
        Column group = Columns.two();
        return Hospital.of(score)
                .columns(List.of(score, new Column(group.name(), group.levels(), group.source(), x -> 0)))
                .centre(Logit.centre(base, spread))
                .groupedBy("two")
                .named("base rate " + base);
    }

    Verdict run() {
        Verdict verdict = new Verdict();
        SizeTable size = new SizeTable(
                scale.of(CASES, 1), Registry.of(Reads.OUTCOMES, false), GENEROUS, YEARS, YEARS, scale, progress);
        for (Null stream : scale.of(nulls(), 1, 6, 8)) {
            size.stream(
                    stream.name(),
                    scale.outcomes(),
                    n -> ROWS_COST * n * stream.hospital().rowsPerEpisode() * WEEKS,
                    replicate -> follow(stream, size.slots(), replicate));
        }
        verdict.add(size.table("size of what reads outcomes: false alarms a year, n cases a week", verdict)
                .note("Two years each, a reference drawn for each stream, its latter half as evaluation; up to "
                        + scale.outcomes() + " streams."));
        return verdict;
    }

    private static IntFunction<long[]> follow(Null stream, List<Slot> slots, int replicate) {
        SplittableRandom random = Seeds.of("size, outcomes", stream.name(), replicate);
        Hospital hospital = stream.hospital();
        Known known = References.of(stream.before(), new Patients(stream.before(), random.split()));
        MonitorPlan plan = MonitorPlan.standard().groups(hospital.grouping());
        return n -> {
            Bench bench = new Bench(plan, hospital, known, slots, 0, 7);
            Patients patients = new Patients(hospital, random.split(), stream.truth(), Fault.none(), 0);
            Set<String> seen = new HashSet<>();
            for (int week = 0; week < WEEKS; week++) {
                List<MaturedCase> matured = new ArrayList<>(n);
                for (Row row : patients.week(week, n)) {
                    if (hospital.rowsPerEpisode() == 1 || seen.add(row.episode())) {
                        matured.add(bench.matured(row));
                    }
                }
                bench.close(week, matured);
            }
            return bench.count();
        };
    }
}
