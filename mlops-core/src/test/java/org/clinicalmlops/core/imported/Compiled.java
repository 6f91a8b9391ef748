package org.clinicalmlops.core.imported;

import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Recalibration;

/** A given model as a deployment scores it. */
final class Compiled {
    private Compiled() {}

    /** From a coded row to its risk, or NaN. */
    static ToDoubleFunction<double[]> of(GivenModel<?> model, Levels levels) {
        CompiledModel compiled =
                new CompiledModel(Preparation.asGiven(model, levels), model.form(), Recalibration.NONE);
        return compiled::risk;
    }
}
