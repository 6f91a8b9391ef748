package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.LinearForm;

/** Logistic regression. */
final class LinearKernel implements Kernel {
    private final double intercept;
    private final double[] weights;

    LinearKernel(LinearForm form) {
        intercept = form.intercept();
        weights = new double[form.columns()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = form.weight(i);
        }
    }

    @Override
    public double risk(double[] x) {
        double sum = intercept;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * x[i];
        }
        return Logistic.risk(sum);
    }

    /** Without the buffer: to write it and to read it back at once takes longer than the sum itself. */
    @Override
    public double risk(ColumnPlan columns, double[] coded, double[] buffer) {
        double sum = intercept;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * columns.value(i, coded);
        }
        return Logistic.risk(sum);
    }
}
