package org.clinicalmlops.core.retention;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Objects;
import org.clinicalmlops.api.usecase.Role;

/**
 * For how long a patient's rows are kept, and who may do what about them. There is no default: a workspace without it forgets nobody.
 * Models, evaluations and decisions are kept for ever, since a ledger deletes nothing. Immutable.
 */
public final class Retention {
    private final Period keeping;
    private final Role forgets;
    private final Role holds;
    private final Role lifts;

    private Retention(Period keeping, Role forgets, Role holds, Role lifts) {
        this.keeping = keeping;
        this.forgets = forgets;
        this.holds = holds;
        this.lifts = lifts;
    }

    /**
     * @param period from a patient's last prediction or outcome on; positive. What the law of the host's country asks for is the host's to
     *     know
     */
    public static NeedsForgetting keepingRowsFor(Period period) {
        Objects.requireNonNull(period, "period");
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period must be positive, was " + period);
        }
        return forgets -> holds -> lifts -> new Retention(
                period,
                Objects.requireNonNull(forgets, "forgets"),
                Objects.requireNonNull(holds, "holds"),
                Objects.requireNonNull(lifts, "lifts"));
    }

    /** Whether rows whose newest is of {@code last} need not be kept any more; by the calendar in UTC. */
    boolean isOver(Instant last, Instant now) {
        return !last.atZone(ZoneOffset.UTC).plus(keeping).toInstant().isAfter(now);
    }

    /** Who may have a patient forgotten. */
    public Role forgets() {
        return forgets;
    }

    /** Who may place a legal hold. */
    public Role holds() {
        return holds;
    }

    /** Who may lift one. */
    public Role lifts() {
        return lifts;
    }

    /** Who may have a patient forgotten. */
    public interface NeedsForgetting {
        NeedsHolding forgottenBy(Role role);
    }

    /** Who may place a legal hold. */
    public interface NeedsHolding {
        NeedsLifting heldBy(Role role);
    }

    /** Who may lift a legal hold: often somebody else than who places it. */
    public interface NeedsLifting {
        Retention liftedBy(Role role);
    }
}
