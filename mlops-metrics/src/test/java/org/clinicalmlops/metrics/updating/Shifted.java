package org.clinicalmlops.metrics.updating;

import java.util.Random;
import java.util.SplittableRandom;
import org.clinicalmlops.metrics.calibration.LogOdds;

/** Patients of a world in which a logistic model was right, and then perhaps is not any more. */
final class Shifted {
    final double[] risks;
    final double[][] columns;
    final boolean[] happened;

    /**
     * @param level added to the true log odds
     * @param spread their factor
     * @param first added to the true coefficient of the first column
     */
    Shifted(int n, int k, double level, double spread, double first, long seed) {
        Random gauss = new Random(seed);
        SplittableRandom uniform = new SplittableRandom(~seed);
        risks = new double[n];
        columns = new double[k][n];
        happened = new boolean[n];
        for (int i = 0; i < n; i++) {
            double eta = -1;
            for (int j = 0; j < k; j++) {
                columns[j][i] = gauss.nextGaussian();
                eta += (j % 2 == 0 ? 0.5 : -0.3) * columns[j][i];
            }
            risks[i] = LogOdds.sigmoid(eta);
            double truth = level + spread * eta + first * columns[0][i];
            happened[i] = uniform.nextDouble() < LogOdds.sigmoid(truth);
        }
    }
}
