package org.clinicalmlops.core.explain;

import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;

/**
 * Of a logistic regression, in log odds: {@code weight (x - reference)}, summed over the columns of a feature. In an additive model that is
 * what a feature changes beside any others, and so its Shapley value.
 */
final class LinearAmounts implements Amounts {
    private final double intercept;
    private final double[] weight;
    private final int[] feature;
    private final double[] reference;

    /** @param reference prepared columns of the reference row; kept */
    LinearAmounts(LinearForm form, Preparation preparation, double[] reference) {
        this.intercept = form.intercept();
        this.reference = reference;
        this.feature = preparation.columns().stream().mapToInt(Column::feature).toArray();
        this.weight = new double[feature.length];
        for (int c = 0; c < weight.length; c++) {
            weight[c] = form.weight(c);
        }
    }

    @Override
    public double base() {
        return total(reference);
    }

    @Override
    public double total(double[] x) {
        double sum = intercept;
        for (int c = 0; c < weight.length; c++) {
            sum += weight[c] * x[c];
        }
        return sum;
    }

    @Override
    public boolean add(double[] x, double[] amounts) {
        for (int c = 0; c < weight.length; c++) {
            amounts[feature[c]] += weight[c] * (x[c] - reference[c]);
        }
        return true;
    }
}
