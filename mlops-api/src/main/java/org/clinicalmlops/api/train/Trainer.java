package org.clinicalmlops.api.train;

import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;

/**
 * Fits a model. Declares its name and every parameter that changes what it fits. The same data and seed give the same form to
 * the bit, whatever the number of threads. Stateless and thread-safe.
 */
public interface Trainer<P extends Output> extends Declared {
    /** With its parameters, for a reader: {@code "logistic regression, L2 0.1"}. */
    String id();

    /**
     * @param data at least one row of each class
     * @param seed the only source of randomness
     * @throws org.clinicalmlops.api.MlopsException if the fit fails
     */
    ModelForm fit(TrainingData data, long seed);
}
