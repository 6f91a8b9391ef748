package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.PointsForm;

/** A points table: undefined as soon as one value is missing. */
final class PointsKernel implements Kernel {
    private final PointsForm.Rule[] rules;
    private final double[] risks;

    PointsKernel(PointsForm form) {
        rules = form.rules().toArray(PointsForm.Rule[]::new);
        risks = new double[form.totals()];
        for (int total = 0; total < risks.length; total++) {
            risks[total] = form.risk(total);
        }
    }

    @Override
    public double risk(double[] x, int[] ranks) {
        int total = 0;
        for (PointsForm.Rule rule : rules) {
            double value = x[rule.column()];
            if (value != value) {
                return Double.NaN;
            }
            total += rule.earnedBy(value) ? rule.points() : 0;
        }
        return risks[total];
    }
}
