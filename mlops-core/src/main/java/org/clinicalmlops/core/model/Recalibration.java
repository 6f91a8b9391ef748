package org.clinicalmlops.core.model;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.metrics.calibration.LogOdds;

/**
 * Logistic recalibration: {@code 1 / (1 + exp(-(intercept + slope * logit(risk))))}, fitted on out-of-fold
 * predictions. Computed with {@link StrictMath}, so that every machine answers the same bits.
 *
 * @param intercept log-odds, finite
 * @param slope finite
 */
public record Recalibration(double intercept, double slope) implements Declared {
    /** Leaves a risk as it is. */
    public static final Recalibration NONE = new Recalibration(0, 1);

    public Recalibration {
        if (!Double.isFinite(intercept) || !Double.isFinite(slope)) {
            throw new IllegalArgumentException("recalibration must be finite, was " + intercept + " and " + slope);
        }
    }

    /**
     * This one followed by another, as one: {@code logit} goes to {@code intercept' + slope' (intercept + slope logit)}. Equal to doing
     * one after the other but for risks that the first takes beyond {@link LogOdds#CLIP}.
     */
    public Recalibration then(double nextIntercept, double nextSlope) {
        return new Recalibration(nextIntercept + nextSlope * intercept, nextSlope * slope);
    }

    /** Whether every risk stays as it is. */
    public boolean changesNothing() {
        return slope == 1 && intercept == 0;
    }

    /** The recalibrated risk; NaN stays NaN. Allocates nothing. */
    double apply(double risk) {
        if (risk != risk || changesNothing()) {
            return risk;
        }
        double p = Math.min(Math.max(risk, LogOdds.CLIP), 1 - LogOdds.CLIP);
        return Logistic.risk(intercept + slope * StrictMath.log(p / (1 - p)));
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("logistic-recalibration")
                .with("intercept", intercept)
                .with("slope", slope);
    }
}
