package org.clinicalmlops.monitoring.option;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;

/** Numbers in the cells of {@link Magnitudes}, before them those that are not positive: cells that all features share. Immutable. */
final class SizeCells {
    private final long[] cells;
    private final long all;

    private SizeCells(long[] cells) {
        this.cells = cells;
        this.all = Arrays.stream(cells).sum();
    }

    static SizeCells of(FeatureProfile profile) {
        long[] cells = new long[Magnitudes.CELLS + 1];
        for (int c = 0; c < Magnitudes.CELLS; c++) {
            cells[c + 1] = profile.magnitude(c);
        }
        cells[0] = profile.present() - Arrays.stream(cells).sum();
        return new SizeCells(cells);
    }

    static SizeCells of(FeatureCounts counts) {
        long[] cells = new long[Magnitudes.CELLS + 1];
        for (int c = 0; c < Magnitudes.CELLS; c++) {
            cells[c + 1] = counts.magnitude(c);
        }
        cells[0] = counts.present() - Arrays.stream(cells).sum();
        return new SizeCells(cells);
    }

    /** Cells of one's own. */
    static SizeCells of(long[] cells) {
        return new SizeCells(cells.clone());
    }

    long all() {
        return all;
    }

    double share(int cell) {
        return (double) cells[cell] / all;
    }

    /** A copy. */
    long[] cells() {
        return cells.clone();
    }

    long[] without(int cell) {
        long[] others = cells.clone();
        others[cell] = 0;
        return others;
    }

    /** The cell whose share has risen most. */
    int mostRisen(SizeCells before) {
        int most = 0;
        for (int c = 1; c < cells.length; c++) {
            most = share(c) - before.share(c) > share(most) - before.share(most) ? c : most;
        }
        return most;
    }

    /** The logarithm of how much more probable these are as one than as the other; half a row is added to each cell of both. */
    double logRatio(SizeCells one, SizeCells other) {
        double log = 0;
        for (int c = 0; c < cells.length; c++) {
            if (cells[c] > 0) {
                log += cells[c] * (Math.log(one.smoothed(c)) - Math.log(other.smoothed(c)));
            }
        }
        return log;
    }

    private double smoothed(int cell) {
        return (cells[cell] + 0.5) / (all + 0.5 * cells.length);
    }
}
