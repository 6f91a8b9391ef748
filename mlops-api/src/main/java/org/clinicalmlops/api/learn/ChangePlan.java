package org.clinicalmlops.api.learn;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.GatePolicy;

/**
 * What may change in a model in use, decided before it goes into use (a predetermined change control plan): {@link #frozen nothing},
 * {@link #refitOn a refit} that a person promotes in every case, or {@link #modifications listed modifications} within bounds, of which
 * automatic ones may be promoted without a signature.
 *
 * @param refitOn a refit takes the rows of this much time, the newest whose horizon has passed; empty if nothing may change
 * @param startedBy who starts a refit
 * @param promotedBy who promotes a new version
 * @param control the modifications with their protocol; without it nothing is in plan, and a person promotes every version
 */
public record ChangePlan(Optional<Period> refitOn, Start startedBy, Role promotedBy, Optional<ChangeControl> control)
        implements Declared {

    /** Who starts a refit. */
    public enum Start {
        /** A person, having read the proposal. */
        PERSON,
        /** The trigger itself, as soon as monitoring shows harm. */
        TRIGGER
    }

    public ChangePlan {
        Objects.requireNonNull(refitOn, "refitOn");
        Objects.requireNonNull(startedBy, "startedBy");
        Objects.requireNonNull(promotedBy, "promotedBy");
        Objects.requireNonNull(control, "control");
        control.ifPresent(c -> {
            ChangeProtocol p = c.protocol();
            if (!refitOn.equals(Optional.of(p.data().newest()))
                    || startedBy != p.retraining().startedBy()
                    || !promotedBy.equals(p.update().promotedBy())) {
                throw new IllegalArgumentException(
                        "refitOn, startedBy and promotedBy must be those of the protocol, were " + refitOn + ", "
                                + startedBy + " and " + promotedBy);
            }
        });
        refitOn.ifPresent(period -> {
            if (period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("refitOn must be longer than zero, was " + period);
            }
        });
    }

    /** Nothing about the model may change, as with a bought one: findings lead to proposals to investigate only. */
    public static ChangePlan frozen() {
        return new ChangePlan(Optional.empty(), Start.PERSON, Role.CLINICAL_LEAD, Optional.empty());
    }

    /**
     * The plan may be run again on newer data.
     *
     * @param newest length of the index window; the newest rows whose horizon has passed
     */
    public static NeedsStart refitOn(Period newest) {
        return start -> role -> new ChangePlan(Optional.of(newest), start, role, Optional.empty());
    }

    /**
     * A plan that lists what may change. Newest rows, who starts and who promotes are those of its protocol.
     *
     * @param modifications at least one, with different ids
     */
    public static NeedsProtocol modifications(List<Modification> modifications) {
        return protocol -> acceptance -> rollback -> impact -> new ChangePlan(
                Optional.of(protocol.data().newest()),
                protocol.retraining().startedBy(),
                protocol.update().promotedBy(),
                Optional.of(new ChangeControl(modifications, protocol, acceptance, rollback, impact)));
    }

    /** Whether a change stays within this plan. Reads values only: that the rows and risks are those of the change is the caller's part. */
    public PlanJudgement judge(ProposedChange change) {
        return new PlanJudge(this, change).judge();
    }

    /** Which component of the protocol says what about which modification; no rows without modifications. */
    public Traceability traceability() {
        return control.map(Traceability::of).orElse(new Traceability(List.of()));
    }

    /** The rows that a refit at {@code now} takes. Empty if nothing may change. */
    public Optional<DataCut> cutAt(Instant now, Period horizon) {
        return refitOn.map(newest -> {
            Instant until = now.atZone(ZoneOffset.UTC).minus(horizon).toInstant();
            return DataCut.indexed(until.atZone(ZoneOffset.UTC).minus(newest).toInstant(), until)
                    .asOf(now);
        });
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("change-plan")
                .with("refitOn", refitOn.map(Period::toString).orElse("never"))
                .with("startedBy", startedBy.name())
                .with("promotedBy", promotedBy.name());
        return control.isPresent() ? declaration.with("control", control.get()) : declaration;
    }

    /** How changes are made. */
    public interface NeedsProtocol {
        NeedsAcceptance protocol(ChangeProtocol protocol);
    }

    /** What a new version has to pass beside the gates of the pipeline. */
    public interface NeedsAcceptance {
        NeedsRollback acceptedBy(GatePolicy<?> gates);
    }

    /** When a new version is taken back. */
    public interface NeedsRollback {
        NeedsImpact rolledBack(RollbackRule rule);
    }

    /** What the changes do to patients. */
    public interface NeedsImpact {
        ChangePlan impact(ImpactAssessment assessment);
    }

    /** Who starts a refit. */
    public interface NeedsStart {
        NeedsPromoter startedBy(Start start);
    }

    /** Who promotes a new version. */
    public interface NeedsPromoter {
        ChangePlan promotedBy(Role role);
    }
}
