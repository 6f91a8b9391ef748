package org.clinicalmlops.api.learn;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.usecase.Role;

/**
 * What may change in a model in use, decided before it goes into use (a predetermined change control plan). A person promotes
 * every new version.
 *
 * @param refitOn a refit takes the rows of this much time, the newest whose horizon has passed; empty if nothing may change
 * @param startedBy who starts a refit
 * @param promotedBy who promotes a new version
 */
public record ChangePlan(Optional<Period> refitOn, Start startedBy, Role promotedBy) implements Declared {

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
        refitOn.ifPresent(period -> {
            if (period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("refitOn must be longer than zero, was " + period);
            }
        });
    }

    /** Nothing about the model may change, as with a bought one: findings lead to proposals to investigate only. */
    public static ChangePlan frozen() {
        return new ChangePlan(Optional.empty(), Start.PERSON, Role.CLINICAL_LEAD);
    }

    /**
     * The plan may be run again on newer data.
     *
     * @param newest length of the index window; the newest rows whose horizon has passed
     */
    public static NeedsStart refitOn(Period newest) {
        return start -> role -> new ChangePlan(Optional.of(newest), start, role);
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
        return Declaration.of("change-plan")
                .with("refitOn", refitOn.map(Period::toString).orElse("never"))
                .with("startedBy", startedBy.name())
                .with("promotedBy", promotedBy.name());
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
