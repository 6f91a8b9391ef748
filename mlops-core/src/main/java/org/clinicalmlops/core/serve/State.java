package org.clinicalmlops.core.serve;

import java.time.Instant;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.core.registry.Standing;
import org.jspecify.annotations.Nullable;

/** What answers in a deployment: replaced as a whole, so that no call sees half of a change. Immutable. */
final class State<R> {
    final Version<R> current;
    /** Runs beside it: silently, or as the {@link #challenger}. */
    final @Nullable Version<R> shadow;
    /** For which patients the version beside it answers; null: for none. */
    final @Nullable Challenger challenger;

    final boolean silent;
    final boolean stopped;
    final boolean closed;
    /** Number of the newest change in the ledger that this state knows of. */
    final long changed;

    private State(
            Version<R> current,
            @Nullable Version<R> shadow,
            @Nullable Challenger challenger,
            boolean silent,
            boolean stopped,
            boolean closed,
            long changed) {
        this.current = current;
        this.shadow = shadow;
        this.challenger = challenger;
        this.silent = silent;
        this.stopped = stopped;
        this.closed = closed;
        this.changed = changed;
    }

    /** A first version in its silent trial. */
    static <R> State<R> first(Version<R> version, long entry) {
        return new State<>(version, null, null, true, false, false, entry);
    }

    /**
     * As the ledger says.
     *
     * @param closed whether it answers no more here, whatever the ledger says of another workspace
     */
    static <R> State<R> of(Standing standing, Version<R> current, @Nullable Version<R> shadow, boolean closed) {
        return new State<>(
                current,
                shadow,
                standing.challenger().orElse(null),
                !standing.live(),
                standing.stopped(),
                closed,
                standing.changed());
    }

    /** The version whose trial is to end. */
    Version<R> onTrial() {
        return shadow == null ? current : shadow;
    }

    /** The version that answers for a patient. @param patient the pseudonym */
    Version<R> answering(String patient) {
        return shadow != null && challenger != null && challenger.answersFor(patient) ? shadow : current;
    }

    /** The other one, if there are two. */
    @Nullable
    Version<R> beside(Version<R> answering) {
        return answering == shadow ? current : shadow;
    }

    State<R> answering(Version<R> version, @Nullable Version<R> beside, long entry) {
        return new State<>(version, beside, null, false, stopped, closed, entry);
    }

    State<R> beside(@Nullable Version<R> version, long entry) {
        return new State<>(current, version, null, silent, stopped, closed, entry);
    }

    /** @param step {@code RAMP_STARTED} or {@code RAMP_WIDENED}, of the version beside */
    State<R> ramping(Entry step) {
        return new State<>(current, shadow, Standing.challenger(step), silent, stopped, closed, step.sequence());
    }

    State<R> stopped(long entry) {
        return new State<>(current, shadow, challenger, silent, true, closed, entry);
    }

    /** @param at from when on the challenger's step lasts: it has shown nothing while nobody was answered */
    State<R> startedAgain(Instant at, long entry) {
        Challenger newer = challenger == null ? null : challenger.since(at);
        return new State<>(current, shadow, newer, silent, false, closed, entry);
    }

    State<R> closed(long entry) {
        return new State<>(current, shadow, challenger, silent, stopped, true, entry);
    }
}
