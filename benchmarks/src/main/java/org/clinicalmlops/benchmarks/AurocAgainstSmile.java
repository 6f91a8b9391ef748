package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
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
import smile.validation.metric.AUC;

/**
 * Question: what does the AUROC of a million cases cost? Ours checks every risk and answers with DeLong's interval; the peer checks
 * less and answers with the value alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class AurocAgainstSmile {
    static final int CASES = 1_000_000;
    static final double STEPS = 1_000_000;

    private final ScoredCases cases = new ScoredCases(CASES, STEPS, Rows.SEED + 5);
    private final int[] classes = cases.classes();
    private int i;

    public AurocAgainstSmile() {}

    /** Both sides answer the same. */
    @Setup
    public void agree() {
        Agreement.within(1e-12, Agreement.value(ours()), peer());
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
        return AUC.of(classes, cases.risks);
    }
}
