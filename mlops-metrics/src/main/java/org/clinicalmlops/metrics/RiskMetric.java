package org.clinicalmlops.metrics;

import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.metrics.calibration.Bins;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.CalibrationError;
import org.clinicalmlops.metrics.calibration.FlexibleCalibration;
import org.clinicalmlops.metrics.calibration.RatioInterval;
import org.clinicalmlops.metrics.calibration.Smoother;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.Likelihood;

/** The functions of this module under the ids by which plans and gates know them. */
enum RiskMetric implements Metric<Risk> {
    AUROC(
            "auroc",
            Better.HIGHER,
            (risks, happened, level) -> Discrimination.auroc(risks, happened, AurocScale.LOGIT, level),
            Discrimination::aurocDifference),
    AUROC_LINEAR(
            "auroc-linear",
            Better.HIGHER,
            (risks, happened, level) -> Discrimination.auroc(risks, happened, AurocScale.LINEAR, level),
            Discrimination::aurocDifference),
    AVERAGE_PRECISION("average-precision", Better.HIGHER, PrecisionRecall::average),
    BRIER("brier", Better.LOWER, Brier::score, Brier::scoreDifference),
    OBSERVED_OVER_EXPECTED("observed/expected", Better.NEAREST_ONE, Calibration::observedOverExpected),
    CALIBRATION_SLOPE("calibration-slope", Better.NEAREST_ONE, Calibration::slope),
    CALIBRATION_IN_THE_LARGE("calibration-in-the-large", Better.NEAREST_ZERO, Calibration::intercept),
    OBSERVED_OVER_EXPECTED_POISSON(
            "observed/expected-poisson",
            Better.NEAREST_ONE,
            (risks, happened, level) ->
                    Calibration.observedOverExpected(risks, happened, RatioInterval.POISSON, level)),
    OBSERVED_OVER_EXPECTED_POISSON_BINOMIAL(
            "observed/expected-poisson-binomial",
            Better.NEAREST_ONE,
            (risks, happened, level) ->
                    Calibration.observedOverExpected(risks, happened, RatioInterval.POISSON_BINOMIAL, level)),
    SCALED_BRIER("scaled-brier", Better.HIGHER, Brier::scaled),
    LOG_LOSS("log-loss", Better.LOWER, Likelihood::logLoss, Likelihood::logLossDifference),
    NAGELKERKE("nagelkerke-r2", Better.HIGHER, Likelihood::nagelkerke),
    ICI_LOESS(
            "ici-loess",
            Better.LOWER,
            (risks, happened, level) -> FlexibleCalibration.ici(risks, happened, Smoother.LOESS, level)),
    ICI_SPLINE(
            "ici-spline",
            Better.LOWER,
            (risks, happened, level) -> FlexibleCalibration.ici(risks, happened, Smoother.SPLINE, level)),
    ECE_EQUAL_WIDTH(
            "ece-equal-width-10",
            Better.LOWER,
            (risks, happened, level) -> CalibrationError.ece(risks, happened, Bins.EQUAL_WIDTH, 10, level)),
    ECE_EQUAL_MASS(
            "ece-equal-mass-10",
            Better.LOWER,
            (risks, happened, level) -> CalibrationError.ece(risks, happened, Bins.EQUAL_MASS, 10, level));

    private static final double LEVEL = 0.95;

    private final String id;
    private final Better better;
    private final One one;
    private final Optional<Two> two;

    RiskMetric(String id, Better better, One one) {
        this(id, better, one, Optional.empty());
    }

    RiskMetric(String id, Better better, One one, Two two) {
        this(id, better, one, Optional.of(two));
    }

    RiskMetric(String id, Better better, One one, Optional<Two> two) {
        this.id = id;
        this.better = better;
        this.one = one;
        this.two = two;
    }

    private interface One {
        Estimate of(double[] risks, boolean[] happened, double level);
    }

    private interface Two {
        Estimate of(double[] challenger, double[] champion, boolean[] happened, double level);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Better better() {
        return better;
    }

    @Override
    public Estimate estimate(Judged<Risk> cases) {
        return one.of(cases.toPredicted(), cases.toHappened(), LEVEL);
    }

    @Override
    public Estimate difference(Judged<Risk> challenger, Judged<Risk> champion) {
        if (challenger.size() != champion.size()) {
            throw new IllegalArgumentException("challenger and champion must hold the same cases, were "
                    + challenger.size() + " and " + champion.size());
        }
        for (int i = 0; i < challenger.size(); i++) {
            if (challenger.truth(i) != champion.truth(i)) {
                throw new IllegalArgumentException(
                        "challenger and champion must hold the same cases, but the truth of case " + i + " differs");
            }
        }
        return two.isPresent()
                ? two.get().of(challenger.toPredicted(), champion.toPredicted(), challenger.toHappened(), LEVEL)
                : Metric.super.difference(challenger, champion);
    }

    @Override
    public String toString() {
        return id;
    }
}
