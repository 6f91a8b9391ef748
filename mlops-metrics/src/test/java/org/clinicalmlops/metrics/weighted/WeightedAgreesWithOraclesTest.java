package org.clinicalmlops.metrics.weighted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Figures;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.internal.Intervals;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracles: src/test/oracle/weighted.py with scikit-learn and numpy, weighted-survey.R with R's survey. */
class WeightedAgreesWithOraclesTest {
    private static final double CLOSED_FORM = 1e-9;
    private static final double FIT = 1e-6;

    /** Numerical derivatives of the fourth order, of which about eleven digits are right. */
    private static final double DERIVATIVE = 1e-8;

    private static final Figures SKLEARN = new Figures("weighted.csv");
    private static final Figures SURVEY = new Figures("weighted-survey.csv");

    private static void agrees(
            Figures figures, WeightedSample sample, String quantity, Estimate estimate, double precision) {
        Oracle.agrees(
                estimate,
                figures.of(sample.label, quantity),
                figures.of(sample.label, quantity + ".lower"),
                figures.of(sample.label, quantity + ".upper"),
                precision);
    }

    private static void agreesInValue(WeightedSample sample, String quantity, Estimate estimate) {
        Oracle.agrees(Oracle.known(estimate).value(), SKLEARN.of(sample.label, quantity), CLOSED_FORM);
    }

    private static double threshold(WeightedSample sample) {
        return SKLEARN.of(sample.label, "threshold");
    }

    @ParameterizedTest
    @EnumSource
    void theSampleIsTheSame(WeightedSample sample) {
        boolean[] happened = sample.happened();
        assertThat((double) happened.length).isEqualTo(SKLEARN.of(sample.label, "n"));
        assertThat((double) IntStream.range(0, happened.length)
                        .filter(k -> happened[k])
                        .count())
                .isEqualTo(SKLEARN.of(sample.label, "events"));
        Oracle.agrees(Arrays.stream(sample.risks()).sum(), SKLEARN.of(sample.label, "risk.sum"), 1e-12);
        Oracle.agrees(Arrays.stream(sample.weights()).sum(), SKLEARN.of(sample.label, "weight.sum"), 1e-12);
    }

    @ParameterizedTest
    @EnumSource
    void effectiveNumbers(WeightedSample sample) {
        WeightedCases cases = sample.cases();
        Oracle.agrees(cases.effectiveCases(), SKLEARN.of(sample.label, "effective.all"), CLOSED_FORM);
        Oracle.agrees(cases.effectiveEvents(), SKLEARN.of(sample.label, "effective.events"), CLOSED_FORM);
        Oracle.agrees(cases.effectiveOthers(), SKLEARN.of(sample.label, "effective.others"), CLOSED_FORM);
    }

    @ParameterizedTest
    @EnumSource
    void auroc(WeightedSample sample) {
        agrees(SKLEARN, sample, "auroc", WeightedDiscrimination.auroc(sample.cases(), 0.95), CLOSED_FORM);
    }

    @ParameterizedTest
    @EnumSource
    void averagePrecision(WeightedSample sample) {
        agrees(
                SKLEARN,
                sample,
                "precision",
                WeightedDiscrimination.averagePrecision(sample.cases(), 0.95),
                CLOSED_FORM);
    }

    /** From the derivatives of scikit-learn's own values. */
    @ParameterizedTest
    @EnumSource(names = {"HAND24", "MINIMUM20", "TIES60", "ZEROS200"})
    void variancesByNumericalDerivatives(WeightedSample sample) {
        WeightedCases cases = sample.cases();
        Oracle.agrees(
                variance(WeightedDiscrimination.auroc(cases, 0.95)),
                SKLEARN.of(sample.label, "auroc.numerical"),
                DERIVATIVE);
        Oracle.agrees(
                variance(WeightedDiscrimination.averagePrecision(cases, 0.95)),
                SKLEARN.of(sample.label, "precision.numerical"),
                DERIVATIVE);
    }

    /** Of a value whose interval is symmetric in log odds. */
    private static double variance(Estimate estimate) {
        Estimate.Known known = Oracle.known(estimate);
        double lower = known.interval().lower();
        double upper = known.interval().upper();
        double reach = (Math.log(upper / (1 - upper)) - Math.log(lower / (1 - lower))) / 2;
        double error = reach / Intervals.z(0.95) * known.value() * (1 - known.value());
        return error * error;
    }

    @ParameterizedTest
    @EnumSource
    void brierScoreAndLogLoss(WeightedSample sample) {
        Estimate brier = WeightedScores.brier(sample.cases(), 0.95);
        Estimate logLoss = WeightedScores.logLoss(sample.cases(), 0.95);
        agreesInValue(sample, "brier", brier);
        agreesInValue(sample, "logloss", logLoss);
        agrees(SURVEY, sample, "gap", brier, CLOSED_FORM);
        agrees(SURVEY, sample, "loss", logLoss, CLOSED_FORM);
    }

    @ParameterizedTest
    @EnumSource
    void observedOverExpected(WeightedSample sample) {
        agrees(SURVEY, sample, "ratio", WeightedCalibration.observedOverExpected(sample.cases(), 0.95), CLOSED_FORM);
    }

    @ParameterizedTest
    @EnumSource
    void interceptAndSlope(WeightedSample sample) {
        agrees(SURVEY, sample, "intercept", WeightedCalibration.intercept(sample.cases(), 0.95), FIT);
        agrees(SURVEY, sample, "slope", WeightedCalibration.slope(sample.cases(), 0.95), FIT);
    }

    @ParameterizedTest
    @EnumSource
    void sharesAtAThreshold(WeightedSample sample) {
        WeightedAlerts alerts = WeightedAlerts.above(sample.cases(), threshold(sample));
        Estimate[] shares = shares(alerts);
        String[] names = {"sensitivity", "specificity", "ppv", "npv"};
        for (int i = 0; i < shares.length; i++) {
            agreesInValue(sample, names[i] + ".above", shares[i]);
            agrees(SURVEY, sample, names[i], shares[i], CLOSED_FORM);
            Estimate.Known share = Oracle.known(shares[i]);
            Oracle.agrees(share.interval().lower(), SURVEY.of(sample.label, names[i] + ".fitted.lower"), FIT);
            Oracle.agrees(share.interval().upper(), SURVEY.of(sample.label, names[i] + ".fitted.upper"), FIT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sharesAtAThresholdThatIsAnAlert(WeightedSample sample) {
        Estimate[] shares = shares(WeightedAlerts.atOrAbove(sample.cases(), threshold(sample)));
        agreesInValue(sample, "sensitivity.atorabove", shares[0]);
        agreesInValue(sample, "specificity.atorabove", shares[1]);
        agreesInValue(sample, "ppv.atorabove", shares[2]);
        agreesInValue(sample, "npv.atorabove", shares[3]);
    }

    private static Estimate[] shares(WeightedAlerts alerts) {
        return new Estimate[] {
            alerts.sensitivity(0.95),
            alerts.specificity(0.95),
            alerts.positivePredictiveValue(0.95),
            alerts.negativePredictiveValue(0.95)
        };
    }
}
