package org.clinicalmlops.metrics.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionCurveTest {
    private static final double[] THRESHOLDS = {0.1, 0.25, 0.5, 0.75, 0.9};

    static Stream<String[]> curve() {
        return Oracle.rows("decision-curve.csv", ";");
    }

    /**
     * Oracle: src/test/oracle/decision-curve.R, which resamples rows; values to 1e-9, bounds to the noise of two bootstraps of
     * 20,000 replicates: each has a standard error of .019 standard deviations.
     */
    @ParameterizedTest
    @MethodSource("curve")
    void agreesWithABootstrapOfRowsInR(String t, String quantity, String value, String lower, String upper, String sd) {
        Estimate.Known known = Oracle.known(of(LARGE, Double.parseDouble(t), quantity));
        Oracle.agrees(known.value(), Double.parseDouble(value), 1e-9);
        double noise = 4 * 0.019 * Math.sqrt(2) * Double.parseDouble(sd) + 1e-12;
        assertThat(known.interval().lower()).isCloseTo(Double.parseDouble(lower), within(noise + GRAIN));
        assertThat(known.interval().upper()).isCloseTo(Double.parseDouble(upper), within(noise + GRAIN));
    }

    /** Counts are whole: bounds may differ by a case in 200. */
    private static final double GRAIN = 0.005;

    private static final DecisionCurve LARGE =
            DecisionCurve.of(Sample.FORMULA200.risks(), Sample.FORMULA200.happened(), THRESHOLDS, 7, 20_000, 0.95);

    private static Estimate of(DecisionCurve curve, double threshold, String quantity) {
        DecisionCurve.Point point = curve.points().stream()
                .filter(p -> p.threshold() == threshold)
                .findFirst()
                .orElseThrow();
        return switch (quantity) {
            case "model" -> point.model();
            case "treatAll" -> point.treatAll();
            case "overTreatAll" -> point.overTreatAll();
            case "standardized" -> point.standardized();
            default -> fail(quantity);
        };
    }

    @ParameterizedTest
    @EnumSource
    void countsAreThoseOfEachThresholdAndValuesThoseOfNetBenefit(Sample sample) {
        double[] thresholds = {0.001, 0.125, 0.25, 0.375, 0.5, 0.625, 0.9999};
        DecisionCurve curve = DecisionCurve.of(sample.risks(), sample.happened(), thresholds, 1, 100, 0.95);
        assertThat(curve.points()).hasSize(thresholds.length);
        for (DecisionCurve.Point point : curve.points()) {
            ConfusionMatrix matrix = ConfusionMatrix.above(sample.risks(), sample.happened(), point.threshold());
            assertThat(point.matrix()).isEqualTo(matrix);
            double model = value(NetBenefit.of(matrix, point.threshold(), 0.95));
            double all = value(NetBenefit.treatAll(matrix, point.threshold(), 0.95));
            Oracle.agrees(value(point.model()), model, 1e-12);
            Oracle.agrees(value(point.treatAll()), all, 1e-12);
            assertThat(value(point.overTreatAll())).isCloseTo(model - all, within(1e-12 * (1 + Math.abs(all))));
            Oracle.agrees(value(point.standardized()), model * matrix.cases() / matrix.events(), 1e-12);
        }
    }

    private static double value(Estimate estimate) {
        return Oracle.known(estimate).value();
    }

    /** With many cases the percentiles are those of the normal interval. */
    @Test
    void theBootstrapAgreesWithTheNormalInterval() {
        double[] risks = Sample.LARGE10000.risks();
        boolean[] happened = Sample.LARGE10000.happened();
        DecisionCurve curve = DecisionCurve.of(risks, happened, new double[] {0.2, 0.4}, 3, 2000, 0.95);
        for (DecisionCurve.Point point : curve.points()) {
            Estimate.Known normal = Oracle.known(
                    NetBenefit.of(ConfusionMatrix.above(risks, happened, point.threshold()), point.threshold(), 0.95));
            double width = normal.interval().upper() - normal.interval().lower();
            assertThat(Oracle.known(point.model()).interval().lower())
                    .isCloseTo(normal.interval().lower(), within(0.06 * width));
            assertThat(Oracle.known(point.model()).interval().upper())
                    .isCloseTo(normal.interval().upper(), within(0.06 * width));
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsInAnyOrderAndAnotherSeedOthers() {
        double[] risks = Sample.TIES60.risks();
        boolean[] happened = Sample.TIES60.happened();
        double[] reversed = Sample.doubles(60, k -> risks[59 - k]);
        boolean[] happenedReversed = Sample.flags(60, k -> happened[59 - k]);
        double[] thresholds = {0.2, 0.3};
        DecisionCurve curve = DecisionCurve.of(risks, happened, thresholds, 5, 200, 0.9);
        assertThat(DecisionCurve.of(reversed, happenedReversed, thresholds, 5, 200, 0.9)
                        .points())
                .isEqualTo(curve.points());
        assertThat(DecisionCurve.of(risks, happened, thresholds, 6, 200, 0.9).points())
                .isNotEqualTo(curve.points());
        assertThat(risks).isEqualTo(Sample.TIES60.risks());
        assertThat(thresholds).containsExactly(0.2, 0.3);
    }

    @Test
    void whereNobodyOrEverybodyHasAnAlertNoIntervalIsAPoint() {
        double[] risks = Sample.doubles(100, k -> 0.5);
        boolean[] happened = Sample.flags(100, k -> k < 20);
        DecisionCurve curve = DecisionCurve.of(risks, happened, new double[] {0.2, 0.5}, 1, 200, 0.95);
        double q = 1 - Math.pow(0.025, 0.01);
        DecisionCurve.Point everybody = curve.points().get(0);
        Oracle.agrees(everybody.overTreatAll(), 0, -q, q / 4, 1e-12);
        assertThat(everybody.model()).isEqualTo(everybody.treatAll());
        DecisionCurve.Point nobody = curve.points().get(1);
        Oracle.agrees(nobody.model(), 0, -q, q, 1e-12);
        Oracle.agrees(nobody.standardized(), 0, -5 * q, 5 * q, 1e-12);
    }

    @Test
    void tooFewOrOneClassIsTheAnswerAtEveryPoint() {
        double[] thresholds = {0.1, 0.2};
        for (DecisionCurve.Point point : DecisionCurve.of(new double[50], new boolean[50], thresholds, 1, 100, 0.95)
                .points()) {
            assertThat(point.model()).isEqualTo(new Estimate.Undefined("none of the 50 cases had the event"));
            assertThat(point.standardized()).isEqualTo(point.model());
        }
        for (DecisionCurve.Point point : DecisionCurve.of(
                        new double[50], Sample.flags(50, k -> k < 9), thresholds, 1, 100, 0.95)
                .points()) {
            assertThat(point.overTreatAll()).isEqualTo(new Estimate.TooFew(9, 10));
        }
        assertThat(DecisionCurve.of(new double[0], new boolean[0], thresholds, 1, 100, 0.95)
                        .points()
                        .get(0)
                        .treatAll())
                .isEqualTo(new Estimate.TooFew(0, 10));
    }

    @Test
    void whatIsGivenIsChecked() {
        assertThatThrownBy(() -> DecisionCurve.of(new double[2], new boolean[2], new double[0], 1, 100, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("thresholds must not be empty");
        for (double bad : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> DecisionCurve.of(new double[2], new boolean[2], new double[] {bad}, 1, 100, 0.95))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("thresholds[0] must be in (0, 1), was " + bad);
        }
        assertThatThrownBy(() -> DecisionCurve.of(new double[2], new boolean[2], new double[] {0.2, 0.2}, 1, 100, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("thresholds[1] must be > 0.2, was 0.2");
        assertThatThrownBy(() -> DecisionCurve.of(new double[2], new boolean[2], THRESHOLDS, 1, 99, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicates must be >= 100, was 99");
        assertThatThrownBy(() -> DecisionCurve.of(new double[2], new boolean[3], THRESHOLDS, 1, 100, 0.95))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
