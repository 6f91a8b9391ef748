package org.clinicalmlops.api.samples;

import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.Artifact;
import org.clinicalmlops.api.train.Binding;

/** A model that is only ever referred to. */
public record FixedArtifact(String json) implements Artifact<Risk> {
    @Override
    public Digest digest() {
        return Digest.of(json);
    }

    @Override
    public Schema schema() {
        return new Schema(List.of());
    }

    @Override
    public Levels levels() {
        return Levels.of(List.of());
    }

    @Override
    public <R> Binding<R, Risk> bind(FeatureSet<R> features) {
        throw new UnsupportedOperationException("is only referred to");
    }
}
