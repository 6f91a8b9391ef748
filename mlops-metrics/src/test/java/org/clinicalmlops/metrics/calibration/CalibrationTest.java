package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    private static final boolean[] HALF = Sample.flags(40, k -> k % 2 == 0);

    /** By hand: 20 events of 40, 10 expected; se = sqrt(.5 / 20). */
    @Test
    void observedOverExpectedIsAboveOneWhereRiskIsUnderPredicted() {
        double factor = Math.exp(1.959963984540054 * Math.sqrt(0.5 / 20));
        Oracle.agrees(
                Calibration.observedOverExpected(Sample.doubles(40, k -> 0.25), HALF, 0.95),
                2,
                2 / factor,
                2 * factor,
                1e-12);
    }

    @Test
    void observedOverExpectedNeedsBothClassesAndSomeRisk() {
        assertThat(Calibration.observedOverExpected(Sample.doubles(40, k -> 0.25), new boolean[40], 0.95))
                .isEqualTo(new Estimate.TooFew(0, 10));
        assertThat(Calibration.observedOverExpected(Sample.doubles(40, k -> 0.25), Sample.flags(40, k -> true), 0.95))
                .isEqualTo(new Estimate.TooFew(0, 10));
        assertThat(Calibration.observedOverExpected(new double[40], HALF, 0.95))
                .isEqualTo(new Estimate.Undefined("no event was expected: the sum of all risks is 0.0"));
    }

    @Test
    void slopeIsUndefinedWithoutAMaximumOfTheLikelihood() {
        assertThat(Calibration.slope(Sample.doubles(40, k -> 0.3), HALF, 0.95))
                .isEqualTo(new Estimate.Undefined("all cases have the same risk"));
        Estimate separated =
                new Estimate.Undefined("a threshold on the risk separates cases with the event from cases without");
        assertThat(Calibration.slope(Sample.doubles(40, k -> k % 2 == 0 ? 0.6 : 0.4), HALF, 0.95))
                .isEqualTo(separated);
        assertThat(Calibration.slope(Sample.doubles(40, k -> k % 2 == 0 ? 0.4 : 0.6), HALF, 0.95))
                .isEqualTo(separated);
        // touching in one value is separation too
        assertThat(Calibration.slope(Sample.doubles(40, k -> k < 5 ? 0.5 : k % 2 == 0 ? 0.6 : 0.4), HALF, 0.95))
                .isEqualTo(separated);
        assertThat(Calibration.slope(Sample.doubles(40, k -> k / 40.0), new boolean[40], 0.95))
                .isEqualTo(new Estimate.Undefined("none of the 40 cases had the event"));
    }

    /** By hand: constant risk 1/4 and half the cases with the event: ln 1 - ln 1/3. */
    @Test
    void interceptOfConstantRisksIsTheGapInLogOdds() {
        double error = 1 / Math.sqrt(40 * 0.25);
        Oracle.agrees(
                Calibration.intercept(Sample.doubles(40, k -> 0.25), HALF, 0.95),
                Math.log(3),
                Math.log(3) - 1.959963984540054 * error,
                Math.log(3) + 1.959963984540054 * error,
                1e-9);
        assertThat(Calibration.intercept(Sample.doubles(40, k -> 0.25), Sample.flags(40, k -> true), 0.95))
                .isEqualTo(new Estimate.Undefined("all of the 40 cases had the event"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void interceptIsFoundFromVeryFarAway(double risk) {
        // clipped to 1e-6 from 0 or 1, 13.8 log odds away from one half
        assertThat(Oracle.known(Calibration.intercept(Sample.doubles(40, k -> risk), HALF, 0.95))
                        .value())
                .isCloseTo((risk == 0 ? 1 : -1) * 13.815509557963774, within(1e-8));
    }

    /** The truth has intercept .3 and slope .7; 2,000 samples of 300. */
    @Test
    void intervalsOfSlopeInterceptAndRatioCover() {
        int samples = 2000;
        int slope = 0;
        int ratio = 0;
        for (int seed = 0; seed < samples; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] risks = Sample.doubles(300, k -> LogOdds.sigmoid(random.nextGaussian() * 1.5 - 1));
            boolean[] happened =
                    Sample.flags(300, k -> random.nextDouble() < LogOdds.sigmoid(0.3 + 0.7 * LogOdds.logit(risks[k])));
            slope += covers(Calibration.slope(risks, happened, 0.95), 0.7);
            double expected = Arrays.stream(risks).sum();
            double truth = Arrays.stream(risks)
                    .map(r -> LogOdds.sigmoid(0.3 + 0.7 * LogOdds.logit(r)))
                    .sum();
            ratio += covers(Calibration.observedOverExpected(risks, happened, 0.95), truth / expected);
        }
        assertThat((double) slope / samples).isBetween(0.935, 0.965);
        // events are less random than its formula says, as the risks differ: it covers more often
        assertThat((double) ratio / samples).isBetween(0.935, 0.995);
    }

    private static int covers(Estimate estimate, double truth) {
        return Oracle.known(estimate).interval().contains(truth) ? 1 : 0;
    }

    @Test
    void argumentsAreOnlyReadAndChecked() {
        double[] risks = Sample.FORMULA200.risks();
        boolean[] happened = Sample.FORMULA200.happened();
        Calibration.observedOverExpected(risks, happened, 0.95);
        Calibration.slope(risks, happened, 0.95);
        Calibration.intercept(risks, happened, 0.95);
        assertThat(risks).isEqualTo(Sample.FORMULA200.risks());
        assertThat(happened).isEqualTo(Sample.FORMULA200.happened());
        risks[3] = Double.NaN;
        assertThatThrownBy(() -> Calibration.observedOverExpected(risks, happened, 0.95))
                .hasMessageContaining("risks[3]");
        assertThatThrownBy(() -> Calibration.slope(risks, happened, 0.95)).hasMessageContaining("risks[3]");
        assertThatThrownBy(() -> Calibration.intercept(risks, happened, 0.95)).hasMessageContaining("risks[3]");
        assertThatThrownBy(() -> LogisticRecalibration.fit(risks, happened)).hasMessageContaining("risks[3]");
        assertThatThrownBy(() -> Calibration.slope(new double[2], new boolean[2], 1.5))
                .hasMessage("level must be in (0, 1), was 1.5");
    }
}
