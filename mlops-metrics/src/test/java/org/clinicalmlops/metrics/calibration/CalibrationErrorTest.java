package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.internal.Binned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibrationErrorTest {
    /** By hand: 5 risks of .2 with 2 events and 5 of .7 with 5: gaps .2 and .3. */
    @ParameterizedTest
    @EnumSource
    void theGapsOfBinsAreAveragedByCases(Bins how) {
        double[] risks = Sample.doubles(10, k -> k < 5 ? 0.2 : 0.7);
        boolean[] happened = Sample.flags(10, k -> k < 2 || k >= 5);
        Estimate.Known known = Oracle.known(CalibrationError.ece(risks, happened, how, 10, 0.95));
        assertThat(known.value()).isCloseTo(0.25, within(1e-15));
        assertThat(known.n()).isEqualTo(10);
    }

    /** A risk on an edge belongs below it, 0 to the first bin: bins of .25 hold (0, .25), (.5), (.75), (1). */
    @Test
    void aRiskOnAnEdgeBelongsToTheBinBelow() {
        Binned binned = Binned.equalWidth(new double[] {0, 0.25, 0.5, 0.75, 1, -0.0}, new boolean[6], 4);
        assertThat(IntStream.range(0, binned.size()).map(binned::cases)).containsExactly(3, 1, 1, 1);
    }

    @Test
    void equalRisksAreNeverDividedBetweenBins() {
        double[] risks = Sample.doubles(100, k -> k < 70 ? 0.1 : k / 100.0);
        Binned binned = Binned.equalMass(risks, new boolean[100], 10);
        assertThat(binned.cases(0)).isEqualTo(70);
        Binned oneRisk = Binned.equalMass(Sample.doubles(30, k -> 0.4), new boolean[30], 10);
        assertThat(oneRisk.size()).isEqualTo(1);
        assertThat(oneRisk.cases(0)).isEqualTo(30);
    }

    /** By hand: one bin, two cases at .5: the number of events is 1 off in half of all cases. */
    @Test
    void chanceAloneGivesAnError() {
        assertThat(CalibrationError.expectedIfCalibrated(new double[] {0.5, 0.5}, Bins.EQUAL_WIDTH, 1))
                .isCloseTo(0.25, within(1e-15));
        assertThat(CalibrationError.expectedIfCalibrated(new double[] {0, 1, 1}, Bins.EQUAL_WIDTH, 5))
                .isZero();
    }

    @Test
    void theErrorOfCalibratedRisksIsWhatChanceGivesOnAverage() {
        double[] risks = Sample.doubles(200, k -> (k + 0.5) / 250);
        double sum = 0;
        for (int seed = 0; seed < 1000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean[] happened = Sample.flags(200, k -> random.nextDouble() < risks[k]);
            sum += Oracle.known(CalibrationError.ece(risks, happened, Bins.EQUAL_MASS, 10, 0.95))
                    .value();
        }
        double chance = CalibrationError.expectedIfCalibrated(risks, Bins.EQUAL_MASS, 10);
        assertThat(sum / 1000).isCloseTo(chance, within(0.003));
    }

    /** 1,000 samples each; calibrated, and with risks of half of what is true. */
    @ParameterizedTest
    @EnumSource
    void theIntervalCoversTheErrorOfTheseRisksInTheseBins(Bins how) {
        for (int n : new int[] {60, 200, 1000}) {
            int calibrated = 0;
            int halved = 0;
            for (int seed = 0; seed < 1000; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                double[] truth = Sample.doubles(n, k -> LogOdds.sigmoid(random.nextGaussian() * 1.5 - 1));
                boolean[] happened = Sample.flags(n, k -> random.nextDouble() < truth[k]);
                double[] half = Sample.doubles(n, k -> truth[k] / 2);
                calibrated += covers(truth, happened, how, 0);
                double mean = 0;
                for (double t : truth) {
                    mean += t / 2 / n; // in every bin the true mean risk is above the predicted one
                }
                halved += covers(half, happened, how, mean);
            }
            assertThat(calibrated).as("calibrated, %d", n).isGreaterThanOrEqualTo(950);
            assertThat(halved).as("halved, %d", n).isGreaterThanOrEqualTo(940);
        }
    }

    private static int covers(double[] risks, boolean[] happened, Bins how, double truth) {
        return Oracle.known(CalibrationError.ece(risks, happened, how, 10, 0.95))
                        .interval()
                        .contains(truth)
                ? 1
                : 0;
    }

    @Test
    void fewCasesAreTooFewAndBadArgumentsRefused() {
        assertThat(CalibrationError.ece(new double[9], new boolean[9], Bins.EQUAL_MASS, 10, 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
        assertThatThrownBy(() -> CalibrationError.ece(new double[9], new boolean[9], Bins.EQUAL_MASS, 0, 0.95))
                .hasMessage("bins must be >= 1, was 0");
        assertThatThrownBy(() -> CalibrationError.ece(new double[9], new boolean[8], Bins.EQUAL_MASS, 1, 0.95))
                .hasMessageContaining("9 and 8");
        assertThatThrownBy(() -> CalibrationError.expectedIfCalibrated(new double[0], Bins.EQUAL_MASS, 1))
                .hasMessageContaining("at least one");
        assertThatThrownBy(() -> CalibrationError.expectedIfCalibrated(new double[] {Double.NaN}, Bins.EQUAL_MASS, 1))
                .hasMessageContaining("risks[0]");
    }
}
