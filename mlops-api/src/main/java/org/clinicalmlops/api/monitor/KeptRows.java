package org.clinicalmlops.api.monitor;

/**
 * Rows as they were observed, or a sample drawn evenly where there were more than could be kept. Immutable.
 */
public final class KeptRows {
    private final double[][] values;
    private final double[] risks;

    private KeptRows(double[][] values, double[] risks) {
        this.values = values;
        this.risks = risks;
    }

    /**
     * @param values shape [rows][features], in the order of the schema, coded; NaN is missing; copied
     * @param risks what the model said of each row; NaN where it gave no answer; copied
     */
    public static KeptRows of(double[][] values, double[] risks) {
        if (values.length != risks.length) {
            throw new IllegalArgumentException(
                    "values and risks must be of one length, were " + values.length + " and " + risks.length);
        }
        double[][] copy = new double[values.length][];
        for (int row = 0; row < copy.length; row++) {
            copy[row] = values[row].clone();
        }
        return new KeptRows(copy, risks.clone());
    }

    public int size() {
        return risks.length;
    }

    /** NaN is missing. */
    public double value(int row, int feature) {
        return values[row][feature];
    }

    /** NaN where the model gave no answer. */
    public double risk(int row) {
        return risks[row];
    }
}
