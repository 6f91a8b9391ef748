package org.clinicalmlops.api.serve;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;

/**
 * How a model goes into use: after which trial, from which value on its answer asks for an action, which rows it answers, and what
 * answers in its place. Immutable.
 */
public final class Serving<P extends Output> implements Declared {
    private final SilentTrial trial;
    private final double actingAbove;
    private final Optional<Mandates> mandates;
    private final InputRules inputs;
    private final Optional<Bands> bands;
    private final Optional<Fallback<P>> fallback;
    private final Recording recording;

    private Serving(
            SilentTrial trial,
            double actingAbove,
            Optional<Mandates> mandates,
            InputRules inputs,
            Optional<Bands> bands,
            Optional<Fallback<P>> fallback,
            Recording recording) {
        this.trial = trial;
        this.actingAbove = actingAbove;
        this.mandates = mandates;
        this.inputs = inputs;
        this.bands = bands;
        this.fallback = fallback;
        this.recording = recording;
    }

    public static NeedsAction after(SilentTrial trial) {
        Objects.requireNonNull(trial, "trial");
        return risk -> {
            if (!(risk >= 0 && risk <= 1)) {
                throw new IllegalArgumentException("the acting threshold must be in [0, 1], was " + risk);
            }
            return new Serving<>(
                    trial,
                    risk,
                    Optional.empty(),
                    InputRules.none(),
                    Optional.empty(),
                    Optional.empty(),
                    Recording.refusing());
        };
    }

    public SilentTrial trial() {
        return trial;
    }

    /** Answers above this value ask for an action. */
    public double actingAbove() {
        return actingAbove;
    }

    /** Says who may stop, start again, roll back, retire, export and import. Without it, the role that ends the silent trial. */
    public Serving<P> mandates(Mandates who) {
        return new Serving<>(trial, actingAbove, Optional.of(who), inputs, bands, fallback, recording);
    }

    /** Who may stop, start again, roll back, retire, export and import. */
    public Mandates mandates() {
        return mandates.orElseGet(() -> Mandates.all(trial.endedBy()));
    }

    /** Says which rows are answered. Without it, all that can be. */
    public Serving<P> answering(InputRules rows) {
        return new Serving<>(
                trial, actingAbove, mandates, Objects.requireNonNull(rows, "rows"), bands, fallback, recording);
    }

    /** Which rows are answered. */
    public InputRules inputs() {
        return inputs;
    }

    /** Names ranges of risk. */
    public Serving<P> bands(Bands names) {
        return new Serving<>(trial, actingAbove, mandates, inputs, Optional.of(names), fallback, recording);
    }

    public Optional<Bands> bands() {
        return bands;
    }

    /** Says what answers where the model does not. */
    public Serving<P> fallback(Fallback<P> score) {
        return new Serving<>(trial, actingAbove, mandates, inputs, bands, Optional.of(score), recording);
    }

    public Optional<Fallback<P>> fallback() {
        return fallback;
    }

    /** Says what becomes of answers that cannot be put on record. Without it, they are refused. */
    public Serving<P> recording(Recording how) {
        return new Serving<>(trial, actingAbove, mandates, inputs, bands, fallback, Objects.requireNonNull(how, "how"));
    }

    public Recording recording() {
        return recording;
    }

    /** @throws IllegalArgumentException if a rule or the fallback reads a feature that is not there, or is another than it was made for */
    public void requireFit(FeatureSet<?> features) {
        inputs.requireFit(features);
        fallback.map(Fallback::score)
                .ifPresent(score -> score.misfit(features.schema()).ifPresent(why -> {
                    throw new IllegalArgumentException("the fallback '" + score.name() + "' " + why);
                }));
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("serving").with("trial", trial).with("actingAbove", actingAbove);
        if (mandates.isPresent()) {
            declaration = declaration.with("mandates", mandates.get());
        }
        if (!inputs.rules().isEmpty() || inputs.missingAtMost() < 1) {
            declaration = declaration.with("inputs", inputs);
        }
        if (bands.isPresent()) {
            declaration = declaration.with("bands", bands.get());
        }
        if (fallback.isPresent()) {
            declaration = declaration.with("fallback", fallback.get());
        }
        return recording.equals(Recording.refusing()) ? declaration : declaration.with("recording", recording);
    }

    /** From which answer on somebody acts. Not generic: the kind of output follows from how it is acted on. */
    public interface NeedsAction {
        /** @param risk in [0, 1]; a higher risk asks for an action */
        Serving<Risk> actingAbove(double risk);
    }
}
