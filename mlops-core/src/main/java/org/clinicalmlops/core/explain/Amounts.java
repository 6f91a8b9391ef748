package org.clinicalmlops.core.explain;

/** What the features of one model form contribute, on the form's own additive scale. Immutable, thread-safe. */
interface Amounts {
    /** The value of the reference row; NaN if it has none. */
    double base();

    /** The value of a row. @param x prepared columns; NaN if it has none */
    double total(double[] x);

    /**
     * Finds the amounts of a row.
     *
     * @param x prepared columns; only read
     * @param amounts one for each feature, all 0; added to
     * @return false if a mixture of row and reference has no value, so that no amount has one
     */
    boolean add(double[] x, double[] amounts);
}
