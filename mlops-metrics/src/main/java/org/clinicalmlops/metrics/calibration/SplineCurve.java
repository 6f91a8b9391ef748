package org.clinicalmlops.metrics.calibration;

import java.util.Arrays;
import java.util.Optional;
import org.clinicalmlops.metrics.internal.Binned;
import org.clinicalmlops.metrics.internal.LogitRegression;

/** {@link Smoother#SPLINE}. */
final class SplineCurve implements RiskCurve {
    private static final int[] PERCENT = {5, 35, 65, 95};

    private final double[] knots;
    private final LogitRegression fit;

    private SplineCurve(double[] knots, LogitRegression fit) {
        this.knots = knots;
        this.fit = fit;
    }

    /** Empty if the likelihood has no maximum. At least two distinct risks. */
    static Optional<RiskCurve> of(GroupedRisks groups) {
        double[] x = Arrays.stream(groups.risks).map(LogOdds::logit).toArray();
        double[] all = new double[groups.total()];
        int filled = 0;
        for (int g = 0; g < x.length; g++) {
            int cases = (int) groups.cases[g];
            Arrays.fill(all, filled, filled + cases, x[g]);
            filled += cases;
        }
        double[] knots = Arrays.stream(PERCENT)
                .mapToDouble(percent -> Binned.quantile(all, percent, 100))
                .distinct()
                .toArray();
        double[][] columns = new double[row(knots, 0).length][x.length];
        for (int g = 0; g < x.length; g++) {
            double[] row = row(knots, x[g]);
            for (int j = 0; j < row.length; j++) {
                columns[j][g] = row[j];
            }
        }
        return LogitRegression.of(columns, groups.cases, groups.events).map(fit -> new SplineCurve(knots, fit));
    }

    /** 1, x, and Harrell's cubic terms, linear beyond the outer knots, divided by the squared distance of these. */
    private static double[] row(double[] knots, double x) {
        int k = knots.length;
        double[] row = new double[Math.max(2, k)];
        row[0] = 1;
        row[1] = x;
        if (k < 3) {
            return row;
        }
        double last = knots[k - 1];
        double before = knots[k - 2];
        double range = last - knots[0];
        for (int j = 0; j < k - 2; j++) {
            row[j + 2] = (cube(x - knots[j])
                            - cube(x - before) * (last - knots[j]) / (last - before)
                            + cube(x - last) * (before - knots[j]) / (last - before))
                    / (range * range);
        }
        return row;
    }

    private double[] row(double risk) {
        return row(knots, LogOdds.logit(risk));
    }

    private static double cube(double x) {
        return x > 0 ? x * x * x : 0;
    }

    @Override
    public double at(double risk) {
        return LogOdds.sigmoid(fit.predictor(row(risk)));
    }

    @Override
    public double error(double risk) {
        double share = at(risk);
        return share * (1 - share) * fit.error(row(risk));
    }

    /** Wald on the scale of log odds. */
    @Override
    public double[] band(double risk, double z) {
        double[] row = row(risk);
        double predictor = fit.predictor(row);
        double reach = z * fit.error(row);
        return new double[] {LogOdds.sigmoid(predictor - reach), LogOdds.sigmoid(predictor + reach)};
    }
}
