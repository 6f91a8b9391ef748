package org.clinicalmlops.core.data;

import java.util.List;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;

/**
 * How many rows are in which state.
 *
 * @param rows all of them
 * @param events known, and the event happened
 * @param nonEvents known, and it did not
 * @param pending not known yet
 * @param censored never to be known
 * @param intervened changed by an action because of a prediction
 */
public record OutcomeCounts(long rows, long events, long nonEvents, long pending, long censored, long intervened) {

    static OutcomeCounts of(List<Outcome<Risk>> outcomes) {
        long[] counts = new long[5];
        for (Outcome<Risk> outcome : outcomes) {
            int state = outcome.fold(known -> known.truth() == 1 ? 0 : 1, pending -> 2, censored -> 3, acted -> 4);
            counts[state]++;
        }
        return new OutcomeCounts(outcomes.size(), counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /** Rows whose outcome counts. */
    public long known() {
        return events + nonEvents;
    }
}
