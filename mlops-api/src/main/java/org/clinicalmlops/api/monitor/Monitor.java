package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.jspecify.annotations.Nullable;

/**
 * Watches one model in use. Thread-safe. Nothing here throws into the host: what is refused is counted in {@link #health()}.
 */
public interface Monitor {
    /**
     * Whether what is recorded may have to wait: for a lock that a look holds, another thread, a device. If not, {@link #observe}, {@link #expect},
     * {@link #outcome}, {@link #note} and {@link #took} are called by threads that predict and by the ledger's writer; else by one that nobody
     * waits for. Either way the engine's clock says, to the thread that calls, when what is recorded was.
     */
    default boolean mayWait() {
        return true;
    }

    /**
     * Records one row. Allocates nothing and takes no lock. Rows that the model gave no answer for are recorded too: otherwise a
     * model that abstains without an input would hide that the input is gone.
     *
     * @param values in the order of the baseline's schema: numbers as read, categories as codes of the baseline's levels; NaN is
     *     missing; not kept: the caller uses the array again
     * @param risk what the model said, in [0, 1]; NaN where it gave no answer
     * @param episode rows of one patient's episode are one piece of evidence; a pseudonym. Null if the host does not know: then no
     *     sequential test is made of the rows
     */
    void observe(double[] values, double risk, @Nullable String episode);

    /**
     * Awaits the outcome of a prediction.
     *
     * @param id of the prediction
     * @param episode as in {@link #observe}
     * @param maturesAt when the horizon ends: no outcome counts before
     * @param values as in {@link #observe}: they decide the patient's groups, and are not kept
     * @param risk what the model said
     */
    void expect(String id, String episode, Instant maturesAt, double[] values, double risk);

    /**
     * Takes the outcome of a prediction. One that was told before is corrected: what evidence has used is never changed, the figures of
     * later reports are. Unknown ids, and outcomes that cannot be, are counted and left out.
     */
    void outcome(String id, Outcome<Risk> outcome);

    /** Counts something of the work around predictions. Allocates nothing and takes no lock. */
    void note(Operation operation);

    /** Counts how long a prediction took. Allocates nothing and takes no lock. */
    void took(long nanos);

    /**
     * Looks at what cannot wait for the end of a window: interfaces that died, escalations, alerts whose quiet hours are over. Call it
     * about every hour.
     *
     * @param now by the monitor's clock; an instant before the last look's is counted and changes nothing
     * @return what became of alerts, in order
     */
    List<AlertEvent> pulse(Instant now);

    /**
     * Closes the window if it is over, and compares it with the baseline.
     *
     * @param now not before the last look's; an earlier instant closes nothing
     * @return empty while the window is open
     */
    Optional<WindowReport> review(Instant now);

    /**
     * Somebody takes an alert on.
     *
     * @param alert id
     * @param by the person, as the host names them
     * @return the alert as it is now; empty if there is no such alert, or it is over
     */
    Optional<Alert> acknowledge(String alert, String by, Instant at);

    /**
     * Somebody has looked at a number, as the plan's commitments promise.
     *
     * @param metric as the {@link Commitment} names it
     * @param by the person, as the host names them; the name of a role if several roles promised to look at the same number
     * @param at when; an instant to come counts as now
     * @return whether anybody had promised to look at it
     */
    boolean looked(String metric, String by, Instant at);

    /** Alerts that are not over. */
    List<Alert> open();

    /** What was counted and refused since the monitor was opened. */
    MonitorHealth health();

    /** All state, versioned and with a checksum: {@link MonitorEngine#resume} goes on with the same bits. */
    byte[] save();
}
