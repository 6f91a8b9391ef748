package org.clinicalmlops.metrics;

import org.clinicalmlops.api.Risk;
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
import org.clinicalmlops.metrics.threshold.AtThreshold;
import org.clinicalmlops.metrics.threshold.NetBenefit;
import org.clinicalmlops.metrics.threshold.ProportionInterval;

/**
 * The metrics of a predicted risk, with 95 % intervals. Each is one object, stateless and safe for any thread; how it is computed,
 * and when it is too few or undefined, is told at the function that it stands for.
 */
public final class Metrics {
    private Metrics() {}

    /** {@code "auroc"}: {@link Discrimination#auroc} with its interval on the logit scale. Has a paired difference. */
    public static Metric<Risk> auroc() {
        return RiskMetric.AUROC;
    }

    /**
     * {@code "auroc"} or, on {@link AurocScale#LINEAR}, {@code "auroc-linear"}: {@link Discrimination#auroc}. Has a paired
     * difference, on the linear scale in both cases.
     */
    public static Metric<Risk> auroc(AurocScale scale) {
        return switch (scale) {
            case LOGIT -> RiskMetric.AUROC;
            case LINEAR -> RiskMetric.AUROC_LINEAR;
        };
    }

    /** {@code "average-precision"}: {@link PrecisionRecall#average(double[], boolean[], double)}. */
    public static Metric<Risk> averagePrecision() {
        return RiskMetric.AVERAGE_PRECISION;
    }

    /** {@code "brier"}: {@link Brier#score}. Has a paired difference. */
    public static Metric<Risk> brier() {
        return RiskMetric.BRIER;
    }

    /** {@code "observed/expected"}: {@link Calibration#observedOverExpected}. */
    public static Metric<Risk> observedOverExpected() {
        return RiskMetric.OBSERVED_OVER_EXPECTED;
    }

    /**
     * {@code "observed/expected"} or, with an exact interval, {@code "observed/expected-poisson"} and
     * {@code "observed/expected-poisson-binomial"}: {@link Calibration#observedOverExpected(double[], boolean[], RatioInterval, double)}.
     */
    public static Metric<Risk> observedOverExpected(RatioInterval interval) {
        return switch (interval) {
            case LOG -> RiskMetric.OBSERVED_OVER_EXPECTED;
            case POISSON -> RiskMetric.OBSERVED_OVER_EXPECTED_POISSON;
            case POISSON_BINOMIAL -> RiskMetric.OBSERVED_OVER_EXPECTED_POISSON_BINOMIAL;
        };
    }

    /** {@code "scaled-brier"}: {@link Brier#scaled}. */
    public static Metric<Risk> scaledBrier() {
        return RiskMetric.SCALED_BRIER;
    }

    /** {@code "log-loss"}: {@link Likelihood#logLoss}. Has a paired difference. */
    public static Metric<Risk> logLoss() {
        return RiskMetric.LOG_LOSS;
    }

    /** {@code "nagelkerke-r2"}: {@link Likelihood#nagelkerke}. */
    public static Metric<Risk> nagelkerke() {
        return RiskMetric.NAGELKERKE;
    }

    /** {@code "ici-loess"} or {@code "ici-spline"}: {@link FlexibleCalibration#ici}. */
    public static Metric<Risk> ici(Smoother smoother) {
        return switch (smoother) {
            case LOESS -> RiskMetric.ICI_LOESS;
            case SPLINE -> RiskMetric.ICI_SPLINE;
        };
    }

    /** {@code "ece-equal-width-10"} or {@code "ece-equal-mass-10"}: {@link CalibrationError#ece} with ten bins. */
    public static Metric<Risk> calibrationError(Bins how) {
        return switch (how) {
            case EQUAL_WIDTH -> RiskMetric.ECE_EQUAL_WIDTH;
            case EQUAL_MASS -> RiskMetric.ECE_EQUAL_MASS;
        };
    }

    /** {@code "calibration-slope"}: {@link Calibration#slope}. */
    public static Metric<Risk> calibrationSlope() {
        return RiskMetric.CALIBRATION_SLOPE;
    }

    /** {@code "calibration-in-the-large"}: {@link Calibration#intercept}. */
    public static Metric<Risk> calibrationIntercept() {
        return RiskMetric.CALIBRATION_IN_THE_LARGE;
    }

    /** For example {@code "sensitivity above 0.3"}: {@link AtThreshold#sensitivity} with the interval of Wilson. */
    public static Metric<Risk> sensitivity(double actingAbove) {
        return new ThresholdMetric(
                "sensitivity",
                actingAbove,
                Metric.Better.HIGHER,
                (m, level) -> AtThreshold.sensitivity(m, ProportionInterval.WILSON, level));
    }

    /** For example {@code "specificity above 0.3"}: {@link AtThreshold#specificity} with the interval of Wilson. */
    public static Metric<Risk> specificity(double actingAbove) {
        return new ThresholdMetric(
                "specificity",
                actingAbove,
                Metric.Better.HIGHER,
                (m, level) -> AtThreshold.specificity(m, ProportionInterval.WILSON, level));
    }

    /** For example {@code "ppv above 0.3"}: {@link AtThreshold#positivePredictiveValue} with the interval of Wilson. */
    public static Metric<Risk> positivePredictiveValue(double actingAbove) {
        return new ThresholdMetric(
                "ppv",
                actingAbove,
                Metric.Better.HIGHER,
                (m, level) -> AtThreshold.positivePredictiveValue(m, ProportionInterval.WILSON, level));
    }

    /** For example {@code "npv above 0.3"}: {@link AtThreshold#negativePredictiveValue} with the interval of Wilson. */
    public static Metric<Risk> negativePredictiveValue(double actingAbove) {
        return new ThresholdMetric(
                "npv",
                actingAbove,
                Metric.Better.HIGHER,
                (m, level) -> AtThreshold.negativePredictiveValue(m, ProportionInterval.WILSON, level));
    }

    /** For example {@code "alerts-per-100 above 0.3"}: {@link AtThreshold#alertsPer100} with the interval of Wilson. */
    public static Metric<Risk> alertsPer100(double actingAbove) {
        return new ThresholdMetric(
                "alerts-per-100",
                actingAbove,
                Metric.Better.LOWER,
                (m, level) -> AtThreshold.alertsPer100(m, ProportionInterval.WILSON, level));
    }

    /** For example {@code "net-benefit above 0.3"}: {@link NetBenefit#of}, the threshold in (0, 1). */
    public static Metric<Risk> netBenefit(double actingAbove) {
        NetBenefit.weight(actingAbove);
        return new ThresholdMetric(
                "net-benefit", actingAbove, Metric.Better.HIGHER, (m, level) -> NetBenefit.of(m, actingAbove, level));
    }
}
