package org.clinicalmlops.benchmarks;

import java.time.Clock;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Windows;
import org.clinicalmlops.monitoring.StandardMonitoring;

/**
 * A monitor and the rows that it is given: standard normal numbers, each row of an episode of its own, as long as none is given twice
 * in a window. Two of the numbers divide the patients into six groups, of which the combinations are counted.
 */
final class Watched {
    /** Episodes of one window. */
    static final int EPISODES = 1 << 17;

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

    final int features;
    final double[][] rows;
    final double[] risks = risks();
    final String[] episodes = episodes();

    Watched(int features) {
        this.features = features;
        rows = Rows.of(features);
    }

    /** One whose window is over whenever it is reviewed, if it has seen a row. */
    Monitor monitor(Clock clock) {
        List<FeatureSpec> specs = new ArrayList<>();
        List<FeatureProfile> profiles = new ArrayList<>();
        List<List<String>> levels = new ArrayList<>();
        long[] tenths = {200, 200, 200, 200, 200, 200, 200, 200, 200, 200};
        for (int f = 0; f < features; f++) {
            specs.add(new FeatureSpec("x" + f, FeatureSpec.Kind.NUMERIC, "1", 1));
            profiles.add(FeatureProfile.of("x" + f, EDGES, tenths, 0));
            levels.add(List.of());
        }
        Baseline baseline = Baseline.of(
                new Schema(specs), Levels.of(levels), profiles, new Estimate.Undefined("not part of the comparison"));
        Grouping six = Grouping.none().byBand("x0", 0).byBand("x1", 1).withIntersections();
        MonitorPlan plan = MonitorPlan.standard()
                .windows(Windows.ofRows(1, Period.ofYears(1)))
                .groups(six);
        return StandardMonitoring.engine().open(plan, baseline, clock);
    }

    /** Observes the rows of some episodes. */
    void observe(Monitor monitor, int from, int until) {
        for (int i = from; i < until; i++) {
            monitor.observe(rows[i & Rows.MASK], risks[i & Rows.MASK], episodes[i]);
        }
    }

    /** What the peer does with the same rows. */
    Histograms histograms() {
        return new Histograms(features);
    }

    /** Histograms of the numbers and of the risk, as one writes them by hand: ten bins each, plain counters, one thread. */
    static final class Histograms {
        private final double[][] edges;
        private final long[][] counts;

        private Histograms(int features) {
            edges = new double[features + 1][];
            counts = new long[features + 1][EDGES.length + 1];
            for (int f = 0; f < features; f++) {
                edges[f] = EDGES.clone();
            }
            edges[features] = RISK_EDGES.clone();
        }

        void observe(double[] values, double risk) {
            for (int f = 0; f < values.length; f++) {
                counts[f][bin(edges[f], values[f])]++;
            }
            counts[values.length][bin(edges[values.length], risk)]++;
        }

        /** Without a branch that depends on the value. */
        private static int bin(double[] edges, double x) {
            int bin = 0;
            for (double edge : edges) {
                bin += x >= edge ? 1 : 0;
            }
            return bin;
        }

        long[][] counts() {
            return counts;
        }
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
        String[] episodes = new String[EPISODES];
        for (int i = 0; i < episodes.length; i++) {
            episodes[i] = "episode-" + (1_000_000 + i);
        }
        return episodes;
    }
}
