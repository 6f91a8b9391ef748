package org.clinicalmlops.metrics.calibration;

import java.util.Objects;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Binned;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017): risks are put into bins, and the gap between the share of events
 * and the mean risk of each bin is averaged by its cases; 0 is best. Pure functions.
 *
 * <p><b>It is biased.</b> Each gap enters without its sign, so that chance alone makes it positive: a perfectly calibrated model
 * shows {@link #expectedIfCalibrated}, which grows with the number of bins and falls as 1/sqrt(n). On the other hand, what cancels
 * inside a bin is not seen. Values are comparable only for the same n, bins and case mix;.
 */
public final class CalibrationError {
    /** Cases needed, one for each of the usual ten bins. Our choice: the interval is wide at any size, but tells nothing below. */
    public static final int NEEDED = 10;

    private CalibrationError() {}

    /**
     * The error as defined, not corrected for its bias. The interval is for the error that these risks have in these bins: the mean
     * gap between the true risk and the predicted one. By the triangle inequality the estimate is at most {@code S}, the mean of
     * the unsigned chance deviations of the bins, away from it; the interval reaches as far as {@code S} does with normal
     * deviations, mean plus z standard deviations. It covers more often than its level says, and rightly holds 0 for a
     * calibrated model. Variances are taken at {@code (events + 2) / (cases + 4)} (Agresti and Coull 1998), so that bins
     * without events count. The interval is our choice.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @param bins {@code >= 1}; ten is usual
     * @param level nominal coverage of the interval, in (0, 1)
     * @return in [0, 1]; too few below {@link #NEEDED} cases; cost O(n log n)
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1], {@code bins < 1}, or {@code level} outside (0, 1)
     * @see <a href="https://doi.org/10.1609/aaai.v29i1.9602">Naeini et al. 2015</a>
     */
    public static Estimate ece(double[] risks, boolean[] happened, Bins how, int bins, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        Objects.requireNonNull(how, "how");
        Binned.check(bins);
        int n = risks.length;
        if (n < NEEDED) {
            return new Estimate.TooFew(n, NEEDED);
        }
        Binned binned = binned(risks, happened, how, bins);
        double error = 0;
        double mean = 0;
        double variance = 0;
        for (int bin = 0; bin < binned.size(); bin++) {
            int cases = binned.cases(bin);
            error += Math.abs(binned.events(bin) - binned.expected(bin)) / n;
            double share = (binned.events(bin) + 2.0) / (cases + 4.0);
            double squared = cases * share * (1 - share) / n / n;
            mean += Math.sqrt(squared * 2 / Math.PI);
            variance += squared * (1 - 2 / Math.PI);
        }
        double reach = mean + Intervals.z(level) * Math.sqrt(variance);
        return Intervals.known(error, error - reach, error + reach, 0, 1, level, n);
    }

    /**
     * The error that chance alone gives on average if every risk is right: the mean over the bins of the mean absolute deviation of
     * the number of events, exact for bins whose number of events has a variance up to {@link PoissonBinomial#EXACT_UP_TO_VARIANCE},
     * otherwise that of the normal distribution, {@code sd sqrt(2 / pi)}. Beside {@link #ece} it says how much of it is chance.
     *
     * @param risks shape [n], n {@code >= 1}, each in [0, 1]; NaN is rejected
     * @param bins {@code >= 1}
     * @return in [0, 1/2]; cost that of {@link PoissonBinomial#of}
     * @throws IllegalArgumentException if there are no risks, one is outside [0, 1], or {@code bins < 1}
     */
    public static double expectedIfCalibrated(double[] risks, Bins how, int bins) {
        boolean[] none = new boolean[risks.length];
        Cases.check("risks", risks, none);
        Objects.requireNonNull(how, "how");
        Binned.check(bins);
        if (risks.length == 0) {
            throw new IllegalArgumentException("risks must hold at least one risk, were none");
        }
        double sum = 0;
        for (double[] members : binned(risks, none, how, bins).risksByBin(risks)) {
            sum += PoissonBinomial.of(members).meanAbsoluteDeviation();
        }
        return sum / risks.length;
    }

    private static Binned binned(double[] risks, boolean[] happened, Bins how, int bins) {
        return how == Bins.EQUAL_WIDTH
                ? Binned.equalWidth(risks, happened, bins)
                : Binned.equalMass(risks, happened, bins);
    }
}
