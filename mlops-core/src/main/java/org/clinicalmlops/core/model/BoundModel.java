package org.clinicalmlops.core.model;

import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.core.feature.Typical;

/** A model connected with the code that reads its features, and what is typical of its training rows. Immutable, thread-safe. */
public final class BoundModel<R> implements Binding.Scorer<R, Risk> {
    private final ModelArtifact artifact;
    private final FeatureSet<R> features;
    private final int[] positions;
    private final boolean[] categorical;
    private final Typical typical;

    BoundModel(ModelArtifact artifact, FeatureSet<R> features, Typical typical) {
        this.artifact = artifact;
        this.features = features;
        this.typical = typical;
        this.positions = new int[artifact.schema().size()];
        this.categorical = new boolean[positions.length];
        for (int f = 0; f < positions.length; f++) {
            positions[f] =
                    features.schema().indexOf(artifact.schema().feature(f).name());
            categorical[f] = artifact.schema().feature(f).categorical();
        }
    }

    public ModelArtifact artifact() {
        return artifact;
    }

    /** The same model, of whose training rows this is typical. */
    public BoundModel<R> knowing(Typical ofTraining) {
        return new BoundModel<>(artifact, features, ofTraining);
    }

    /** What is typical of its training rows, as far as it is known beside what the model itself has. */
    public Typical typical() {
        return typical;
    }

    /** A buffer for {@link #read}. */
    public double[] newCoded() {
        return new double[positions.length];
    }

    /**
     * Reads a row in the model's order: numbers as they are, categories as codes, NaN for missing.
     *
     * @param coded filled
     * @throws RuntimeException whatever the host's functions throw
     */
    public void read(R row, double[] coded) {
        for (int f = 0; f < positions.length; f++) {
            coded[f] = categorical[f]
                    ? artifact.levels().code(f, features.text(positions[f], row))
                    : features.number(positions[f], row);
        }
    }

    /** How many probe rows the feature set has. */
    public int probes() {
        return features.probes().size();
    }

    /** As {@link #read}, of a probe row. @param i from 0, below {@link #probes} */
    public void readProbe(int i, double[] coded) {
        read(features.probes().get(i), coded);
    }

    @Override
    public Optional<Risk> score(R row) {
        double[] coded = newCoded();
        read(row, coded);
        double risk = artifact.compiled().risk(coded);
        return Double.isNaN(risk) ? Optional.empty() : Optional.of(new Risk(risk));
    }
}
