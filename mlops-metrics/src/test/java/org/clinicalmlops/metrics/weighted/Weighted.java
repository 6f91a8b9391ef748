package org.clinicalmlops.metrics.weighted;

import java.util.function.Function;
import org.clinicalmlops.api.Estimate;

/** All that is computed of weighted cases, at 0.95. */
enum Weighted {
    AUROC(cases -> WeightedDiscrimination.auroc(cases, 0.95)),
    AVERAGE_PRECISION(cases -> WeightedDiscrimination.averagePrecision(cases, 0.95)),
    BRIER(cases -> WeightedScores.brier(cases, 0.95)),
    LOG_LOSS(cases -> WeightedScores.logLoss(cases, 0.95)),
    OBSERVED_OVER_EXPECTED(cases -> WeightedCalibration.observedOverExpected(cases, 0.95)),
    INTERCEPT(cases -> WeightedCalibration.intercept(cases, 0.95)),
    SLOPE(cases -> WeightedCalibration.slope(cases, 0.95)),
    SENSITIVITY(cases -> WeightedAlerts.above(cases, 0.5).sensitivity(0.95)),
    SPECIFICITY(cases -> WeightedAlerts.above(cases, 0.5).specificity(0.95)),
    PPV(cases -> WeightedAlerts.above(cases, 0.5).positivePredictiveValue(0.95)),
    NPV(cases -> WeightedAlerts.atOrAbove(cases, 0.5).negativePredictiveValue(0.95));

    private final Function<WeightedCases, Estimate> of;

    Weighted(Function<WeightedCases, Estimate> of) {
        this.of = of;
    }

    Estimate of(WeightedCases cases) {
        return of.apply(cases);
    }
}
