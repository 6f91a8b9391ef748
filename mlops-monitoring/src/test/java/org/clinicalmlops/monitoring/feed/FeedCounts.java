package org.clinicalmlops.monitoring.feed;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.RiskCells;

/** Counts as a test wants them: features of one bin, everybody in no group. */
final class FeedCounts implements Counts {
    long rows;
    long repeated;
    long withoutEpisode;
    final long[] present;
    final long[] missing;
    final long[] risks = new long[RiskCells.CELLS];
    long noAnswer;
    final long[] patterns;
    final long[] operations = new long[Operation.values().length];
    final long[] latencies = new long[63];

    FeedCounts(int features, int places) {
        present = new long[features];
        missing = new long[features];
        patterns = new long[places];
    }

    /** A row with or without each value. */
    void row(boolean[] absent, int place) {
        rows++;
        for (int f = 0; f < absent.length; f++) {
            (absent[f] ? missing : present)[f]++;
        }
        patterns[place]++;
        risks[RiskCells.cell(0.1)]++;
    }

    @Override
    public long rows() {
        return rows + repeated;
    }

    @Override
    public long firsts() {
        return rows;
    }

    @Override
    public long withoutEpisode() {
        return withoutEpisode;
    }

    @Override
    public FeatureCounts feature(int feature) {
        return FeatureCounts.of(new long[] {present[feature]}, 0, missing[feature], new long[0]);
    }

    @Override
    public FeatureCounts feature(int feature, int group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FeatureCounts risk() {
        return FeatureCounts.of(risks, 0, noAnswer, new long[0]);
    }

    @Override
    public FeatureCounts risk(int group) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long pattern(int place) {
        return patterns[place];
    }

    @Override
    public long operation(Operation operation) {
        return operations[operation.ordinal()];
    }

    @Override
    public long latency(int power) {
        return latencies[power];
    }

    @Override
    public FeedCounts plus(Counts later) {
        FeedCounts other = (FeedCounts) later;
        FeedCounts sum = new FeedCounts(present.length, patterns.length);
        sum.rows = rows + other.rows;
        sum.repeated = repeated + other.repeated;
        sum.withoutEpisode = withoutEpisode + other.withoutEpisode;
        sum.noAnswer = noAnswer + other.noAnswer;
        long[][] mine = {present, missing, risks, patterns, operations, latencies};
        long[][] others = {other.present, other.missing, other.risks, other.patterns, other.operations, other.latencies
        };
        long[][] sums = {sum.present, sum.missing, sum.risks, sum.patterns, sum.operations, sum.latencies};
        for (int a = 0; a < sums.length; a++) {
            Arrays.setAll(sums[a], indexIn(mine[a], others[a]));
        }
        return sum;
    }

    private static java.util.function.IntToLongFunction indexIn(long[] a, long[] b) {
        return i -> a[i] + b[i];
    }
}
