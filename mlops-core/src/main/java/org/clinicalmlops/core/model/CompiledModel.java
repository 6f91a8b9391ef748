package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.core.feature.Preparation;

/**
 * The scoring kernel: from a coded row to a risk, with feature steps, model form and recalibration in one path. Immutable,
 * thread-safe; {@link #risk} allocates nothing and takes no lock.
 */
public final class CompiledModel {
    private final ColumnPlan columns;
    private final Kernel kernel;
    private final Recalibration recalibration;

    /** Compiles the parts of a model; the form reads the columns of the preparation. */
    public CompiledModel(Preparation preparation, ModelForm form, Recalibration recalibration) {
        if (preparation.size() != form.columns()) {
            throw new IllegalArgumentException(
                    "the form reads " + form.columns() + " columns, the preparation makes " + preparation.size());
        }
        this.columns = ColumnPlan.of(preparation);
        this.kernel = Kernel.of(form);
        this.recalibration = recalibration;
    }

    /** A buffer for {@link #risk}: one a thread. */
    public double[] newBuffer() {
        return new double[columns.size()];
    }

    /**
     * @param coded in the order of the model's schema: numbers as they are, categories as codes, NaN for missing; only read
     * @param buffer from {@link #newBuffer()}; overwritten
     * @return a probability in [0, 1], or NaN where the model is not defined, as a points table with a missing input
     */
    public double risk(double[] coded, double[] buffer) {
        return recalibration.apply(kernel.risk(columns, coded, buffer));
    }
}
