package org.clinicalmlops.api.serve;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.Risk;

/** How a model goes into use: after which trial, and from which value on its answer asks for an action. Immutable. */
public final class Serving<P extends Output> implements Declared {
    private final SilentTrial trial;
    private final double actingAbove;
    private final Optional<Mandates> mandates;

    private Serving(SilentTrial trial, double actingAbove, Optional<Mandates> mandates) {
        this.trial = trial;
        this.actingAbove = actingAbove;
        this.mandates = mandates;
    }

    public static NeedsAction after(SilentTrial trial) {
        Objects.requireNonNull(trial, "trial");
        return risk -> {
            if (!(risk >= 0 && risk <= 1)) {
                throw new IllegalArgumentException("the acting threshold must be in [0, 1], was " + risk);
            }
            return new Serving<>(trial, risk, Optional.empty());
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
        return new Serving<>(trial, actingAbove, Optional.of(who));
    }

    /** Who may stop, start again, roll back, retire, export and import. */
    public Mandates mandates() {
        return mandates.orElseGet(() -> Mandates.all(trial.endedBy()));
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("serving").with("trial", trial).with("actingAbove", actingAbove);
        return mandates.isPresent() ? declaration.with("mandates", mandates.get()) : declaration;
    }

    /** From which answer on somebody acts. Not generic: the kind of output follows from how it is acted on. */
    public interface NeedsAction {
        /** @param risk in [0, 1]; a higher risk asks for an action */
        Serving<Risk> actingAbove(double risk);
    }
}
