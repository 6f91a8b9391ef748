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
 * @param because alerts that led to it; none if it was only time
 * @param reasons why, in words; at least one
 * @param at when
 */
public record UpdateProposal(Action action, Digest model, List<Alert> because, List<String> reasons, Instant at) {

    /** What can be proposed. */
    public enum Action {
        /** Somebody should look at the source of the data; the model stays as it is. */
        INVESTIGATE,
        /**
         * The ranking holds, level or spread of the risks do not: a new intercept and slope would mend it. Where the change plan lists
         * modifications, the learning loop chooses the smallest update that is sufficient; otherwise the plan is run again on newer data,
         * whose training recalibrates too.
         */
        RECALIBRATE,
        /** The plan should run again on newer data. */
        RETRAIN,
        /** Worse than no model: nobody should act on it until somebody has looked. Never carried out by itself: a person decides. */
        STOP;

        /** Whether it leads to a new version. */
        public boolean renews() {
            return this == RECALIBRATE || this == RETRAIN;
        }
    }

    public UpdateProposal {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(at, "at");
        because = List.copyOf(because);
        reasons = List.copyOf(reasons);
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a proposal needs at least one reason");
        }
    }

    /** Because of alerts alone; at least one. */
    public UpdateProposal(Action action, Digest model, List<Alert> because, Instant at) {
        this(action, model, because, explanations(because), at);
    }

    static List<String> explanations(List<Alert> alerts) {
        return alerts.stream().map(a -> a.finding().explanation()).toList();
    }
}
