package org.clinicalmlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.threshold.AtThreshold;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;
import org.clinicalmlops.metrics.threshold.NetBenefit;
import org.clinicalmlops.metrics.threshold.ProportionInterval;
import org.junit.jupiter.api.Test;

class ThresholdMetricTest {
    @Test
    void idsNameTheThreshold() {
        assertThat(List.of(
                        Metrics.sensitivity(0.3),
                        Metrics.specificity(0.3),
                        Metrics.positivePredictiveValue(0.3),
                        Metrics.negativePredictiveValue(0.25),
                        Metrics.alertsPer100(0),
                        Metrics.netBenefit(0.1)))
                .extracting(Metric::id)
                .containsExactly(
                        "sensitivity above 0.3",
                        "specificity above 0.3",
                        "ppv above 0.3",
                        "npv above 0.25",
                        "alerts-per-100 above 0",
                        "net-benefit above 0.1");
        assertThat(Metrics.sensitivity(0.3)).hasToString("sensitivity above 0.3");
        assertThat(Metrics.alertsPer100(0.3).better()).isEqualTo(Metric.Better.LOWER);
        assertThat(Metrics.netBenefit(0.3).better()).isEqualTo(Metric.Better.HIGHER);
    }

    @Test
    void aRiskEqualToTheThresholdIsNoAlertAsInServing() {
        Judged<Risk> cases = Judged.risks(Sample.TIES60.risks(), Sample.TIES60.happened());
        ConfusionMatrix matrix = ConfusionMatrix.above(Sample.TIES60.risks(), Sample.TIES60.happened(), 0.375);
        ProportionInterval wilson = ProportionInterval.WILSON;
        assertThat(Metrics.sensitivity(0.375).estimate(cases)).isEqualTo(AtThreshold.sensitivity(matrix, wilson, 0.95));
        assertThat(Metrics.specificity(0.375).estimate(cases)).isEqualTo(AtThreshold.specificity(matrix, wilson, 0.95));
        assertThat(Metrics.positivePredictiveValue(0.375).estimate(cases))
                .isEqualTo(AtThreshold.positivePredictiveValue(matrix, wilson, 0.95));
        assertThat(Metrics.negativePredictiveValue(0.375).estimate(cases))
                .isEqualTo(AtThreshold.negativePredictiveValue(matrix, wilson, 0.95));
        assertThat(Metrics.alertsPer100(0.375).estimate(cases))
                .isEqualTo(AtThreshold.alertsPer100(matrix, wilson, 0.95));
        assertThat(Metrics.netBenefit(0.375).estimate(cases)).isEqualTo(NetBenefit.of(matrix, 0.375, 0.95));
        assertThat(matrix.alerts()).isEqualTo(24);
        assertThat(Metrics.sensitivity(0.3).difference(cases, cases)).isInstanceOf(Estimate.Undefined.class);
    }

    @Test
    void thresholdsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> Metrics.sensitivity(1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metrics.sensitivity(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metrics.netBenefit(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Metrics.netBenefit(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
