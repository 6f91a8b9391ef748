package org.clinicalmlops.api.learn;

import org.clinicalmlops.api.Digest;

/**
 * The leave of a change plan to promote one version in place of another without a signature. Comes only from {@link InPlan} of an
 * automatic modification: whoever asks for this value cannot be given anything else. It says nothing of gates and trials. Immutable.
 */
public final class AutomaticPermission {
    private final Digest plan;
    private final String modification;
    private final Digest from;
    private final Digest to;

    AutomaticPermission(Digest plan, String modification, Digest from, Digest to) {
        this.plan = plan;
        this.modification = modification;
        this.from = from;
        this.to = to;
    }

    /** Digest of the change plan that gives it. */
    public Digest plan() {
        return plan;
    }

    /** Id of the modification. */
    public String modification() {
        return modification;
    }

    /** The version that was in use when the plan was asked: void if another one is. */
    public Digest from() {
        return from;
    }

    /** The version that may be promoted. */
    public Digest to() {
        return to;
    }

    @Override
    public String toString() {
        return "AutomaticPermission[" + modification + ": " + from.brief() + " to " + to.brief() + "]";
    }
}
