package org.clinicalmlops.metrics.classes;

import java.util.Locale;
import org.clinicalmlops.metrics.fixtures.Sample;

/** Several classes by whole-number formulas, the same as in src/test/oracle/many.py. */
enum ManySample {
    FEW(56, 0, 1, 1, 1),
    TIES(300, 4, 1, 2, 1),
    RARE(3000, 0, 20, 10, 0.3),
    FOUR(10000, 0, 1, 2, 3, 1);

    private final int n;
    private final int levels;
    private final double[] weights;

    ManySample(int n, int levels, double... weights) {
        this.n = n;
        this.levels = levels;
        this.weights = weights;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    int classes() {
        return weights.length;
    }

    double[][] risks() {
        double[][] risks = new double[n][weights.length];
        for (int i = 0; i < n; i++) {
            double total = 0;
            for (int c = 0; c < weights.length; c++) {
                double u = Sample.spread(i, 31 + 2 * c, 17 + 1000 * c, 10007 + 2 * c);
                risks[i][c] = weights[c] * (levels == 0 ? u : (Math.floor(u * levels) + 1) / levels);
                total += risks[i][c];
            }
            for (int c = 0; c < weights.length; c++) {
                risks[i][c] /= total;
            }
        }
        return risks;
    }

    int[] truth() {
        double[][] risks = risks();
        int[] truth = new int[n];
        for (int i = 0; i < n; i++) {
            double where = Sample.spread(i, 4211, 12347, 9973);
            double bound = 0;
            for (int c = 0; c + 1 < weights.length; c++) {
                bound += risks[i][c];
                truth[i] = where >= bound ? c + 1 : truth[i];
            }
        }
        return truth;
    }
}
