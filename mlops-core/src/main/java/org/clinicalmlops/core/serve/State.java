package org.clinicalmlops.core.serve;

import org.jspecify.annotations.Nullable;

/** What answers in a deployment: replaced as a whole, so that no call sees half of a change. Immutable. */
final class State<R> {
    final Version<R> current;
    /** Runs silently beside it. */
    final @Nullable Version<R> shadow;

    final boolean silent;
    final boolean stopped;
    final boolean closed;
    /** Number of the newest change in the ledger that this state knows of. */
    final long changed;

    State(
            Version<R> current,
            @Nullable Version<R> shadow,
            boolean silent,
            boolean stopped,
            boolean closed,
            long changed) {
        this.current = current;
        this.shadow = shadow;
        this.silent = silent;
        this.stopped = stopped;
        this.closed = closed;
        this.changed = changed;
    }

    /** The version whose trial is to end. */
    Version<R> onTrial() {
        return shadow == null ? current : shadow;
    }

    State<R> answering(Version<R> version, @Nullable Version<R> beside, long entry) {
        return new State<>(version, beside, false, stopped, closed, entry);
    }

    State<R> beside(@Nullable Version<R> version, long entry) {
        return new State<>(current, version, silent, stopped, closed, entry);
    }

    State<R> stopped(boolean now, long entry) {
        return new State<>(current, shadow, silent, now, closed, entry);
    }

    State<R> closed(long entry) {
        return new State<>(current, shadow, silent, stopped, true, entry);
    }
}
