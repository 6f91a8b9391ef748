package org.clinicalmlops.testkit.monitor;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.RiskCells;

/** Counts of given rows, each of an episode of its own, as a monitor would have them: slow and plain. */
record RowCounts(Baseline baseline, Groups groups, List<WardRow> given) implements Counts {
    RowCounts {
        given = List.copyOf(given);
    }

    @Override
    public long rows() {
        return given.size();
    }

    @Override
    public long firsts() {
        return given.size();
    }

    @Override
    public long withoutEpisode() {
        return 0;
    }

    @Override
    public FeatureCounts feature(int feature) {
        return feature(feature, given, !baseline.schema().feature(feature).categorical());
    }

    @Override
    public FeatureCounts feature(int feature, int group) {
        return feature(feature, of(group), false);
    }

    private List<WardRow> of(int group) {
        List<Integer> cells = groups.group(group).cells();
        return given.stream()
                .filter(row -> cells.contains(groups.cell(row.values())))
                .toList();
    }

    private FeatureCounts feature(int f, List<WardRow> rows, boolean magnitudes) {
        FeatureProfile profile = baseline.features().get(f);
        double[] edges = profile.toEdges();
        long[] bins = new long[profile.bins()];
        long[] large = new long[magnitudes ? Magnitudes.CELLS : 0];
        long unseen = 0;
        long missing = 0;
        for (WardRow row : rows) {
            double x = row.values()[f];
            if (Double.isNaN(x)) {
                missing++;
            } else if (!baseline.schema().feature(f).categorical()) {
                bins[bin(edges, x)]++;
                if (magnitudes && x > 0) {
                    large[Magnitudes.cell(x)]++;
                }
            } else if (x >= 0 && x < bins.length) {
                bins[(int) x]++;
            } else {
                unseen++;
            }
        }
        return FeatureCounts.of(bins, unseen, missing, large);
    }

    static int bin(double[] edges, double x) {
        int bin = 0;
        for (double edge : edges) {
            bin += x >= edge ? 1 : 0;
        }
        return bin;
    }

    @Override
    public FeatureCounts risk() {
        return risk(given);
    }

    @Override
    public FeatureCounts risk(int group) {
        return risk(of(group));
    }

    private static FeatureCounts risk(List<WardRow> rows) {
        long[] cells = new long[RiskCells.CELLS];
        long none = 0;
        for (WardRow row : rows) {
            if (Double.isNaN(row.risk())) {
                none++;
            } else {
                cells[RiskCells.cell(row.risk())]++;
            }
        }
        return FeatureCounts.of(cells, 0, none, new long[0]);
    }

    @Override
    public long pattern(int place) {
        MissingPatterns patterns = baseline.patterns();
        return given.stream().filter(row -> place(patterns, row) == place).count();
    }

    private static int place(MissingPatterns patterns, WardRow row) {
        long pattern = MissingPatterns.of(row.values());
        for (int place = 0; place < patterns.places() - 1; place++) {
            if (patterns.pattern(place) == pattern) {
                return place;
            }
        }
        return patterns.places() - 1;
    }

    @Override
    public long operation(Operation operation) {
        return 0;
    }

    @Override
    public long latency(int power) {
        return 0;
    }

    @Override
    public RowCounts plus(Counts later) {
        List<WardRow> all = new ArrayList<>(given);
        all.addAll(((RowCounts) later).given);
        return new RowCounts(baseline, groups, all);
    }
}
