package org.clinicalmlops.monitoring.outcome;

import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * How many predictions are in which state; each is in exactly one. Immutable.
 *
 * @param pending of whose outcome nothing was told
 * @param known whose outcome was told
 * @param censored whose outcome can never be known
 * @param intervened whose outcome an action has changed
 */
record Tally(long pending, long known, long censored, long intervened) {
    static final Tally EMPTY = new Tally(0, 0, 0, 0);

    Tally plus(Told state, long n) {
        return switch (state) {
            case PENDING -> new Tally(pending + n, known, censored, intervened);
            case KNOWN -> new Tally(pending, known + n, censored, intervened);
            case CENSORED -> new Tally(pending, known, censored + n, intervened);
            case INTERVENED -> new Tally(pending, known, censored, intervened + n);
        };
    }

    long all() {
        return pending + known + censored + intervened;
    }

    void save(StateOutput out) {
        out.putLongs(new long[] {pending, known, censored, intervened});
    }

    static Tally restore(StateInput in) {
        long[] numbers = in.getLongs(Told.count());
        return new Tally(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
