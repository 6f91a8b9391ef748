package org.clinicalmlops.monitoring.input;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.monitoring.count.Bins;

/** Counts of given rows, each of an episode of its own. */
record RowCounts(List<FeatureCounts> features, FeatureCounts risk, long rows, long withoutEpisode) implements Counts {
    static RowCounts of(Baseline baseline, double[][] rows, double[] risks) {
        List<FeatureCounts> features = new ArrayList<>();
        for (int f = 0; f < baseline.features().size(); f++) {
            features.add(feature(
                    baseline.features().get(f), baseline.schema().feature(f).categorical(), rows, f));
        }
        long[] cells = new long[RiskCells.CELLS];
        long none = 0;
        for (double risk : risks) {
            if (Double.isNaN(risk)) {
                none++;
            } else {
                cells[RiskCells.cell(risk)]++;
            }
        }
        return new RowCounts(features, FeatureCounts.of(cells, 0, none, new long[0]), rows.length, 0);
    }

    private static FeatureCounts feature(FeatureProfile profile, boolean categorical, double[][] rows, int f) {
        long[] bins = new long[profile.bins()];
        long[] magnitudes = new long[categorical ? 0 : Magnitudes.CELLS];
        double[] edges = profile.toEdges();
        long unseen = 0;
        long missing = 0;
        for (double[] row : rows) {
            double x = row[f];
            if (Double.isNaN(x)) {
                missing++;
            } else if (categorical && !(x >= 0 && x < bins.length)) {
                unseen++;
            } else {
                bins[categorical ? (int) x : Bins.of(edges, x)]++;
                if (!categorical && x > 0) {
                    magnitudes[Magnitudes.cell(x)]++;
                }
            }
        }
        return FeatureCounts.of(bins, unseen, missing, magnitudes);
    }

    RowCounts withoutEpisode(long rows) {
        return new RowCounts(features, risk, this.rows, rows);
    }

    @Override
    public long firsts() {
        return rows;
    }

    @Override
    public FeatureCounts feature(int feature) {
        return features.get(feature);
    }

    @Override
    public FeatureCounts feature(int feature, int group) {
        throw new UnsupportedOperationException("nobody asks for groups here");
    }

    @Override
    public FeatureCounts risk(int group) {
        throw new UnsupportedOperationException("nobody asks for groups here");
    }

    @Override
    public long pattern(int place) {
        return 0;
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
    public Counts plus(Counts later) {
        RowCounts other = (RowCounts) later;
        List<FeatureCounts> sum = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            sum.add(features.get(f).plus(other.features.get(f)));
        }
        return new RowCounts(sum, risk.plus(other.risk), rows + other.rows, withoutEpisode + other.withoutEpisode);
    }
}
