package org.clinicalmlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.evaluate.Metric.Better;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsTest {
    private static Stream<Metric<Risk>> all() {
        return Stream.of(
                Metrics.auroc(),
                Metrics.auroc(AurocScale.LINEAR),
                Metrics.averagePrecision(),
                Metrics.brier(),
                Metrics.observedOverExpected(),
                Metrics.calibrationSlope(),
                Metrics.calibrationIntercept());
    }

    private static Judged<Risk> cases(Sample sample) {
        return Judged.risks(sample.risks(), sample.happened());
    }

    @Test
    void idsAreStableSinceDigestsHoldThem() {
        assertThat(all().map(Metric::id))
                .containsExactly(
                        "auroc",
                        "auroc-linear",
                        "average-precision",
                        "brier",
                        "observed/expected",
                        "calibration-slope",
                        "calibration-in-the-large");
        assertThat(Metrics.auroc(AurocScale.LOGIT)).isSameAs(Metrics.auroc());
    }

    @Test
    void eachSaysWhichWayIsGood() {
        assertThat(all().map(Metric::better))
                .containsExactly(
                        Better.HIGHER,
                        Better.HIGHER,
                        Better.HIGHER,
                        Better.LOWER,
                        Better.NEAREST_ONE,
                        Better.NEAREST_ONE,
                        Better.NEAREST_ZERO);
    }

    @ParameterizedTest
    @MethodSource("all")
    void noCasesAreTooFew(Metric<Risk> metric) {
        assertThat(metric.estimate(Judged.risks(new double[0], new boolean[0]))).isEqualTo(new Estimate.TooFew(0, 10));
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyMetricIsKnownWithA95PercentIntervalOnTenCasesOfEachClass(Metric<Risk> metric) {
        Estimate.Known known = Oracle.known(metric.estimate(cases(Sample.MINIMUM20)));
        assertThat(known.interval().level()).isEqualTo(0.95);
        assertThat(known.n()).isEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("all")
    void oneCaseLessInAClassIsTooFewForAllButTheBrierScore(Metric<Risk> metric) {
        Judged<Risk> cases = cases(Sample.MINIMUM20);
        int[] withoutOneEvent = new int[19];
        int at = 0;
        boolean left = false;
        for (int i = 0; i < 20; i++) {
            if (!left && cases.truth(i) == 1) {
                left = true;
            } else {
                withoutOneEvent[at++] = i;
            }
        }
        Estimate estimate = metric.estimate(cases.cases(withoutOneEvent));
        if (metric.id().equals("brier")) {
            assertThat(Oracle.known(estimate).n()).isEqualTo(19);
        } else {
            assertThat(estimate).isEqualTo(new Estimate.TooFew(9, 10));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void onlyAurocAndBrierScoreComparePairs(Metric<Risk> metric) {
        Estimate difference = metric.difference(cases(Sample.FORMULA200), cases(Sample.FORMULA200));
        if (Set.of("auroc", "auroc-linear", "brier").contains(metric.id())) {
            assertThat(Oracle.known(difference).value()).isZero();
        } else {
            assertThat(difference).isInstanceOf(Estimate.Undefined.class);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void otherCasesOrOtherTruthsCannotBeCompared(Metric<Risk> metric) {
        assertThatThrownBy(() -> metric.difference(cases(Sample.FORMULA200), cases(Sample.TIES60)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the same cases")
                .hasMessageContaining("200 and 60");
        boolean[] other = Sample.FORMULA200.happened();
        other[17] = !other[17];
        assertThatThrownBy(() ->
                        metric.difference(cases(Sample.FORMULA200), Judged.risks(Sample.FORMULA200.risks(), other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("case 17");
    }

    @Test
    void aDifferenceIsChallengerMinusChampion() {
        Judged<Risk> good = cases(Sample.LARGE10000);
        Judged<Risk> worse = Judged.risks(Sample.LARGE10000.risksOfSecondModel(), Sample.LARGE10000.happened());
        assertThat(Oracle.known(Metrics.auroc().difference(good, worse))
                        .interval()
                        .lower())
                .isPositive();
        assertThat(Oracle.known(Metrics.brier().difference(good, worse))
                        .interval()
                        .upper())
                .isNegative();
    }

    @Test
    void metricsPrintTheirIds() {
        assertThat(all().map(Object::toString).collect(Collectors.toSet()))
                .isEqualTo(all().map(Metric::id).collect(Collectors.toSet()));
    }
}
