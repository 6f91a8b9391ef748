package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.evaluate.Metric.Better;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationMetricsTest {
    private static Stream<Metric<Risk>> all() {
        return Stream.of(
                Metrics.observedOverExpected(RatioInterval.POISSON),
                Metrics.observedOverExpected(RatioInterval.POISSON_BINOMIAL),
                Metrics.scaledBrier(),
                Metrics.logLoss(),
                Metrics.nagelkerke(),
                Metrics.ici(Smoother.LOESS),
                Metrics.ici(Smoother.SPLINE),
                Metrics.calibrationError(Bins.EQUAL_WIDTH),
                Metrics.calibrationError(Bins.EQUAL_MASS));
    }

    private static Judged<Risk> cases(Sample sample) {
        return Judged.risks(sample.risks(), sample.happened());
    }

    @Test
    void idsAreStableSinceDigestsHoldThem() {
        assertThat(all().map(Metric::id))
                .containsExactly(
                        "observed/expected-poisson",
                        "observed/expected-poisson-binomial",
                        "scaled-brier",
                        "log-loss",
                        "nagelkerke-r2",
                        "ici-loess",
                        "ici-spline",
                        "ece-equal-width-10",
                        "ece-equal-mass-10");
        assertThat(Metrics.observedOverExpected(RatioInterval.LOG)).isSameAs(Metrics.observedOverExpected());
    }

    @Test
    void eachSaysWhichWayIsGood() {
        assertThat(all().map(Metric::better))
                .containsExactly(
                        Better.NEAREST_ONE,
                        Better.NEAREST_ONE,
                        Better.HIGHER,
                        Better.LOWER,
                        Better.HIGHER,
                        Better.LOWER,
                        Better.LOWER,
                        Better.LOWER,
                        Better.LOWER);
    }

    @ParameterizedTest
    @MethodSource("all")
    void noCasesAreTooFew(Metric<Risk> metric) {
        assertThat(metric.estimate(Judged.risks(new double[0], new boolean[0]))).isInstanceOf(Estimate.TooFew.class);
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
    void oneClassOneCaseAndConstantRisksAreAnswers(Metric<Risk> metric) {
        assertThat(metric.estimate(Judged.risks(new double[] {0.2}, new boolean[1])))
                .isNotNull();
        assertThat(metric.estimate(Judged.risks(Sample.doubles(50, k -> 0.5), new boolean[50])))
                .isNotNull();
        assertThat(metric.estimate(Judged.risks(new double[50], new boolean[50])))
                .isNotNull();
        assertThat(metric.estimate(Judged.risks(Sample.doubles(50, k -> 1), Sample.flags(50, k -> k % 2 == 0))))
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("all")
    void onlyTheLogLossComparesPairs(Metric<Risk> metric) {
        Estimate difference = metric.difference(cases(Sample.FORMULA200), cases(Sample.FORMULA200));
        if (Set.of("log-loss").contains(metric.id())) {
            assertThat(Oracle.known(difference).value()).isZero();
        } else {
            assertThat(difference).isInstanceOf(Estimate.Undefined.class);
        }
    }
}
