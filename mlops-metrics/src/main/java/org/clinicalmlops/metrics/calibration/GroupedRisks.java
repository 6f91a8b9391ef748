package org.clinicalmlops.metrics.calibration;

import java.util.Arrays;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/** Cases and events of each distinct risk, in rising order. */
final class GroupedRisks {
    final double[] risks;
    final double[] cases;
    final double[] events;

    private GroupedRisks(double[] risks, double[] cases, double[] events) {
        this.risks = risks;
        this.cases = cases;
        this.events = events;
    }

    /** Checked cases. O(n log n). */
    static GroupedRisks of(double[] risks, boolean[] happened) {
        double[] distinct =
                Arrays.stream(risks).map(r -> r + 0.0).sorted().distinct().toArray();
        double[] cases = new double[distinct.length];
        double[] events = new double[distinct.length];
        for (int i = 0; i < risks.length; i++) {
            int group = Arrays.binarySearch(distinct, risks[i] + 0.0);
            cases[group]++;
            events[group] += happened[i] ? 1 : 0;
        }
        return new GroupedRisks(distinct, cases, events);
    }

    /** Counted cases. */
    static GroupedRisks of(RiskCounts counts) {
        double[] risks = new double[counts.size()];
        double[] cases = new double[risks.length];
        double[] events = new double[risks.length];
        for (int g = 0; g < risks.length; g++) {
            risks[g] = counts.risk(g);
            events[g] = counts.events(g);
            cases[g] = events[g] + counts.others(g);
        }
        return new GroupedRisks(risks, cases, events);
    }

    int total() {
        double sum = 0;
        for (double c : cases) {
            sum += c;
        }
        return (int) sum;
    }
}
