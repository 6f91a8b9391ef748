package org.clinicalmlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.metrics.calibration.LogisticRecalibration;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracle: src/test/oracle/metrics.R with pROC and glm; closed forms to 1e-9, fits to 1e-6. */
class MetricsAgreeWithRTest {
    private static final double CLOSED_FORM = 1e-9;
    private static final double FIT = 1e-6;

    private static Judged<Risk> first(Sample sample) {
        return Judged.risks(sample.risks(), sample.happened());
    }

    private static Judged<Risk> second(Sample sample) {
        return Judged.risks(sample.risksOfSecondModel(), sample.happened());
    }

    private static void agrees(Estimate estimate, Sample sample, String quantity, String interval) {
        Oracle.agrees(
                estimate,
                Oracle.metric(sample, quantity),
                Oracle.metric(sample, interval + ".lower"),
                Oracle.metric(sample, interval + ".upper"),
                CLOSED_FORM);
    }

    @ParameterizedTest
    @EnumSource
    void theSampleIsTheSame(Sample sample) {
        Judged<Risk> cases = first(sample);
        assertThat(cases.size()).isEqualTo((int) Oracle.metric(sample, "n"));
        assertThat(cases.events()).isEqualTo((long) Oracle.metric(sample, "events"));
    }

    @ParameterizedTest
    @EnumSource
    void auroc(Sample sample) {
        agrees(Metrics.auroc().estimate(first(sample)), sample, "auroc", "auroc.logit");
        agrees(Metrics.auroc(AurocScale.LINEAR).estimate(first(sample)), sample, "auroc", "auroc.linear");
    }

    @ParameterizedTest
    @EnumSource
    void pairedDifferenceOfAuroc(Sample sample) {
        Estimate difference = Metrics.auroc().difference(second(sample), first(sample));
        agrees(difference, sample, "auroc.difference", "auroc.difference");
        assertThat(Metrics.auroc(AurocScale.LINEAR).difference(second(sample), first(sample)))
                .isEqualTo(difference);
    }

    @ParameterizedTest
    @EnumSource
    void brier(Sample sample) {
        agrees(Metrics.brier().estimate(first(sample)), sample, "brier", "brier");
        agrees(
                Metrics.brier().difference(second(sample), first(sample)),
                sample,
                "brier.difference",
                "brier.difference");
    }

    @ParameterizedTest
    @EnumSource
    void observedOverExpected(Sample sample) {
        agrees(Metrics.observedOverExpected().estimate(first(sample)), sample, "oe", "oe");
    }

    @ParameterizedTest
    @EnumSource
    void recalibration(Sample sample) {
        LogisticRecalibration.Fitted fitted = LogisticRecalibration.fit(sample.risks(), sample.happened())
                .fold(f -> f, undetermined -> {
                    throw new AssertionError(undetermined.reason());
                });
        Oracle.agrees(fitted.intercept(), Oracle.metric(sample, "recalibration.intercept"), FIT);
        Oracle.agrees(fitted.interceptError(), Oracle.metric(sample, "recalibration.intercept.error"), FIT);
        Oracle.agrees(fitted.slope(), Oracle.metric(sample, "recalibration.slope"), FIT);
        Oracle.agrees(fitted.slopeError(), Oracle.metric(sample, "recalibration.slope.error"), FIT);
    }

    @ParameterizedTest
    @EnumSource
    void calibrationSlopeAndIntercept(Sample sample) {
        double z = 1.959963984540054;
        double slope = Oracle.metric(sample, "recalibration.slope");
        double slopeReach = z * Oracle.metric(sample, "recalibration.slope.error");
        Oracle.agrees(
                Metrics.calibrationSlope().estimate(first(sample)), slope, slope - slopeReach, slope + slopeReach, FIT);
        double intercept = Oracle.metric(sample, "citl");
        double reach = z * Oracle.metric(sample, "citl.error");
        Oracle.agrees(
                Metrics.calibrationIntercept().estimate(first(sample)),
                intercept,
                intercept - reach,
                intercept + reach,
                FIT);
    }

    /** Oracle: scikit-learn, src/test/oracle/tables.py. */
    @Test
    void aurocAndBrierAgreeWithScikitLearnToo() {
        Oracle.rows("scores.csv", ";").forEach(row -> {
            Sample sample = Arrays.stream(Sample.values())
                    .filter(s -> s.label.equals(row[0]))
                    .findFirst()
                    .orElseThrow();
            assertThat(Oracle.known(Metrics.auroc().estimate(first(sample))).value())
                    .isCloseTo(Double.parseDouble(row[1]), within(1e-12));
            assertThat(Oracle.known(Metrics.brier().estimate(first(sample))).value())
                    .isCloseTo(Double.parseDouble(row[2]), within(1e-12));
        });
    }
}
