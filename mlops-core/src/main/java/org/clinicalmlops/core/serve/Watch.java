package org.clinicalmlops.core.serve;

import java.util.Optional;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.core.model.BoundModel;

/**
 * A version that is taken up again, with its monitor.
 *
 * @param past what the ledger says of it
 * @param after the entry up to which the monitor knows everything; of what comes after, it is told again
 * @param how it came to its monitor
 * @param reason why the monitor does not go on from a saved state
 */
public record Watch<R>(
        BoundModel<? super R> model, Monitor monitor, Past.Served past, long after, How how, Optional<String> reason) {
    /** How a version came to its monitor. */
    public enum How {
        /** From the state that was saved last. */
        RESUMED,
        /** No state was saved: from everything that the ledger holds since the trial began. */
        REPLAYED,
        /** The saved state could not be used: it starts now, and knows nothing of what was. */
        OPENED_ANEW
    }

    /** What a monitor that starts now is told again: nothing. */
    public static final long NOTHING = Long.MAX_VALUE;
}
