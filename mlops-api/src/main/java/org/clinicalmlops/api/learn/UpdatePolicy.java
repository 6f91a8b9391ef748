package org.clinicalmlops.api.learn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;

/**
 * The retraining trigger: what evidence leads to which proposal.
 *
 * <ul>
 *   <li>Outcomes that show the model to be worse than none propose to STOP it, whatever else is the case.
 *   <li>Where the trigger holds, harm proposes what its evidence asks for: to RECALIBRATE, or to RETRAIN, which is also what harm asks
 *       for that does not say; the graver of several. Time alone proposes to RETRAIN.
 *   <li>Everything else that is new proposes to INVESTIGATE: drift of inputs alone, since a model that learns from what an interface
 *       has garbled makes the garbling permanent; and harm while inputs are in alarm, while too few outcomes are fresh, in a freeze, or
 *       where nothing may change. Such harm waits and is asked about again.
 * </ul>
 *
 * Immutable; every method that is named for a part returns a changed copy.
 *
 * @param trigger when evidence is enough to propose a new version
 * @param minimumFreshOutcomes with fewer, no new version is proposed; {@code >= 0}
 * @param frozen when no new version is proposed
 * @param changePlan what may change
 */
public record UpdatePolicy(Trigger trigger, long minimumFreshOutcomes, List<Freeze> frozen, ChangePlan changePlan)
        implements Declared {
    /** With fewer outcomes a model learns little that is new. Our choice. */
    private static final long FRESH = 100;

    public UpdatePolicy {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(changePlan, "changePlan");
        frozen = List.copyOf(frozen);
        if (minimumFreshOutcomes < 0) {
            throw new IllegalArgumentException("minimumFreshOutcomes must be >= 0, was " + minimumFreshOutcomes);
        }
    }

    /** Proposes a new version as soon as matured outcomes show harm, however few are fresh. */
    public static NeedsChangePlan proposeOnHarm() {
        return plan -> new UpdatePolicy(Trigger.onHarm(), 0, List.of(), plan);
    }

    /** Proposes a new version when a trigger holds and at least 100 outcomes are fresh. */
    public static NeedsChangePlan proposeWhen(Trigger trigger) {
        Objects.requireNonNull(trigger, "trigger");
        return plan -> new UpdatePolicy(trigger, FRESH, List.of(), plan);
    }

    public UpdatePolicy minimumFreshOutcomes(long n) {
        return new UpdatePolicy(trigger, n, frozen, changePlan);
    }

    /** Adds a time in which no new version is proposed; investigations still are. */
    public UpdatePolicy frozen(Instant from, Instant until) {
        List<Freeze> more = new ArrayList<>(frozen);
        more.add(new Freeze(from, until));
        return new UpdatePolicy(trigger, minimumFreshOutcomes, more, changePlan);
    }

    /**
     * What the evidence asks for.
     *
     * @param model the version in use
     * @return empty if it asks for nothing that was not asked before
     */
    public Optional<UpdateProposal> propose(Evidence evidence, Digest model) {
        Optional<Finding.Remedy> asked =
                evidence.alerts().flatMap(alert -> alert.asks().stream()).max(Finding.Remedy::compareTo);
        if (asked.equals(Optional.of(Finding.Remedy.STOP))) {
            return Optional.of(new UpdateProposal(Action.STOP, model, harmful(evidence), evidence.at()));
        }
        Action action = renewal(evidence, asked);
        if (action.renews() && mayRenew(evidence)) {
            return Optional.of(renewing(action, evidence, model));
        }
        return evidence.opened().isEmpty()
                ? Optional.empty()
                : Optional.of(new UpdateProposal(Action.INVESTIGATE, model, evidence.opened(), evidence.at()));
    }

    private Action renewal(Evidence evidence, Optional<Finding.Remedy> asked) {
        if (!trigger.holds(evidence)) {
            return Action.INVESTIGATE;
        }
        if (asked.isPresent()) {
            return asked.get() == Finding.Remedy.RECALIBRATE ? Action.RECALIBRATE : Action.RETRAIN;
        }
        return isTime(evidence) ? Action.RETRAIN : Action.INVESTIGATE;
    }

    /** Whether the trigger would hold without any alert. */
    private boolean isTime(Evidence evidence) {
        return trigger.holds(Evidence.of(List.of(), evidence.at()).since(evidence.since()));
    }

    private boolean mayRenew(Evidence evidence) {
        return changePlan.refitOn().isPresent()
                && !evidence.inputsInAlarm()
                && evidence.freshOutcomes() >= minimumFreshOutcomes
                && frozen.stream().noneMatch(freeze -> freeze.covers(evidence.at()));
    }

    private UpdateProposal renewing(Action action, Evidence evidence, Digest model) {
        List<Alert> because = new ArrayList<>(evidence.opened());
        evidence.waiting().stream().filter(Alert::harm).forEach(because::add);
        List<String> reasons = new ArrayList<>(UpdateProposal.explanations(because));
        if (isTime(evidence)) {
            reasons.add("No new version was put to use or proposed since " + evidence.since() + ".");
        }
        return new UpdateProposal(action, model, because, reasons, evidence.at());
    }

    private static List<Alert> harmful(Evidence evidence) {
        return evidence.alerts().filter(Alert::harm).toList();
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("update-policy")
                .with("trigger", trigger)
                .with("minimumFreshOutcomes", minimumFreshOutcomes)
                .with("frozen", frozen)
                .with("within", changePlan);
    }

    /** Inside which bounds. */
    public interface NeedsChangePlan {
        UpdatePolicy within(ChangePlan changePlan);
    }
}
