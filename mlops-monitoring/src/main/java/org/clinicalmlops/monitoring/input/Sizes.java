package org.clinicalmlops.monitoring.input;

import java.util.function.IntToLongFunction;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;

/** How large the positive values of a number are: cases in each cell of {@link Magnitudes}, spread evenly inside a cell. Immutable. */
final class Sizes {
    private final long[] counts = new long[Magnitudes.CELLS];
    private final double[] below = new double[Magnitudes.CELLS + 1];

    private Sizes(IntToLongFunction cells) {
        for (int cell = 0; cell < counts.length; cell++) {
            counts[cell] = cells.applyAsLong(cell);
            below[cell + 1] = below[cell] + counts[cell];
        }
    }

    /** The profile must know magnitudes. */
    static Sizes of(FeatureProfile profile) {
        return new Sizes(profile::magnitude);
    }

    /** The counts must have magnitudes. */
    static Sizes of(FeatureCounts values) {
        return new Sizes(values::magnitude);
    }

    /** Positive values. */
    double all() {
        return below[below.length - 1];
    }

    long count(int cell) {
        return counts[cell];
    }

    /** Values below {@code x}. */
    private double below(double x) {
        if (!(x > 0)) {
            return 0;
        }
        int cell = Magnitudes.cell(x);
        double lower = Magnitudes.lower(cell);
        double part = (x - lower) / (Magnitudes.lower(cell + 1) - lower);
        return below[cell] + Math.max(0, Math.min(1, part)) * counts[cell];
    }

    /** Values that a conversion puts into the cells from the first to before the second. */
    double converted(Conversion conversion, int first, int before) {
        double from = below(conversion.before(first == 0 ? 0 : Magnitudes.lower(first)));
        double to = before == Magnitudes.CELLS ? all() : below(conversion.before(Magnitudes.lower(before)));
        return to - from;
    }

    /** The value that half of them are below. */
    double middle() {
        int cell = 0;
        while (cell < counts.length - 1 && below[cell + 1] < all() / 2) {
            cell++;
        }
        double lower = Magnitudes.lower(cell);
        double part = counts[cell] == 0 ? 0 : (all() / 2 - below[cell]) / counts[cell];
        return lower + part * (Magnitudes.lower(cell + 1) - lower);
    }
}
