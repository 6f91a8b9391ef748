package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
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

/**
 * Question: what does the AUROC of a million cases cost beside the Mann-Whitney statistic, from which it follows by a division? The
 * cases are those of {@link AurocAgainstSmile}; the peer is given the two classes apart, without that being timed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class AurocAgainstMannWhitney {
    private final ScoredCases cases = new ScoredCases(AurocAgainstSmile.CASES, AurocAgainstSmile.STEPS, Rows.SEED + 5);
    private final double[] events = cases.risksOf(true);
    private final double[] others = cases.risksOf(false);
    private int i;

    public AurocAgainstMannWhitney() {}

    /** Both sides answer the same; the larger of the two statistics is the one of an AUROC above 1/2. */
    @Setup
    public void agree() {
        Agreement.within(1e-12, Agreement.value(ours()), peer() / ((double) events.length * others.length));
    }

    @Benchmark
    public double baseline() {
        return cases.risks[i++ & Rows.MASK];
    }

    @Benchmark
    public Estimate ours() {
        return Discrimination.auroc(cases.risks, cases.happened, AurocScale.LOGIT, 0.95);
    }

    @Benchmark
    public double peer() {
        return new MannWhitneyUTest().mannWhitneyU(events, others);
    }
}
