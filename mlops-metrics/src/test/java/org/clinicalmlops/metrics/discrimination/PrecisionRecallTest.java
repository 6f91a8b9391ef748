package org.clinicalmlops.metrics.discrimination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.resampling.Bootstrap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionRecallTest {
    private static final double[] FIVE = {0.9, 0.1, 0.5, 0.5, 0.7};
    private static final boolean[] OF_FIVE = {true, false, true, false, false};

    /** Five cases by hand: events at .9 and .5, others at .7, .5 and .1. */
    @Test
    void pointsOfTheCurvesOfFiveCases() {
        RocCurve roc = RocCurve.of(FIVE, OF_FIVE).orElseThrow();
        assertThat(roc.points())
                .containsExactly(
                        new RocCurve.Point(Double.POSITIVE_INFINITY, 0, 1),
                        new RocCurve.Point(0.9, 0.5, 1),
                        new RocCurve.Point(0.7, 0.5, 2.0 / 3),
                        new RocCurve.Point(0.5, 1, 1.0 / 3),
                        new RocCurve.Point(0.1, 1, 0));
        assertThat(roc.area()).isCloseTo(4.5 / 6, within(1e-15));
        PrecisionRecallCurve curve = PrecisionRecallCurve.of(FIVE, OF_FIVE).orElseThrow();
        assertThat(curve.points())
                .containsExactly(
                        new PrecisionRecallCurve.Point(0.9, 0.5, 1),
                        new PrecisionRecallCurve.Point(0.7, 0.5, 0.5),
                        new PrecisionRecallCurve.Point(0.5, 1, 0.5),
                        new PrecisionRecallCurve.Point(0.1, 1, 0.4));
        assertThat(curve.area()).isEqualTo(0.75);
    }

    @Test
    void pointsCannotBeChanged() {
        List<RocCurve.Point> points = RocCurve.of(FIVE, OF_FIVE).orElseThrow().points();
        assertThatThrownBy(() -> points.remove(0)).isInstanceOf(UnsupportedOperationException.class);
        List<PrecisionRecallCurve.Point> others =
                PrecisionRecallCurve.of(FIVE, OF_FIVE).orElseThrow().points();
        assertThatThrownBy(() -> others.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void thereIsNoCurveOfOneClass() {
        assertThat(RocCurve.of(new double[3], new boolean[3])).isEmpty();
        assertThat(RocCurve.of(new double[2], new boolean[] {true, true})).isEmpty();
        assertThat(RocCurve.of(new double[0], new boolean[0])).isEmpty();
        assertThat(PrecisionRecallCurve.of(new double[3], new boolean[3])).isEmpty();
        assertThat(PrecisionRecallCurve.of(new double[2], new boolean[] {true, true})
                        .orElseThrow()
                        .area())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void estimatesAreTheSameForAMonotoneTransformationInReverseOrder(Sample sample) {
        double[] risks = sample.risks();
        boolean[] happened = sample.happened();
        int n = risks.length;
        double[] other = Sample.doubles(n, k -> Math.sqrt(risks[n - 1 - k]));
        boolean[] otherHappened = Sample.flags(n, k -> happened[n - 1 - k]);
        assertThat(PrecisionRecall.average(other, otherHappened, 0.9))
                .isEqualTo(PrecisionRecall.average(risks, happened, 0.9));
    }

    /** By hand: 1 - .975 = .025 = (1 - q)^10 gives 1 - q = .69150289; constant risks have the share of events as precision. */
    @Test
    void perfectAndConstantRisksHaveAnInterval() {
        boolean[] happened = Sample.flags(40, k -> k < 10);
        Oracle.agrees(
                PrecisionRecall.average(Sample.doubles(40, k -> k < 10 ? 0.8 : 0.1), happened, 0.95),
                1,
                0.6915028921812392,
                1,
                1e-12);
        // variance of a share: .25 * .75 / 40; standard error of its log odds 1 / sqrt(40 * .25 * .75)
        double reach = 1.959963984540054 / Math.sqrt(40 * 0.25 * 0.75);
        Oracle.agrees(
                PrecisionRecall.average(Sample.doubles(40, k -> 0.3), happened, 0.95),
                0.25,
                LogOdds.sigmoid(Math.log(1.0 / 3) - reach),
                LogOdds.sigmoid(Math.log(1.0 / 3) + reach),
                1e-12);
    }

    @Test
    void oneClassAloneIsUndefinedAndFewAreTooFew() {
        double[] risks = Sample.doubles(30, k -> k / 30.0);
        boolean[] everybody = new boolean[30];
        Arrays.fill(everybody, true);
        assertThat(PrecisionRecall.average(risks, everybody, 0.95))
                .isEqualTo(new Estimate.Undefined("all of the 30 cases had the event"));
        assertThat(PrecisionRecall.average(risks, new boolean[30], 0.95))
                .isEqualTo(new Estimate.Undefined("none of the 30 cases had the event"));
        assertThat(PrecisionRecall.average(risks, Sample.flags(30, k -> k < 9), 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(PrecisionRecall.average(new double[1], new boolean[1], 0.95)).isInstanceOf(Estimate.Undefined.class);
        assertThat(PrecisionRecall.average(new double[0], new boolean[0], 0.95)).isEqualTo(new Estimate.TooFew(0, 10));
    }

    @Test
    void badArgumentsAreRefusedAndNamed() {
        for (double bad : new double[] {Double.NaN, -0.1, 1.1, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> PrecisionRecall.average(new double[] {0.5, bad}, new boolean[2], 0.95))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("risks[1] must be in [0, 1], was " + bad);
            assertThatThrownBy(() -> RocCurve.of(new double[] {0.5, bad}, new boolean[2]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> PrecisionRecall.average(new double[2], new boolean[3], 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 and 3");
        assertThatThrownBy(() -> PrecisionRecall.average(new double[2], new boolean[2], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("level");
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 0.5", "0.5, 0.5", "0.6, 0.5", "0.5, 1.1", "NaN, 0.5", "0.5, NaN", "1, 1"})
    void rangesOutsideTheCurveAreRefused(double from, double to) {
        assertThatThrownBy(() -> RocRange.specificity(from, to)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A perfect model has the width of the range and 1, constant risks the area of the diagonal and 1/2. */
    @ParameterizedTest
    @EnumSource
    void partialAurocOfPerfectAndConstantRisks(RocRange.Axis axis) {
        RocRange range = new RocRange(axis, 0.8, 0.9);
        int[] ten = {10, 0};
        int[] twenty = {0, 20};
        assertThat(PartialAuroc.of(range, twenty, ten).orElseThrow()).isCloseTo(0.1, within(1e-15));
        assertThat(PartialAuroc.of(range, new int[] {10}, new int[] {30}).orElseThrow())
                .isCloseTo(0.1 * 0.15, within(1e-15));
        assertThat(range.ofChance()).isCloseTo(0.015, within(1e-15));
    }

    @Test
    void partialAurocHasAnIntervalAndItsStandardizationTheSameOnItsScale() {
        RocRange range = RocRange.specificity(0.8, 1);
        Bootstrap bootstrap = new Bootstrap(500, 3);
        double[] risks = Sample.FORMULA200.risks();
        boolean[] happened = Sample.FORMULA200.happened();
        Estimate.Known area = Oracle.known(PartialAuroc.area(risks, happened, range, bootstrap, 0.95));
        Estimate.Known standardized = Oracle.known(PartialAuroc.standardized(risks, happened, range, bootstrap, 0.95));
        assertThat(area.interval().lower()).isBetween(0.0, area.value() - 0.01);
        assertThat(area.interval().upper()).isBetween(area.value() + 0.01, 0.2);
        assertThat(standardized.interval().lower())
                .isCloseTo((1 + (area.interval().lower() - 0.02) / 0.18) / 2, within(1e-12));
        assertThat(standardized.interval().upper())
                .isCloseTo((1 + (area.interval().upper() - 0.02) / 0.18) / 2, within(1e-12));
    }
}
