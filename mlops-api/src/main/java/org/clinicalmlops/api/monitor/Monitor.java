package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;

/**
 * Watches one model in use. Thread-safe. Nothing here throws into the host: what is refused is counted in {@link #health()}.
 */
public interface Monitor {
    /**
     * Records one row. Allocates nothing and takes no lock. Rows that the model gave no answer for are recorded too: otherwise a
     * model that abstains without an input would hide that the input is gone.
     *
     * @param values in the order of the baseline's schema: numbers as read, categories as codes of the baseline's levels; NaN is
     *     missing
     * @param risk what the model said, in [0, 1]; NaN where it gave no answer
     */
    void observe(double[] values, double risk);

    /**
     * Awaits the outcome of a prediction.
     *
     * @param id of the prediction
     * @param episode rows of one patient's episode count as one piece of evidence; a pseudonym
     * @param maturesAt when the horizon ends: no outcome counts before
     * @param risk what the model said
     */
    void expect(String id, String episode, Instant maturesAt, double risk);

    /** Takes the outcome of a prediction. Unknown ids and second outcomes are counted and left out. */
    void outcome(String id, Outcome<Risk> outcome);

    /**
     * Closes the window if it is over, and compares it with the baseline.
     *
     * @param now not before the last call's; an earlier instant closes nothing
     * @return empty while the window is open
     */
    Optional<WindowReport> review(Instant now);

    /** What was counted and refused since the monitor was opened. */
    MonitorHealth health();
}
