package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.overall.Brier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Coverage of 95 % intervals by simulation, from fixed seeds; src/test/oracle/coverage.py is the same at full size, with its output.
 * Truth: log odds .3 + .7 times the predicted ones, which are normal about a centre with standard deviation 1.5.
 */
class CalibrationCoverageTest {
    private static final int SAMPLES = 600;

    /** Four standard errors of 600 samples at .95 are .036; the true coverages are in coverage.txt. */
    @ParameterizedTest(name = "{0} cases, centre {1}")
    @CsvSource({"60, -0.43, 0.212594", "200, -0.43, 0.212594", "1000, -0.43, 0.212594", "1000, -6.2, 0.027235"})
    void slopeRatioAndBrierScoreCover(int n, double centre, double brier) {
        int answered = 0;
        int[] covered = new int[5];
        double mean = 0;
        for (int seed = 0; seed < SAMPLES; seed++) {
            SplittableRandom random = new SplittableRandom(1000L * n + seed);
            double[] logOdds = Sample.doubles(n, k -> centre + 1.5 * random.nextGaussian());
            double[] risks = Sample.doubles(n, k -> LogOdds.sigmoid(logOdds[k]));
            double[] truth = Sample.doubles(n, k -> LogOdds.sigmoid(0.3 + 0.7 * logOdds[k]));
            boolean[] happened = Sample.flags(n, k -> random.nextDouble() < truth[k]);
            int events = Cases.events(happened);
            if (Math.min(events, n - events) < 10) {
                continue;
            }
            answered++;
            double expected = 0;
            double ratio = 0;
            for (int k = 0; k < n; k++) {
                expected += risks[k];
                ratio += truth[k];
                mean += (truth[k] * (1 - risks[k]) * (1 - risks[k]) + (1 - truth[k]) * risks[k] * risks[k]) / n;
            }
            ratio /= expected;
            covered[0] += covers(Calibration.slope(risks, happened, 0.95), 0.7);
            covered[1] += covers(Calibration.observedOverExpected(risks, happened, RatioInterval.LOG, 0.95), ratio);
            covered[2] += covers(Calibration.observedOverExpected(risks, happened, RatioInterval.POISSON, 0.95), ratio);
            covered[3] += covers(
                    Calibration.observedOverExpected(risks, happened, RatioInterval.POISSON_BINOMIAL, 0.95), ratio);
            covered[4] += covers(Brier.score(risks, happened, 0.95), brier);
        }
        assertThat(answered).isGreaterThan(SAMPLES * 9 / 10);
        assertThat(mean / answered).isBetween(brier * 0.98, brier * 1.02);
        for (int k = 0; k < 5; k++) {
            assertThat((double) covered[k] / answered).as("interval %d", k).isBetween(0.914, 1.0);
        }
    }

    private static int covers(Estimate estimate, double truth) {
        return Oracle.known(estimate).interval().contains(truth) ? 1 : 0;
    }
}
