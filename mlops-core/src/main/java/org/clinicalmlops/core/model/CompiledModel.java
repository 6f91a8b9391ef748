package org.clinicalmlops.core.model;

import java.util.concurrent.Executor;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Preparation;

/**
 * The scoring kernel: from a coded row to a risk, with feature steps, model form and recalibration in one path. Immutable,
 * thread-safe; {@link #risk} allocates nothing and takes no lock.
 */
public final class CompiledModel {
    private final RowKernel kernel;
    private final Recalibration recalibration;
    private final ScratchPool pool;

    /** Compiles the parts of a model; the form reads the columns of the preparation. */
    public CompiledModel(Preparation preparation, ModelForm form, Recalibration recalibration) {
        this(RowKernel.of(checked(preparation, form), form), recalibration);
    }

    private CompiledModel(RowKernel kernel, Recalibration recalibration) {
        this.kernel = kernel;
        this.recalibration = recalibration;
        this.pool = new ScratchPool(kernel::newScratch);
    }

    /**
     * Trees in a layout of the caller's choice, to compare layouts; the constructor takes the fastest.
     *
     * @param layout one that takes the form
     */
    public static CompiledModel inLayout(
            Preparation preparation, TreesForm form, Recalibration recalibration, TreesLayout layout) {
        if (!layout.takes(form)) {
            throw new IllegalArgumentException("trees do not fit into the layout " + layout);
        }
        return new CompiledModel(RowKernel.of(checked(preparation, form), form, layout), recalibration);
    }

    private static Preparation checked(Preparation preparation, ModelForm form) {
        if (preparation.size() != form.columns()) {
            throw new IllegalArgumentException(
                    "the form reads " + form.columns() + " columns, the preparation makes " + preparation.size());
        }
        return preparation;
    }

    /** Memory for {@link #risk(double[], Scratch)}: one a thread. */
    public Scratch newScratch() {
        return kernel.newScratch();
    }

    /**
     * @param coded in the order of the model's schema: numbers as they are, categories as codes, NaN for missing; only read
     * @param scratch from {@link #newScratch()} of this model; overwritten
     * @return a probability in [0, 1], or NaN where the model is not defined, as a points table with a missing input
     */
    public double risk(double[] coded, Scratch scratch) {
        return recalibration.apply(kernel.risk(coded, scratch));
    }

    /** The same with memory that the model keeps for as many threads as score at a time; allocates now and then at most. */
    public double risk(double[] coded) {
        Scratch scratch = pool.take();
        double risk = risk(coded, scratch);
        pool.giveBack(scratch);
        return risk;
    }

    /**
     * Scores a batch. Every risk has the bits that the row has alone. Allocates a few kilobytes.
     *
     * @param coded rows as in {@link #risk(double[], Scratch)}; only read
     * @param risks filled, at least as long as {@code coded}
     */
    public void risks(double[][] coded, double[] risks) {
        risks(coded, risks, 1, Runnable::run);
    }

    /**
     * Scores a batch on several threads, the calling one among them; the bits are the same for any number.
     *
     * @param threads how many parts the rows are divided into, {@code >= 1}
     * @param executor runs all parts but the first; must not wait for the calling thread
     */
    public void risks(double[][] coded, double[] risks, int threads, Executor executor) {
        if (risks.length < coded.length) {
            throw new IllegalArgumentException(
                    "risks must have room for " + coded.length + " rows, had " + risks.length);
        }
        Batch.run(coded.length, threads, executor, (from, to) -> {
            kernel.risks(coded, from, to, risks);
            for (int i = from; i < to; i++) {
                risks[i] = recalibration.apply(risks[i]);
            }
        });
    }
}
