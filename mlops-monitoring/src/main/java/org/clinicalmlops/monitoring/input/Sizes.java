package org.clinicalmlops.monitoring.input;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.math3.special.Erf;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;

/** How large the positive values of a number are: cases in each cell of {@link Magnitudes}, spread evenly inside a cell. Immutable. */
final class Sizes {
    private static final int REACH = 4; // widths of the kernel on either side

    private final double[] counts = new double[Magnitudes.CELLS];
    private final double[] below = new double[Magnitudes.CELLS + 1];

    private Sizes(IntToDoubleFunction cells) {
        for (int cell = 0; cell < counts.length; cell++) {
            counts[cell] = cells.applyAsDouble(cell);
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

    /**
     * Free of the chance of single cells: each value spread on the logarithmic scale by a normal kernel, as wide as Silverman 1986 (formula
     * 3.31) advises for as many values. Narrow distributions are left as they are.
     */
    Sizes smoothed() {
        double quartiles = Math.log(quantile(0.75) / quantile(0.25)) / 1.34;
        double width = 0.9 * quartiles * Math.pow(Math.max(1, all()), -0.2);
        double[] sums = new double[counts.length];
        for (int from = 0; from < counts.length; from++) {
            if (counts[from] > 0) {
                spread(from, width, sums);
            }
        }
        return new Sizes(cell -> sums[cell]);
    }

    private void spread(int from, double width, double[] sums) {
        double middle = (Math.log(Magnitudes.lower(from)) + Math.log(Magnitudes.lower(from + 1))) / 2;
        if (Math.log(Magnitudes.lower(from + 1)) - middle >= width) {
            sums[from] += counts[from];
            return;
        }
        int low = Magnitudes.cell(Math.exp(middle - REACH * width));
        int high = Magnitudes.cell(Math.exp(middle + REACH * width));
        double before = 0;
        for (int cell = low; cell <= high; cell++) {
            double end = (Math.log(Magnitudes.lower(cell + 1)) - middle) / width;
            double upTo = cell == high ? 1 : Erf.erfc(-end / Math.sqrt(2)) / 2;
            sums[cell] += (upTo - before) * counts[from];
            before = upTo;
        }
    }

    /** Whether the middle four fifths leave a cell empty: values of few digits, which lie in the cells as chance has it. */
    boolean coarse() {
        int last = Magnitudes.cell(quantile(0.9));
        for (int cell = Magnitudes.cell(quantile(0.1)); cell <= last; cell++) {
            if (counts[cell] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Positive values. */
    double all() {
        return below[below.length - 1];
    }

    double count(int cell) {
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

    /**
     * Values in the cells from the first to before the second once all are changed.
     *
     * @param inverse of the change, ascending: the value before it
     */
    double changed(DoubleUnaryOperator inverse, int first, int before) {
        double from = below(inverse.applyAsDouble(first == 0 ? 0 : Magnitudes.lower(first)));
        double to = before == Magnitudes.CELLS ? all() : below(inverse.applyAsDouble(Magnitudes.lower(before)));
        return to - from;
    }

    /** The value that this share of them is below. */
    double quantile(double share) {
        double rank = share * all();
        int cell = 0;
        while (cell < counts.length - 1 && below[cell + 1] < rank) {
            cell++;
        }
        double lower = Magnitudes.lower(cell);
        double part = counts[cell] == 0 ? 0 : (rank - below[cell]) / counts[cell];
        return lower + part * (Magnitudes.lower(cell + 1) - lower);
    }
}
