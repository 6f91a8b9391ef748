package org.clinicalmlops.core.registry;

import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Facts;

/**
 * How a deployment stands after some of its entries.
 *
 * @param current the version that is in use, or on its first silent trial; empty before there is one
 * @param shadow a newer one that runs silently beside it
 * @param live whether the first silent trial is over
 * @param stopped whether it was stopped and not started again
 * @param closed whether its workspace was closed and it was not resumed
 * @param changed number of the newest entry that changed any of this; 0 before the first
 */
public record Standing(
        Optional<Digest> current,
        Optional<Digest> shadow,
        boolean live,
        boolean stopped,
        boolean closed,
        long changed) {
    static final Standing NONE = new Standing(Optional.empty(), Optional.empty(), false, false, false, 0);

    /** The version that answers; empty if none does. */
    public Optional<Digest> answering() {
        return live && !stopped && !closed ? current : Optional.empty();
    }

    /** Whether a version is in use, stopped or silently on trial here, and the deployment is not closed. */
    public boolean uses(Digest model) {
        return !closed && (current.equals(Optional.of(model)) || shadow.equals(Optional.of(model)));
    }

    Standing after(Entry entry) {
        long n = entry.sequence();
        return switch (entry.kind()) {
            case SILENT_TRIAL_STARTED ->
                entry.facts().text("beside").isPresent()
                        ? new Standing(current, model(entry), live, stopped, closed, n)
                        : new Standing(model(entry), Optional.empty(), false, false, false, n);
            case SILENT_TRIAL_WITHDRAWN -> new Standing(current, Optional.empty(), live, stopped, closed, n);
            case WENT_LIVE -> new Standing(model(entry), shadow, true, stopped, closed, n);
            case MODEL_PROMOTED -> new Standing(model(entry), Optional.empty(), live, stopped, closed, n);
            case MODEL_ROLLED_BACK -> {
                Optional<Digest> to = model(entry);
                yield new Standing(to, shadow.filter(beside -> !to.equals(shadow)), live, stopped, closed, n);
            }
            case DEPLOYMENT_STOPPED -> new Standing(current, shadow, live, true, closed, n);
            case DEPLOYMENT_STARTED_AGAIN -> new Standing(current, shadow, live, false, closed, n);
            case DEPLOYMENT_CLOSED -> new Standing(current, shadow, live, stopped, true, n);
            case DEPLOYMENT_RESUMED -> new Standing(current, shadow, live, stopped, false, changed);
            default -> this;
        };
    }

    private static Optional<Digest> model(Entry entry) {
        Facts facts = entry.facts();
        return facts.text("model").map(Digest::new);
    }
}
