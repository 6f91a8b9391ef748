package org.clinicalmlops.core.explain;

import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.core.feature.Preparation;

/**
 * Of a score: the points that the rules of a feature give. They are compared with no points, which is how a score is read; that needs no
 * reference row. A missing value makes the score undefined.
 */
final class PointsAmounts implements Amounts {
    private final PointsForm form;
    private final Preparation preparation;

    PointsAmounts(PointsForm form, Preparation preparation) {
        this.form = form;
        this.preparation = preparation;
    }

    @Override
    public double base() {
        return 0;
    }

    @Override
    public double total(double[] x) {
        double total = 0;
        for (PointsForm.Rule rule : form.rules()) {
            if (Double.isNaN(x[rule.column()])) {
                return Double.NaN;
            }
            total += points(rule, x);
        }
        return total;
    }

    @Override
    public boolean add(double[] x, double[] amounts) {
        for (PointsForm.Rule rule : form.rules()) {
            amounts[preparation.columns().get(rule.column()).feature()] += points(rule, x);
        }
        return true;
    }

    private static int points(PointsForm.Rule rule, double[] x) {
        return rule.earnedBy(x[rule.column()]) ? rule.points() : 0;
    }
}
