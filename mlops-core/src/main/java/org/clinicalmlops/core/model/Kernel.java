package org.clinicalmlops.core.model;

/** A model form compiled for scoring. Answers the bits of the form's definition. Immutable, thread-safe; allocates nothing. */
interface Kernel {
    /** Of no form. */
    Kernel UNDEFINED = (x, ranks) -> Double.NaN;

    /**
     * @param x prepared columns; only read
     * @param ranks of length {@link #ranks()} or longer; overwritten
     * @return a probability in [0, 1], or NaN where the form is not defined
     */
    double risk(double[] x, int[] ranks);

    /** How many numbers a row needs beside its columns. */
    default int ranks() {
        return 0;
    }
}
