package org.clinicalmlops.metrics.updating;

import java.util.Arrays;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.internal.LogitRegression;

/** A refit by maximum likelihood on some rows, with all its overfitting. */
final class Refit {
    private final LogitRegression fit;

    private Refit(LogitRegression fit) {
        this.fit = fit;
    }

    static Refit on(Shifted d, int from, int until) {
        int k = d.columns.length;
        double[][] columns = new double[k + 1][];
        columns[0] = Sufficient.ones(until - from);
        for (int j = 0; j < k; j++) {
            columns[j + 1] = Arrays.copyOfRange(d.columns[j], from, until);
        }
        double[] events = Sufficient.events(Arrays.copyOfRange(d.happened, from, until));
        return new Refit(LogitRegression.of(columns, columns[0], events).orElseThrow());
    }

    double[] risks(Shifted d, int from, int until) {
        double[] risks = new double[until - from];
        double[] row = new double[d.columns.length + 1];
        row[0] = 1;
        for (int i = from; i < until; i++) {
            for (int j = 0; j < d.columns.length; j++) {
                row[j + 1] = d.columns[j][i];
            }
            risks[i - from] = LogOdds.sigmoid(fit.predictor(row));
        }
        return risks;
    }
}
