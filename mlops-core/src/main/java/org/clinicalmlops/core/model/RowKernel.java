package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Preparation;

/** Feature steps and model form compiled into one path. Immutable, thread-safe; allocates nothing. */
interface RowKernel {
    /**
     * @param coded as read; only read
     * @param scratch from {@link #newScratch()}
     * @return a probability in [0, 1], or NaN where the form is not defined
     */
    double risk(double[] coded, Scratch scratch);

    /** The same for rows {@code from} to below {@code to}; allocates a little for the call. */
    default void risks(double[][] coded, int from, int to, double[] risks) {
        Scratch scratch = newScratch();
        for (int i = from; i < to; i++) {
            risks[i] = risk(coded[i], scratch);
        }
    }

    Scratch newScratch();

    static RowKernel of(Preparation preparation, ModelForm form) {
        if (form instanceof TreesForm trees) {
            return of(preparation, trees, TreesLayout.fastest(trees));
        }
        ColumnPlan columns = ColumnPlan.of(preparation);
        return form instanceof LinearForm linear
                ? new LinearKernel(columns, linear)
                : new PreparedKernel(columns, new PointsKernel((PointsForm) form));
    }

    static RowKernel of(Preparation preparation, TreesForm form, TreesLayout layout) {
        return new PreparedKernel(ColumnPlan.of(preparation), layout.of(form));
    }
}
