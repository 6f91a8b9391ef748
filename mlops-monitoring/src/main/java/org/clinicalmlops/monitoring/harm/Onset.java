package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.monitoring.harm.RiskTally.OddsRatio;

/**
 * When a change began, and what has happened since: a CUSUM whose last zero is the estimate of largest likelihood of the change
 * point (Page 1954), and the cases after it. Those cases are picked because they speak for a change: numbers about them are further
 * from the truth than their intervals say. Single-threaded.
 *
 * @see <a href="https://doi.org/10.1093/biomet/41.1-2.100">Page 1954</a>
 */
final class Onset {
    private double sum;
    private Instant since;
    private long events;
    private final RiskTally tally = new RiskTally();

    Onset(Instant since) {
        this.since = since;
    }

    /**
     * Adds one case.
     *
     * @param weight evidence of the case for a change; on average below 0 without one
     * @param now the end of the last horizon
     */
    void add(MaturedCase matured, double weight, Instant now) {
        sum = Math.max(0, sum + weight);
        if (sum == 0) {
            restart(now);
            return;
        }
        events += matured.event() ? 1 : 0;
        tally.add(matured.risk());
    }

    void restart(Instant now) {
        sum = 0;
        since = now;
        events = 0;
        tally.clear();
    }

    /** Nothing speaks for a change. */
    boolean atZero() {
        return sum == 0;
    }

    /** With the odds ratio, which takes some time. */
    Seen seen() {
        return new Seen(since, tally.cases(), events, tally.expected(), tally.oddsRatio(events));
    }

    /**
     * What has happened since.
     *
     * @param since end of the last horizon before
     * @param cases episodes since then
     * @param events among them
     * @param expected events that the model expected among them
     * @param oddsRatio by how much the odds exceed the predicted ones; empty if no or every case had the event, or if nobody asked
     */
    record Seen(Instant since, long cases, long events, double expected, Optional<OddsRatio> oddsRatio) {}

    void save(StateOutput out) {
        out.putDouble(sum);
        out.putInstant(since);
        out.putLong(events);
        tally.save(out);
    }

    void restore(StateInput in) {
        sum = in.getDouble();
        since = in.getInstant();
        events = in.getLong();
        tally.restore(in);
    }
}
