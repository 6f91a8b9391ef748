package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.internal.Intervals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlexibleCalibrationTest {
    static FlexibleCalibration.Drawn drawn(FlexibleCalibration answer) {
        assertThat(answer).isInstanceOf(FlexibleCalibration.Drawn.class);
        return (FlexibleCalibration.Drawn) answer;
    }

    /** By hand: three risks leave a quadratic no freedom: the curve goes through their shares of events. */
    @Test
    void threeRisksAreFittedExactlyByLoess() {
        double[] risks = Sample.doubles(60, k -> (k % 3 + 1) / 5.0);
        boolean[] happened = Sample.flags(60, k -> k < 15 * (k % 3 + 1));
        FlexibleCalibration.Drawn drawn =
                drawn(FlexibleCalibration.of(risks, happened, Smoother.LOESS, new double[] {0.2, 0.4, 0.6}, 0.95));
        assertThat(drawn.curve())
                .extracting(FlexibleCalibration.Point::observed)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
                .containsExactly(0.25, 0.5, 0.75);
        // distances .05, .1 and .15 for 20 cases each
        assertThat(drawn.ici().value()).isCloseTo(0.1, within(1e-12));
        assertThat(drawn.e50()).isCloseTo(0.1, within(1e-12));
        assertThat(drawn.emax()).isCloseTo(0.15, within(1e-12));
    }

    /** The nearest three quarters of the cases are all at one risk: nothing else has weight there. */
    @ParameterizedTest
    @EnumSource
    void aRiskThatMostCasesShareIsItsShareOfEvents(Smoother smoother) {
        double[] risks = Sample.doubles(100, k -> k < 80 ? 0.1 : 0.1 + k / 200.0);
        boolean[] happened = Sample.flags(100, k -> k < 16 || k >= 80 && k % 2 == 0);
        FlexibleCalibration.Drawn drawn =
                drawn(FlexibleCalibration.of(risks, happened, smoother, new double[] {0.1, 0.3}, 0.95));
        assertThat(drawn.curve().get(0).observed()).isCloseTo(0.2, within(smoother == Smoother.LOESS ? 1e-12 : 0.05));
    }

    @ParameterizedTest
    @EnumSource
    void twoRisksAreACurveThroughTheirShares(Smoother smoother) {
        double[] risks = Sample.doubles(80, k -> k < 40 ? 0.2 : 0.6);
        boolean[] happened = Sample.flags(80, k -> k < 10 || k >= 60);
        FlexibleCalibration.Drawn drawn =
                drawn(FlexibleCalibration.of(risks, happened, smoother, new double[] {0.2, 0.6}, 0.95));
        assertThat(drawn.curve().get(0).observed()).isCloseTo(0.25, within(1e-9));
        assertThat(drawn.curve().get(1).observed()).isCloseTo(0.5, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void withoutACurveItSaysWhy(Smoother smoother) {
        assertThat(FlexibleCalibration.of(new double[0], new boolean[0], smoother, 0.95))
                .isEqualTo(new FlexibleCalibration.TooFew(0, 10));
        assertThat(FlexibleCalibration.of(Sample.doubles(40, k -> k / 40.0), new boolean[40], smoother, 0.95))
                .isEqualTo(new FlexibleCalibration.Undefined("none of the 40 cases had the event"));
        assertThat(FlexibleCalibration.of(
                        Sample.doubles(40, k -> 0.3), Sample.flags(40, k -> k % 2 == 0), smoother, 0.95))
                .isEqualTo(new FlexibleCalibration.Undefined("all cases have the same risk"));
        assertThat(FlexibleCalibration.ici(new double[40], Sample.flags(40, k -> k < 9), smoother, 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(FlexibleCalibration.ici(new double[40], new boolean[40], smoother, 0.95))
                .isInstanceOf(Estimate.Undefined.class);
    }

    @Test
    void aSplineOfSeparatedClassesIsUndefinedAndLoessIsNot() {
        double[] risks = Sample.doubles(60, k -> (k + 0.5) / 60);
        boolean[] happened = Sample.flags(60, k -> k >= 30);
        assertThat(FlexibleCalibration.of(risks, happened, Smoother.SPLINE, 0.95))
                .isEqualTo(new FlexibleCalibration.Undefined("risks separate cases with the event from cases without"));
        for (FlexibleCalibration.Point point : drawn(FlexibleCalibration.of(risks, happened, Smoother.LOESS, 0.95))
                .curve()) {
            assertThat(point.observed()).isBetween(0.0, 1.0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOrderOfCasesDoesNotMatter(Smoother smoother) {
        double[] risks = Sample.FORMULA200.risks();
        boolean[] happened = Sample.FORMULA200.happened();
        double[] turned = Sample.doubles(200, k -> risks[199 - k]);
        boolean[] turnedHappened = Sample.flags(200, k -> happened[199 - k]);
        assertThat(FlexibleCalibration.of(turned, turnedHappened, smoother, 0.95))
                .isEqualTo(FlexibleCalibration.of(risks, happened, smoother, 0.95));
        assertThat(risks).isEqualTo(Sample.FORMULA200.risks());
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void theGridIsCloseToTheFitAtEveryRisk(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = Loess.DIRECT_UP_TO + 200;
        double[] risks = Sample.doubles(n, k -> Math.pow(random.nextDouble(), 3));
        boolean[] happened = Sample.flags(n, k -> random.nextDouble() < Math.sqrt(risks[k]) * 0.6);
        GroupedRisks groups = GroupedRisks.of(risks, happened);
        Loess onGrid = new Loess(groups);
        Loess direct = new Loess(groups, true);
        double worst = 0;
        for (double risk : risks) {
            worst = Math.max(worst, Math.abs(onGrid.at(risk) - direct.at(risk)));
        }
        assertThat(worst).isBetween(1e-9, 1e-4);
    }

    /** Most cases at one risk and thousands of others: grid points between them have no case nearer than the many. */
    @Test
    void aGridPointBesideAPileIsTheShareOfThePile() {
        int n = 40_000;
        double[] risks = Sample.doubles(n, k -> k < 34_000 ? 0.1 : 0.5 + (k - 34_000) / 12_500.0);
        boolean[] happened = Sample.flags(n, k -> k % 10 == 0);
        FlexibleCalibration.Drawn drawn =
                drawn(FlexibleCalibration.of(risks, happened, Smoother.LOESS, new double[] {0.1, 0.2, 0.7}, 0.95));
        assertThat(drawn.curve().get(0).observed()).isCloseTo(0.1, within(1e-9));
        assertThat(drawn.curve().get(1).observed()).isCloseTo(0.1, within(1e-9));
    }

    /** Truth: log odds .3 + .7 times the predicted ones; pointwise at three risks, and the ICI of the truth on these risks. */
    @ParameterizedTest
    @EnumSource
    void bandAndIntervalOfTheIciCover(Smoother smoother) {
        int samples = 250;
        int n = 300;
        int[] covered = new int[4];
        for (int seed = 0; seed < samples; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] risks = Sample.doubles(n, k -> random.nextDouble() * 0.8 + 0.1);
            boolean[] happened = Sample.flags(n, k -> random.nextDouble() < truth(risks[k]));
            double[] at = {0.3, 0.5, 0.7};
            FlexibleCalibration.Drawn drawn = drawn(FlexibleCalibration.of(risks, happened, smoother, at, 0.95));
            double ici = 0;
            for (double risk : risks) {
                ici += Math.abs(truth(risk) - risk) / n;
            }
            for (int k = 0; k < 3; k++) {
                FlexibleCalibration.Point point = drawn.curve().get(k);
                covered[k] += point.lower() <= truth(at[k]) && truth(at[k]) <= point.upper() ? 1 : 0;
            }
            covered[3] += drawn.ici().interval().contains(ici) ? 1 : 0;
        }
        for (int k = 0; k < 3; k++) {
            assertThat(covered[k] / (double) samples).as("point %d", k).isBetween(0.90, 0.99);
        }
        assertThat(covered[3] / (double) samples).isGreaterThan(0.95);
    }

    private static double truth(double risk) {
        return LogOdds.sigmoid(0.3 + 0.7 * LogOdds.logit(risk));
    }

    @Test
    void valuesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new FlexibleCalibration.Point(1.2, 0.5, 0.4, 0.6))
                .hasMessageContaining("risk");
        assertThatThrownBy(() -> new FlexibleCalibration.Point(0.2, 0.5, 0.6, 0.6))
                .hasMessageContaining("lower");
        assertThatThrownBy(() -> new FlexibleCalibration.TooFew(10, 10)).hasMessageContaining("needed");
        Estimate.Known ici = Oracle.known(Intervals.known(0.1, 0, 0.2, 0, 1, 0.95, 20));
        assertThatThrownBy(() -> new FlexibleCalibration.Drawn(List.of(), ici, 0.2, 0.1, 0.3))
                .hasMessageContaining("e50");
        assertThatThrownBy(() -> FlexibleCalibration.of(
                        new double[] {0.5}, new boolean[1], Smoother.LOESS, new double[] {Double.NaN}, 0.95))
                .hasMessageContaining("at[0]");
    }

    @Test
    void foldAndMatchAskForEveryCase() {
        FlexibleCalibration few = new FlexibleCalibration.TooFew(3, 10);
        FlexibleCalibration undefined = new FlexibleCalibration.Undefined("why");
        FlexibleCalibration some =
                FlexibleCalibration.of(Sample.FORMULA200.risks(), Sample.FORMULA200.happened(), Smoother.LOESS, 0.95);
        StringBuilder seen = new StringBuilder();
        for (FlexibleCalibration answer : List.of(some, few, undefined)) {
            seen.append(answer.<String>fold(d -> "d" + d.curve().size(), f -> "f" + f.n(), u -> u.reason()));
            answer.match(d -> seen.append("D"), f -> seen.append("F"), u -> seen.append("U"));
        }
        assertThat(seen).hasToString("d101Df3FwhyU");
    }
}
