package org.clinicalmlops.metrics.calibration;

import java.util.Arrays;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * Isotonic regression of the outcome on the risk (Zadrozny and Elkan 2002): the never decreasing function that is nearest to the
 * outcomes in squares, and in likelihood too, by pooling adjacent violators (Ayer et al. 1955). Between the risks that it was fitted on
 * it is linear, below and above them constant, as in scikit-learn. With few events it fits chance: its ends are often 0 and 1. Immutable,
 * safe for any thread.
 *
 * @see <a href="https://doi.org/10.1145/775047.775151">Zadrozny and Elkan 2002</a>
 */
public final class IsotonicCalibration implements Calibrator {
    private final double[] risks;
    private final double[] values;

    private IsotonicCalibration(double[] risks, double[] values) {
        this.risks = risks;
        this.values = values;
    }

    /**
     * Fits. Cases with equal risks are one point at their share of events.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected; only read
     * @param happened shape [n]; only read
     * @return undetermined without cases only; cost O(n log n)
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static Calibrator.Fit<IsotonicCalibration> fit(double[] risks, boolean[] happened) {
        Cases.check("risks", risks, happened);
        if (risks.length == 0) {
            return new Calibrator.Fit.Undetermined<>("there are no cases");
        }
        return fit(GroupedRisks.of(risks, happened));
    }

    /** {@link #fit(double[], boolean[])} of counted cases; cost O(distinct risks). */
    public static Calibrator.Fit<IsotonicCalibration> fit(RiskCounts cases) {
        return cases.cases() == 0
                ? new Calibrator.Fit.Undetermined<>("there are no cases")
                : fit(GroupedRisks.of(cases));
    }

    private static Calibrator.Fit<IsotonicCalibration> fit(GroupedRisks groups) {
        int n = groups.risks.length;
        int[] start = new int[n + 1]; // of the blocks, in groups
        long[] cases = new long[n];
        long[] events = new long[n];
        int blocks = 0;
        for (int g = 0; g < n; g++) {
            start[blocks] = g;
            cases[blocks] = (long) groups.cases[g];
            events[blocks] = (long) groups.events[g];
            blocks++;
            // a block whose share is not above that of the one before joins it; whole numbers, so that nothing is
            // rounded
            while (blocks > 1 && events[blocks - 2] * cases[blocks - 1] >= events[blocks - 1] * cases[blocks - 2]) {
                cases[blocks - 2] += cases[blocks - 1];
                events[blocks - 2] += events[blocks - 1];
                blocks--;
            }
        }
        start[blocks] = n;
        double[] ends = new double[2 * blocks];
        double[] shares = new double[2 * blocks];
        int at = 0;
        for (int block = 0; block < blocks; block++) {
            double share = (double) events[block] / cases[block];
            double first = groups.risks[start[block]];
            double last = groups.risks[start[block + 1] - 1];
            ends[at] = first;
            shares[at++] = share;
            if (last > first) {
                ends[at] = last;
                shares[at++] = share;
            }
        }
        return new Calibrator.Fit.Fitted<>(new IsotonicCalibration(Arrays.copyOf(ends, at), Arrays.copyOf(shares, at)));
    }

    @Override
    public double apply(double risk) {
        if (!(risk >= 0 && risk <= 1)) {
            throw new IllegalArgumentException("risk must be in [0, 1], was " + risk);
        }
        int found = Arrays.binarySearch(risks, risk + 0.0);
        if (found >= 0) {
            return values[found];
        }
        int above = -found - 1;
        if (above == 0) {
            return values[0];
        }
        if (above == risks.length) {
            return values[above - 1];
        }
        double share = (risk - risks[above - 1]) / (risks[above] - risks[above - 1]);
        return values[above - 1] + share * (values[above] - values[above - 1]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IsotonicCalibration that
                && Arrays.equals(risks, that.risks)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(risks) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "IsotonicCalibration[" + risks.length + " points]";
    }
}
