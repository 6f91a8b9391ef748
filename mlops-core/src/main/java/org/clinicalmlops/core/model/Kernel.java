package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreesForm;

/** A model form compiled for scoring. Immutable, thread-safe; allocates nothing. */
interface Kernel {
    /**
     * @param x prepared columns
     * @return a probability in [0, 1], or NaN where the form is not defined
     */
    double risk(double[] x);

    /**
     * Prepares a row and scores it.
     *
     * @param coded as read; only read
     * @param buffer of the size of the columns; what it holds afterwards is not said
     */
    default double risk(ColumnPlan columns, double[] coded, double[] buffer) {
        columns.prepare(coded, buffer);
        return risk(buffer);
    }

    /** Compiles a form; the kernel answers the same bits as the form's definition. */
    static Kernel of(ModelForm form) {
        if (form instanceof LinearForm linear) {
            return new LinearKernel(linear);
        }
        if (form instanceof TreesForm trees) {
            return new TreesKernel(trees);
        }
        return new PointsKernel((PointsForm) form);
    }
}
