package org.clinicalmlops.benchmarks;

import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.clinicalmlops.metrics.distribution.KolmogorovSmirnov;
import org.clinicalmlops.metrics.distribution.SortedSample;
import org.clinicalmlops.metrics.hypothesis.HypothesisTest;
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
 * Question: what does it cost to compare 10,000 new values with 10,000 of a reference that was sorted once? The peer has no form for
 * a prepared reference and sorts both; both answer with the p-value of the limit distribution.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class SmirnovAgainstCommonsMath {
    private static final int VALUES = 10_000;

    /** So many new samples in turn, so that the processor does not learn one by heart. */
    private static final int SAMPLES = 16;

    /** In place of a remainder, which is negative once the baseline has counted past 2^31. */
    private static final int MASK = SAMPLES - 1;

    private static final double STEPS = 1000;

    private final double[] reference = sample(0);
    private final SortedSample prepared = SortedSample.of(reference);
    private final double[][] current = new double[SAMPLES][];
    private int i;

    public SmirnovAgainstCommonsMath() {
        for (int s = 0; s < SAMPLES; s++) {
            current[s] = sample(s + 1);
        }
    }

    /** Both sides answer the same. */
    @Setup
    public void agree() {
        for (double[] values : current) {
            double p = KolmogorovSmirnov.test(prepared, values).fold(HypothesisTest.Tested::pValue, not -> Double.NaN);
            Agreement.within(1e-12, p, new KolmogorovSmirnovTest().kolmogorovSmirnovTest(reference, values));
        }
    }

    @Benchmark
    public double baseline() {
        return current[i++ & MASK][0];
    }

    @Benchmark
    public HypothesisTest ours() {
        return KolmogorovSmirnov.test(prepared, current[i++ & MASK]);
    }

    @Benchmark
    public double peer() {
        return new KolmogorovSmirnovTest().kolmogorovSmirnovTest(reference, current[i++ & MASK]);
    }

    /** Standard normal values to three decimals, so that many are tied, in no order. */
    private static double[] sample(int number) {
        double[][] rows = Rows.of(VALUES, 1, Rows.SEED + 6 + number);
        double[] values = new double[VALUES];
        for (int row = 0; row < VALUES; row++) {
            values[row] = Math.rint(rows[row][0] * STEPS) / STEPS;
        }
        return values;
    }
}
