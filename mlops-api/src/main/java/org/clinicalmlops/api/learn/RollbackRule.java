package org.clinicalmlops.api.learn;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * When a new version gives way to the one before it, without anybody's leave.
 *
 * @param probation for how long after its promotion; longer than zero
 * @param harm what rolls it back
 */
public record RollbackRule(Duration probation, Trigger harm) implements Declared {
    public RollbackRule {
        Objects.requireNonNull(probation, "probation");
        Objects.requireNonNull(harm, "harm");
        if (probation.isNegative() || probation.isZero()) {
            throw new IllegalArgumentException("probation must be longer than zero, was " + probation);
        }
    }

    public static NeedsHarm probation(Duration probation) {
        return harm -> new RollbackRule(probation, harm);
    }

    /**
     * Whether the version must go.
     *
     * @param promoted when it was put to use
     * @param evidence of this version's own monitoring; its instant is inside the probation from {@code promoted}, end excluded
     */
    public boolean rollsBack(Instant promoted, Evidence evidence) {
        return !evidence.at().isBefore(promoted)
                && evidence.at().isBefore(promoted.plus(probation))
                && harm.holds(evidence);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("rollback-rule")
                .with("probation", probation.toString())
                .with("harm", harm);
    }

    /** What rolls a version back. */
    public interface NeedsHarm {
        RollbackRule on(Trigger harm);
    }
}
