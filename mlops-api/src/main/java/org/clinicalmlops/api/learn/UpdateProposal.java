package org.clinicalmlops.api.learn;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.monitor.Alert;

/**
 * What monitoring evidence asks for.
 *
 * @param action what is proposed
 * @param model the version in use
 * @param because alerts that led to it; at least one
 * @param at when
 */
public record UpdateProposal(Action action, Digest model, List<Alert> because, Instant at) {

    /** What can be proposed. */
    public enum Action {
        /** Somebody should look at the source of the data; the model stays as it is. */
        INVESTIGATE,
        /** The plan should run again on newer data. */
        RETRAIN
    }

    public UpdateProposal {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(at, "at");
        because = List.copyOf(because);
        if (because.isEmpty()) {
            throw new IllegalArgumentException("a proposal needs at least one alert");
        }
    }

    /** Why, in words. */
    public List<String> reasons() {
        return because.stream().map(a -> a.finding().explanation()).toList();
    }
}
