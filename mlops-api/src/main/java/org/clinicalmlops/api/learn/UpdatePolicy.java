package org.clinicalmlops.api.learn;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.monitor.Alert;

/**
 * The retraining trigger: evidence on outcomes proposes a retraining, drift of inputs alone an investigation, since retraining
 * on data that an interface has garbled would make the garbling permanent.
 *
 * @param changePlan what may change
 */
public record UpdatePolicy(ChangePlan changePlan) implements Declared {
    public UpdatePolicy {
        Objects.requireNonNull(changePlan, "changePlan");
    }

    /** Proposes a retraining when matured outcomes show harm. */
    public static NeedsChangePlan proposeOnHarm() {
        return UpdatePolicy::new;
    }

    /**
     * What newly opened alerts ask for.
     *
     * @param model the version in use
     * @param inputsInAlarm whether an alert on inputs is open at the same time: then harm too is investigated first
     * @return empty if there is no new alert
     */
    public Optional<UpdateProposal> propose(List<Alert> opened, boolean inputsInAlarm, Digest model, Instant at) {
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        boolean harm = opened.stream().anyMatch(Alert::harm);
        boolean retrain = harm && !inputsInAlarm && changePlan.refitOn().isPresent();
        return Optional.of(new UpdateProposal(retrain ? Action.RETRAIN : Action.INVESTIGATE, model, opened, at));
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("propose-on-harm").with("within", changePlan);
    }

    /** Inside which bounds. */
    public interface NeedsChangePlan {
        UpdatePolicy within(ChangePlan changePlan);
    }
}
