package org.clinicalmlops.metrics.overall;

import java.util.Objects;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.Bins;
import org.clinicalmlops.metrics.calibration.GoodnessOfFit;
import org.clinicalmlops.metrics.internal.Binned;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * What a Brier score is made of, by groups of cases: {@code brier = reliability - resolution + uncertainty + withinBins}, to rounding
 * (Murphy 1973; the last term, Stephenson et al. 2008, is what bins hide, and 0 where a bin holds one risk only). Reliability is
 * biased upwards by chance, as is resolution, the more so the more bins there are: no intervals are given. Immutable.
 *
 * @param brier mean squared gap between risk and outcome
 * @param reliability mean over cases of the squared gap between the share of events and the mean risk in the case's bin; 0 is best
 * @param resolution mean over cases of the squared gap between the share of events in the bin and overall; higher is better
 * @param uncertainty {@code o (1 - o)}, where o is the share of events overall; no property of the model
 * @param withinBins variance of the risks inside bins minus twice their covariance with the outcome inside bins; of either sign
 * @param bins bins that hold cases
 * @param n cases
 * @see <a href="https://doi.org/10.1175/1520-0450(1973)012%3C0595:ANVPOT%3E2.0.CO;2">Murphy 1973</a>
 * @see <a href="https://doi.org/10.1175/2007WAF2006116.1">Stephenson et al. 2008</a>
 */
public record BrierDecomposition(
        double brier, double reliability, double resolution, double uncertainty, double withinBins, int bins, long n) {

    /**
     * Murphy's own: one bin for each distinct risk.
     *
     * @param risks shape [n], n {@code >= 1}, each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @return cost O(n log n)
     * @throws IllegalArgumentException if there are no cases, lengths differ or a risk is outside [0, 1]
     */
    public static BrierDecomposition byRisk(double[] risks, boolean[] happened) {
        check(risks, happened);
        return of(risks, happened, Binned.byRisk(risks, happened));
    }

    /**
     * By bins.
     *
     * @param risks shape [n], n {@code >= 1}, each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @param bins {@code >= 1}
     * @return cost O(n log n)
     * @throws IllegalArgumentException if there are no cases, lengths differ, a risk is outside [0, 1], or {@code bins < 1}
     */
    public static BrierDecomposition byBins(double[] risks, boolean[] happened, Bins how, int bins) {
        check(risks, happened);
        Objects.requireNonNull(how, "how");
        Binned.check(bins);
        return of(
                risks,
                happened,
                how == Bins.EQUAL_WIDTH
                        ? Binned.equalWidth(risks, happened, bins)
                        : Binned.equalMass(risks, happened, bins));
    }

    private static void check(double[] risks, boolean[] happened) {
        Cases.check("risks", risks, happened);
        if (risks.length == 0) {
            throw new IllegalArgumentException("risks must hold at least one risk, were none");
        }
    }

    private static BrierDecomposition of(double[] risks, boolean[] happened, Binned binned) {
        double n = risks.length;
        double overall = Cases.events(happened) / n;
        double reliability = 0;
        double resolution = 0;
        for (int bin = 0; bin < binned.size(); bin++) {
            double cases = binned.cases(bin);
            double share = binned.events(bin) / cases;
            double gap = binned.expected(bin) / cases - share;
            reliability += cases / n * gap * gap;
            resolution += cases / n * (share - overall) * (share - overall);
        }
        double brier = 0;
        double within = 0;
        for (int i = 0; i < risks.length; i++) {
            double outcome = happened[i] ? 1 : 0;
            int bin = binned.binOf(i);
            double risk = risks[i] - binned.expected(bin) / binned.cases(bin);
            double share = (double) binned.events(bin) / binned.cases(bin);
            brier += (risks[i] - outcome) * (risks[i] - outcome) / n;
            within += (risk * risk - 2 * risk * (outcome - share)) / n;
        }
        return new BrierDecomposition(
                brier, reliability, resolution, overall * (1 - overall), within, binned.size(), risks.length);
    }

    /**
     * The part of the Brier score that comes from miscalibration, {@code mean((y - p) (1 - 2 p))}, by Spiegelhalter 1986:
     * {@code brier = thisPart + mean(p (1 - p))}, without bins. 0 is expected of a calibrated model; of either sign. Normal interval
     * of the mean. {@link GoodnessOfFit#spiegelhalter} tests it.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @return in [-1, 1]; too few below {@link Brier#NEEDED} cases; cost O(n)
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1], or {@code level} outside (0, 1)
     * @see <a href="https://doi.org/10.1002/sim.4780050506">Spiegelhalter 1986</a>
     */
    public static Estimate miscalibration(double[] risks, boolean[] happened, double level) {
        Cases.check("risks", risks, happened);
        Cases.checkLevel(level);
        double[] parts = new double[risks.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = ((happened[i] ? 1 : 0) - risks[i]) * (1 - 2 * risks[i]);
        }
        return Intervals.ofMean(parts, -1, 1, Brier.NEEDED, level);
    }
}
