package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * The clock of a chart: what each outcome brings of the false alarms that a year allows. Before an outcome is read the chart gains
 * {@code allowance * years} since the one before, by the ends of their horizons; an outcome whose horizon ended before that of one
 * already read gains nothing, and none gains for more than {@link #LONGEST_GAP}. So the shares add up to at most the allowance
 * times the time that has passed, and with them the expected false alarms. A share is fixed before its outcome is looked at.
 * Single-threaded.
 */
final class Shares {
    /**
     * The longest time, in years, whose share one outcome brings. Otherwise the first outcome of a long horizon would bring the
     * share of all the years in which there was nothing to find, and alarm by itself. Our choice; less than the allowance is always
     * safe.
     */
    static final double LONGEST_GAP = 0.1;

    private final double perYear;
    private Instant clock;

    Shares(Allowance allowance, Instant since) {
        this.perYear = allowance.perYear();
        this.clock = since;
    }

    /** What the outcome brings whose horizon ended then; moves the clock. */
    double next(Instant maturesAt) {
        double share = perYear * Math.min(LONGEST_GAP, Allowance.years(clock, maturesAt));
        if (maturesAt.isAfter(clock)) {
            clock = maturesAt;
        }
        return share;
    }

    /** The latest end of a horizon so far. */
    Instant clock() {
        return clock;
    }

    void save(StateOutput out) {
        out.putInstant(clock);
    }

    void restore(StateInput in) {
        clock = in.getInstant();
    }
}
