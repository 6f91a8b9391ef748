package org.clinicalmlops.api.monitor;

import java.time.Period;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.usecase.Role;

/**
 * Something that people promised to look at: which number, how often, who, and what they do about it (the four parts of a monitoring
 * plan after Stanford Health Care, arXiv 2512.09048). A commitment that was not kept is a finding.
 *
 * @param metric what is looked at, as the report names it, for example {@code "observed/expected"}; not blank
 * @param cadence how often at least; longer than zero
 * @param responsible who looks
 * @param action what follows if it is not as it should be
 */
public record Commitment(String metric, Period cadence, Role responsible, FollowUp action) implements Declared {

    /** What follows. */
    public enum FollowUp {
        INVESTIGATE,
        UPDATE,
        MODIFY_WORKFLOW,
        DECOMMISSION
    }

    public Commitment {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(responsible, "responsible");
        Objects.requireNonNull(action, "action");
        if (metric.isBlank()) {
            throw new IllegalArgumentException("metric must not be blank");
        }
        if (cadence.isNegative() || cadence.isZero()) {
            throw new IllegalArgumentException("cadence must be longer than zero, was " + cadence);
        }
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("commitment")
                .with("metric", metric)
                .with("cadence", cadence.toString())
                .with("responsible", responsible.name())
                .with("action", action.name());
    }
}
