package org.clinicalmlops.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.metrics.calibration.Calibration;
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
 * Question: what do bootstrap intervals of AUROC, Brier score and calibration slope cost on 20,000 cases, with hardly a risk twice? The
 * peer computes the same numbers of the same resamples, each written out and sorted, in code written for the purpose. One thread on
 * either side.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2) // after the check that both sides agree, which runs each once
@Measurement(iterations = 5)
@Fork(1)
public class BootstrapAgainstResorting {
    private static final double STEPS = 1_000_000;
    private static final double LEVEL = 0.95;

    private final ScoredCases cases = new ScoredCases(20_000, STEPS, Rows.SEED + 40);
    private final Bootstrap bootstrap = new Bootstrap(2000, Rows.SEED);

    public BootstrapAgainstResorting() {}

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
        List<Interval> intervals = new ArrayList<>();
        for (double[] each : new Resorting(cases).values(bootstrap.replicates(), bootstrap.seed())) {
            intervals.add(Bootstrap.percentile(each, LEVEL));
        }
        return intervals;
    }
}
