package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A closed window, as detectors read it.
 *
 * @param from start, inclusive
 * @param until end, exclusive
 * @param counts of the rows that were observed in it
 * @param matured cases that became evidence in it, one an episode, in the order in which their horizons ended
 * @param cohort what became of the predictions so far
 * @param rows the rows themselves, where a detector asked for them to be kept
 */
public record Window(
        Instant from, Instant until, Counts counts, List<MaturedCase> matured, Follow cohort, Optional<KeptRows> rows) {

    /**
     * What became of the predictions whose horizon ended before the window's end, since the monitor was opened.
     *
     * @param due all of them
     * @param known whose outcome is known
     * @param overdue whose outcome nobody has told
     * @param censored whose outcome can never be known
     * @param intervened whose outcome an action because of the prediction has changed
     * @param corrected outcomes that were told differently later
     */
    public record Follow(long due, long known, long overdue, long censored, long intervened, long corrected) {}

    public Window {
        matured = List.copyOf(matured);
    }
}
