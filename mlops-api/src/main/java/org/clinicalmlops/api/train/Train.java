package org.clinicalmlops.api.train;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Metric;

/**
 * How a model comes about: the best of some trainers by cross-validation, or a model that was made elsewhere. Immutable: every
 * call returns a new value.
 */
public final class Train<P extends Output> implements Declared {
    /** Our choice: the field's usual number of folds. */
    private static final int DEFAULT_FOLDS = 5;

    private final Optional<GivenModel<P>> given;
    private final List<Trainer<P>> trainers;
    private final Optional<Metric<P>> selection;
    private final int folds;
    private final boolean calibrated;
    private final long seed;

    private Train(
            Optional<GivenModel<P>> given,
            List<Trainer<P>> trainers,
            Optional<Metric<P>> selection,
            int folds,
            boolean calibrated,
            long seed) {
        this.given = given;
        this.trainers = List.copyOf(trainers);
        this.selection = selection;
        this.folds = folds;
        this.calibrated = calibrated;
        this.seed = seed;
    }

    /**
     * The trainer whose out-of-fold predictions are best, then fitted on all training rows. With ties the first wins.
     *
     * @param selection which number decides
     * @param trainers at least one
     */
    public static <P extends Output> Train<P> bestBy(Metric<P> selection, List<? extends Trainer<P>> trainers) {
        Objects.requireNonNull(selection, "selection");
        if (trainers.isEmpty()) {
            throw new IllegalArgumentException("at least one trainer is needed");
        }
        return new Train<>(Optional.empty(), List.copyOf(trainers), Optional.of(selection), DEFAULT_FOLDS, false, 0);
    }

    /** A model that was made elsewhere; it is evaluated and gated like any other, and never fitted. */
    public static <P extends Output> Train<P> given(GivenModel<P> model) {
        return new Train<>(Optional.of(model), List.of(), Optional.empty(), DEFAULT_FOLDS, false, 0);
    }

    /** Recalibrates the chosen model by logistic recalibration on its out-of-fold predictions; not for a given model. */
    public Train<P> calibrated() {
        mustBeFitted("calibrated()");
        return new Train<>(given, trainers, selection, folds, true, seed);
    }

    /** Divides the patients into {@code folds} parts for cross-validation; 5 unless told; {@code >= 2}; not for a given model. */
    public Train<P> folds(int folds) {
        mustBeFitted("folds(" + folds + ")");
        if (folds < 2) {
            throw new IllegalArgumentException("folds must be >= 2, was " + folds);
        }
        return new Train<>(given, trainers, selection, folds, calibrated, seed);
    }

    /** The seed of folds and trainers; 0 unless told; not for a given model. */
    public Train<P> seed(long seed) {
        mustBeFitted("seed(" + seed + ")");
        return new Train<>(given, trainers, selection, folds, calibrated, seed);
    }

    /** The model that was made elsewhere, if there is one: there are no trainers then. */
    public Optional<GivenModel<P>> given() {
        return given;
    }

    public List<Trainer<P>> trainers() {
        return trainers;
    }

    /** Empty for a given model. */
    public Optional<Metric<P>> selection() {
        return selection;
    }

    public int folds() {
        return folds;
    }

    public boolean isCalibrated() {
        return calibrated;
    }

    public long seed() {
        return seed;
    }

    private void mustBeFitted(String setting) {
        if (given.isPresent()) {
            throw new IllegalArgumentException("a given model is used as it is: " + setting
                    + " would change nothing of '" + given.get().name() + "'");
        }
    }

    @Override
    public Declaration declaration() {
        if (given.isPresent()) {
            return Declaration.of("given").with("model", given.get());
        }
        return Declaration.of("best-by-cross-validation")
                .with("selection", selection.orElseThrow().id())
                .with("trainers", trainers)
                .with("folds", folds)
                .with("calibrated", calibrated)
                .with("seed", seed);
    }
}
