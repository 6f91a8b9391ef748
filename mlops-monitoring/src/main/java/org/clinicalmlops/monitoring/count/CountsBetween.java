package org.clinicalmlops.monitoring.count;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.RiskCells;

/** The difference of two readings. */
final class CountsBetween implements Counts {
    private final Layout layout;
    private final long[] counts;

    CountsBetween(Layout layout, Reading before, Reading after) {
        this(layout, after.counts.clone());
        for (int i = 0; i < counts.length; i++) {
            counts[i] -= before.counts[i];
        }
    }

    private CountsBetween(Layout layout, long[] counts) {
        this.layout = layout;
        this.counts = counts;
    }

    @Override
    public long rows() {
        return counts[Layout.ROWS];
    }

    @Override
    public long firsts() {
        return counts[Layout.FIRSTS];
    }

    @Override
    public long withoutEpisode() {
        return counts[Layout.WITHOUT_EPISODE];
    }

    @Override
    public FeatureCounts feature(int feature) {
        long[] bins = new long[layout.bins[feature] + 2];
        for (int cell = 0; cell < layout.cells; cell++) {
            add(bins, layout.start(cell) + layout.offset[feature]);
        }
        int magnitudes = layout.magnitudes[feature];
        long[] sizes = new long[magnitudes < 0 ? 0 : Magnitudes.CELLS];
        add(sizes, Math.max(0, magnitudes));
        return counts(bins, sizes);
    }

    @Override
    public FeatureCounts feature(int feature, int group) {
        long[] bins = new long[layout.bins[feature] + 2];
        for (int cell : layout.groups.group(group).cells()) {
            add(bins, layout.start(cell) + layout.offset[feature]);
        }
        return counts(bins, new long[0]);
    }

    @Override
    public FeatureCounts risk() {
        long[] cells = new long[RiskCells.CELLS + 1];
        for (int cell = 0; cell < layout.cells; cell++) {
            add(cells, layout.start(cell) + layout.riskOffset);
        }
        return risks(cells);
    }

    @Override
    public FeatureCounts risk(int group) {
        long[] cells = new long[RiskCells.CELLS + 1];
        for (int cell : layout.groups.group(group).cells()) {
            add(cells, layout.start(cell) + layout.riskOffset);
        }
        return risks(cells);
    }

    private void add(long[] to, int from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += counts[from + i];
        }
    }

    private static FeatureCounts counts(long[] binsUnseenMissing, long[] magnitudes) {
        int n = binsUnseenMissing.length - 2;
        return FeatureCounts.of(
                Arrays.copyOf(binsUnseenMissing, n), binsUnseenMissing[n], binsUnseenMissing[n + 1], magnitudes);
    }

    private static FeatureCounts risks(long[] cellsMissing) {
        int n = RiskCells.CELLS;
        return FeatureCounts.of(Arrays.copyOf(cellsMissing, n), 0, cellsMissing[n], new long[0]);
    }

    @Override
    public long pattern(int place) {
        return counts[layout.patterns + place];
    }

    @Override
    public long operation(Operation operation) {
        return counts[Layout.OPERATIONS + operation.ordinal()];
    }

    @Override
    public long latency(int power) {
        return counts[Layout.LATENCIES + power];
    }

    @Override
    public Counts plus(Counts later) {
        if (!(later instanceof CountsBetween other) || other.counts.length != counts.length) {
            throw new IllegalArgumentException("counts must be of the same baseline and groups");
        }
        long[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new CountsBetween(layout, sum);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof CountsBetween other && Arrays.equals(counts, other.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return rows() + " rows, " + firsts() + " counted";
    }
}
