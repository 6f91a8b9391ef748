package org.clinicalmlops.monitoring.input;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Notices that the values of a number look multiplied, as by a change of unit: the quantiles of the window, at the shares that the
 * edges of training's bins cut off, all are about the same multiple of those edges. A hint in words, no detector. Our choice.
 */
final class ScaleHint {
    private static final double MIDDLE = 0.85; // quantiles outside [0.15, 0.85] are too noisy
    private static final double NOTABLE = 1.5;
    private static final double AGREE = 1.3;
    private static final int QUANTILES = 3;

    private final FeatureProfile reference;

    ScaleHint(FeatureProfile reference) {
        this.reference = reference;
    }

    /** A sentence to append, or nothing. */
    String of(FeatureCounts tally) {
        double[] ratios = tally.hasMagnitudes() ? ratios(tally) : new double[0];
        if (ratios.length < QUANTILES) {
            return "";
        }
        Arrays.sort(ratios);
        double factor = Math.exp(Arrays.stream(ratios).map(Math::log).average().orElse(0));
        boolean notable = factor >= NOTABLE || factor <= 1 / NOTABLE;
        boolean agree = ratios[0] * AGREE >= factor && ratios[ratios.length - 1] <= factor * AGREE;
        return notable && agree
                ? " The values are about " + Wording.factor(factor) + " times those of training: has a unit changed?"
                : "";
    }

    private double[] ratios(FeatureCounts tally) {
        double[] ratios = new double[reference.edges()];
        int found = 0;
        long below = 0;
        for (int i = 0; i < ratios.length; i++) {
            below += reference.count(i);
            double share = (double) below / reference.present();
            boolean middle = share <= MIDDLE && share >= 1 - MIDDLE;
            if (middle && reference.edge(i) > 0 && reference.count(i + 1) > 0) {
                double quantile = quantile(tally, share);
                if (quantile > 0) {
                    ratios[found++] = quantile / reference.edge(i);
                }
            }
        }
        return Arrays.copyOf(ratios, found);
    }

    /** The value that this share of the window's values lies below, inside its cell by proportion; 0 if it is not positive. */
    private static double quantile(FeatureCounts tally, double share) {
        long positive = 0;
        for (int cell = 0; cell < Magnitudes.CELLS; cell++) {
            positive += tally.magnitude(cell);
        }
        double rank = share * tally.present() - (tally.present() - positive);
        if (rank <= 0) {
            return 0;
        }
        double before = 0;
        for (int cell = 0; cell < Magnitudes.CELLS; cell++) {
            double here = tally.magnitude(cell);
            if (before + here >= rank) {
                double lower = Magnitudes.lower(cell);
                return lower + (rank - before) / here * (Magnitudes.lower(cell + 1) - lower);
            }
            before += here;
        }
        return 0;
    }
}
