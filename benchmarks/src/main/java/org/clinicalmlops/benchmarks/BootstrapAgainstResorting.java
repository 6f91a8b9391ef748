package org.clinicalmlops.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Question: what do bootstrap intervals of AUROC, Brier score and calibration slope cost on 20,000 cases? The peer draws the same
 * resamples with the same seed, writes each out as cases and has the three numbers computed from them by this module's own functions,
 * as one would without a facility for it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 0) // the check that both sides agree runs each once
@Measurement(iterations = 3)
@Fork(1)
public class BootstrapAgainstResorting {
    private static final int CASES = 20_000;
    private static final double STEPS = 1_000_000;
    private static final double LEVEL = 0.95;

    private final ScoredCases cases = new ScoredCases(CASES, STEPS, Rows.SEED + 40);
    private final Bootstrap bootstrap = new Bootstrap(2000, Rows.SEED);

    /** Place of each case in ascending order of the risks, and stratum of the case at each place: events are drawn first. */
    private final int[] place = new int[CASES];

    private final int[] strata = new int[CASES];

    public BootstrapAgainstResorting() {
        Integer[] ascending = new Integer[CASES];
        Arrays.setAll(ascending, row -> row);
        Arrays.sort(ascending, Comparator.comparingDouble(row -> cases.risks[row]));
        for (int at = 0; at < CASES; at++) {
            place[ascending[at]] = at;
            strata[at] = cases.happened[ascending[at]] ? 0 : 1;
        }
    }

    /** Both sides answer the same: the ends of all three intervals, from all replicates. */
    @Setup
    public void agree(BenchmarkParams params) {
        if (params.getBenchmark().endsWith(".baseline")) {
            return; // takes long
        }
        List<Estimate> estimates = ours();
        List<Interval> intervals = peer();
        for (int k = 0; k < intervals.size(); k++) {
            Interval interval = intervals.get(k);
            Interval our = Agreement.interval(estimates.get(k));
            Agreement.within(1e-9, our.lower(), interval.lower());
            Agreement.within(1e-9, our.upper(), interval.upper());
        }
    }

    @Benchmark
    public double baseline() {
        return cases.risks[0];
    }

    @Benchmark
    public List<Estimate> ours() {
        return bootstrap.estimates(
                RiskCounts.of(cases.risks, cases.happened),
                List.of(Discrimination.aurocStatistic(), Brier.scoreStatistic(), Calibration.slopeStatistic()),
                LEVEL);
    }

    @Benchmark
    public List<Interval> peer() {
        double[][] values = new double[3][bootstrap.replicates()];
        double[] risks = new double[CASES];
        boolean[] happened = new boolean[CASES];
        int[] replicate = {0};
        bootstrap.resample(strata, times -> {
            int n = 0;
            for (int row = 0; row < CASES; row++) {
                for (int time = times[place[row]]; time > 0; time--) {
                    risks[n] = cases.risks[row];
                    happened[n++] = cases.happened[row];
                }
            }
            int r = replicate[0]++;
            values[0][r] = Agreement.value(Discrimination.auroc(risks, happened, AurocScale.LOGIT, LEVEL));
            values[1][r] = Agreement.value(Brier.score(risks, happened, LEVEL));
            values[2][r] = Agreement.value(Calibration.slope(risks, happened, LEVEL));
        });
        List<Interval> intervals = new ArrayList<>();
        for (double[] each : values) {
            intervals.add(Bootstrap.percentile(each, LEVEL));
        }
        return intervals;
    }
}
