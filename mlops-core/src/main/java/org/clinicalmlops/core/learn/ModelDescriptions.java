package org.clinicalmlops.core.learn;

import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.ModelDescription;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.core.model.ModelArtifact;

/** Describes a stored model to a change plan. Pure function. */
public final class ModelDescriptions {
    private ModelDescriptions() {}

    /**
     * Schema, preparation, form and recalibration are the artifact's, the threshold is where it is served to act. An artifact does not
     * hold hyper-parameters or sites: both versions of a change are described without them.
     *
     * @param serving of the plan that the model is served under
     */
    public static ModelDescription of(ModelArtifact model, Serving<Risk> serving) {
        return ModelDescription.of(
                        model.digest(),
                        model.schema(),
                        model.preparation().declaration().digest(),
                        model.form())
                .recalibrated(
                        model.recalibration().intercept(), model.recalibration().slope())
                .actingAbove(serving.actingAbove());
    }
}
