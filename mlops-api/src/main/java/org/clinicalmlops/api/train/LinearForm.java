package org.clinicalmlops.api.train;

import org.clinicalmlops.api.Declaration;

/**
 * Logistic regression: {@code risk = 1 / (1 + exp(-(intercept + sum of weight[i] * x[i])))}, summed from the intercept upwards
 * in the order of the columns. The exponential is {@link StrictMath#exp}, which answers the same bits on every machine. Immutable.
 */
public final class LinearForm implements ModelForm {
    private final double intercept;
    private final double[] weights;

    private LinearForm(double intercept, double[] weights) {
        this.intercept = intercept;
        this.weights = weights;
    }

    /**
     * @param intercept log-odds where every column is 0; finite
     * @param weights log-odds per unit of each column; finite; copied
     */
    public static LinearForm of(double intercept, double[] weights) {
        if (!Double.isFinite(intercept)) {
            throw new IllegalArgumentException("intercept must be finite, was " + intercept);
        }
        for (int i = 0; i < weights.length; i++) {
            if (!Double.isFinite(weights[i])) {
                throw new IllegalArgumentException("weight " + i + " must be finite, was " + weights[i]);
            }
        }
        return new LinearForm(intercept, weights.clone());
    }

    public double intercept() {
        return intercept;
    }

    public double weight(int column) {
        return weights[column];
    }

    @Override
    public int columns() {
        return weights.length;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("linear").with("intercept", intercept).withNumbers("weights", weights);
    }
}
