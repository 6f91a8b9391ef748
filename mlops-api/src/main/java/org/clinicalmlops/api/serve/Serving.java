package org.clinicalmlops.api.serve;

import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.Risk;

/** How a model goes into use: after which trial, and from which value on its answer asks for an action. Immutable. */
public final class Serving<P extends Output> implements Declared {
    private final SilentTrial trial;
    private final double actingAbove;

    private Serving(SilentTrial trial, double actingAbove) {
        this.trial = trial;
        this.actingAbove = actingAbove;
    }

    public static NeedsAction after(SilentTrial trial) {
        Objects.requireNonNull(trial, "trial");
        return risk -> {
            if (!(risk >= 0 && risk <= 1)) {
                throw new IllegalArgumentException("the acting threshold must be in [0, 1], was " + risk);
            }
            return new Serving<>(trial, risk);
        };
    }

    public SilentTrial trial() {
        return trial;
    }

    /** Answers above this value ask for an action. */
    public double actingAbove() {
        return actingAbove;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("serving").with("trial", trial).with("actingAbove", actingAbove);
    }

    /** From which answer on somebody acts. Not generic: the kind of output follows from how it is acted on. */
    public interface NeedsAction {
        /** @param risk in [0, 1]; a higher risk asks for an action */
        Serving<Risk> actingAbove(double risk);
    }
}
