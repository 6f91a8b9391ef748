package org.clinicalmlops.api.train;

import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;

/** A fitted model with everything that scoring needs, except the code that reads a row. Content-addressed. Immutable. */
public interface Artifact<P extends Output> {
    /** SHA-256 of the canonical text: the name of this version. */
    Digest digest();

    /** The features that the model was fitted with, in the model's order. */
    Schema schema();

    /** The categories that were seen in training. */
    Levels levels();

    /**
     * Connects the model with the code that reads its features. Names bind and the model's order wins; extra features are
     * ignored and listed. A missing name, another kind, unit or revision, or a probe whose value differs is refused, never
     * converted.
     */
    <R> Binding<R, P> bind(FeatureSet<R> features);

    /** Canonical JSON, read back by the library that wrote it and later ones. */
    String json();
}
