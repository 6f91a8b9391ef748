package org.clinicalmlops.benchmarks;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.StandardMonitoring;
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
 * Question: what does it cost to watch one prediction of 30 numbers and its risk? Ours counts atomically, so that many threads may
 * observe, and counts missing values and magnitudes beside the bins; the peer does the least that could be called watching: 31
 * histograms of 10 bins, plain counters, one thread, no missing values.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class ObserveAgainstHistograms {
    private static final int FEATURES = 30;

    /** Deciles of the standard normal distribution. */
    private static final double[] EDGES = {
        -1.2815515655446004,
        -0.8416212335729143,
        -0.5244005127080407,
        -0.2533471031357997,
        0,
        0.2533471031357997,
        0.5244005127080407,
        0.8416212335729143,
        1.2815515655446004
    };

    private static final double[] RISK_EDGES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    private final double[][] rows = Rows.of(FEATURES);
    private final double[] risks = risks();
    private final String[] episodes = episodes();
    private final Monitor monitor = monitor();
    private final double[][] edges = edges();
    private final long[][] counts = new long[FEATURES + 1][EDGES.length + 1];
    private int i;

    public ObserveAgainstHistograms() {}

    /** The monitor takes every row. */
    @Setup
    public void agree() {
        for (int row = 0; row < Rows.COUNT; row++) {
            monitor.observe(rows[row], risks[row], episodes[row]);
        }
        if (monitor.health().observed() != Rows.COUNT) {
            throw new IllegalStateException("rows must be observed, were refused: " + monitor.health());
        }
    }

    @Benchmark
    public double baseline() {
        int row = i++ & Rows.MASK;
        return rows[row][0] + risks[row];
    }

    @Benchmark
    public void ours() {
        int row = i++ & Rows.MASK;
        monitor.observe(rows[row], risks[row], episodes[row]);
    }

    @Benchmark
    public long[][] peer() {
        int row = i++ & Rows.MASK;
        double[] values = rows[row];
        for (int f = 0; f < FEATURES; f++) {
            counts[f][bin(edges[f], values[f])]++;
        }
        counts[FEATURES][bin(edges[FEATURES], risks[row])]++;
        return counts;
    }

    /** Without a branch that depends on the value. */
    private static int bin(double[] edges, double x) {
        int bin = 0;
        for (double edge : edges) {
            bin += x >= edge ? 1 : 0;
        }
        return bin;
    }

    private static double[][] edges() {
        double[][] edges = new double[FEATURES + 1][];
        for (int f = 0; f < FEATURES; f++) {
            edges[f] = EDGES.clone();
        }
        edges[FEATURES] = RISK_EDGES.clone();
        return edges;
    }

    private static double[] risks() {
        double[] risks = new double[Rows.COUNT];
        double[][] scores = Rows.of(Rows.COUNT, 1, Rows.SEED + 2);
        for (int row = 0; row < risks.length; row++) {
            risks[row] = 1 / (1 + Math.exp(-scores[row][0]));
        }
        return risks;
    }

    private static String[] episodes() {
        String[] episodes = new String[Rows.COUNT];
        for (int row = 0; row < episodes.length; row++) {
            episodes[row] = "episode-" + row;
        }
        return episodes;
    }

    private static Monitor monitor() {
        List<FeatureSpec> features = new ArrayList<>();
        List<FeatureProfile> profiles = new ArrayList<>();
        List<List<String>> levels = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            features.add(new FeatureSpec("x" + f, FeatureSpec.Kind.NUMERIC, "1", 1));
            profiles.add(FeatureProfile.of(
                    "x" + f, EDGES, new long[] {200, 200, 200, 200, 200, 200, 200, 200, 200, 200}, 0));
            levels.add(List.of());
        }
        Baseline baseline = Baseline.of(
                new Schema(features),
                Levels.of(levels),
                profiles,
                new Estimate.Undefined("not part of the comparison"));
        return StandardMonitoring.engine().open(MonitorPlan.standard(), baseline, Clock.systemUTC());
    }
}
