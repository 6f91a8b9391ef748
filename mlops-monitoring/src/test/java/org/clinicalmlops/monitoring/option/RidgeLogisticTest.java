package org.clinicalmlops.monitoring.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RidgeLogisticTest {
    /** At the optimum the slope of the penalized likelihood is 0 in every weight, and in the intercept without a penalty. */
    @Test
    void theSlopeIsZeroAtTheFit() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] x = new double[400][3];
        boolean[] y = new boolean[400];
        for (int i = 0; i < x.length; i++) {
            for (int c = 0; c < 3; c++) {
                x[i][c] = random.nextGaussian();
            }
            y[i] = random.nextDouble() < 1 / (1 + Math.exp(1 - 0.8 * x[i][0] + 0.5 * x[i][1]));
        }
        RidgeLogistic fit = RidgeLogistic.fit(x, y, 2);
        double[] slope = new double[4];
        for (int i = 0; i < x.length; i++) {
            double gap = (y[i] ? 1 : 0) - 1 / (1 + Math.exp(-fit.at(x[i])));
            for (int c = 0; c < 3; c++) {
                slope[c] += gap * x[i][c];
            }
            slope[3] += gap;
        }
        for (int c = 0; c < 3; c++) {
            assertThat(slope[c]).isCloseTo(2 * fit.weight(c), within(1e-2));
        }
        assertThat(slope[3]).isCloseTo(0, within(1e-2));
        assertThat(fit.weight(0)).isBetween(0.5, 1.1);
        assertThat(fit.weight(1)).isBetween(-0.8, -0.2);
    }

    @Test
    void separatedRowsAndConstantColumnsHaveAFitToo() {
        double[][] x = new double[60][2];
        boolean[] y = new boolean[60];
        for (int i = 0; i < x.length; i++) {
            x[i][0] = i - 30;
            y[i] = i >= 30;
        }
        RidgeLogistic fit = RidgeLogistic.fit(x, y, 1);
        assertThat(fit.weight(0)).isBetween(0.1, 10.0);
        assertThat(fit.weight(1)).isZero();
        assertThat(fit.at(new double[] {5, 0})).isGreaterThan(fit.at(new double[] {-5, 0}));
    }
}
