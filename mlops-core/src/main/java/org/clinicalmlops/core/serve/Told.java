package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.serve.Feedback;
import org.jspecify.annotations.Nullable;

/**
 * One prediction and what was last told of its outcome. What a newer statement makes of an older one is as in the monitor: a different
 * one is a correction, also one that takes back; an action because of the prediction is not undone by what came of the patient
 * afterwards. Its callers hold its lock, so that ledger and monitor hear corrections in one order.
 */
final class Told {
    /** Dates of hospitals are days, in their own zone: as much before the prediction is not before it. */
    private static final long DAY = Duration.ofDays(1).toSeconds();

    /** What a statement is, given what was told before. */
    enum News {
        /** The first, or the same with an earlier date: recorded. */
        NEW,
        /** Differs from what was told before: recorded. */
        CORRECTION,
        /** Says nothing new. */
        SAME,
        /** Dated before the prediction was made. */
        TOO_EARLY
    }

    final Object lock = new Object();
    final String prediction;
    /** The pseudonym. */
    final String patient;

    final List<Monitor> watching;
    /** Epoch second until which it is remembered once its outcome was told. */
    final long keptUntil;

    private final long madeAt;
    private Outcome<Risk> last = new Outcome.Pending<>();
    private @Nullable Feedback feedback;
    private boolean remembered;

    Told(
            String prediction,
            String patient,
            List<Monitor> watching,
            Instant madeAt,
            Instant maturesAt,
            Duration atLeast) {
        this.prediction = prediction;
        this.patient = patient;
        this.watching = List.copyOf(watching);
        this.madeAt = Math.min(madeAt.getEpochSecond(), maturesAt.getEpochSecond());
        long horizon = maturesAt.getEpochSecond() - this.madeAt;
        keptUntil = maturesAt.getEpochSecond() + Math.max(horizon, atLeast.toSeconds());
    }

    News news(Outcome<Risk> newer) {
        Optional<Instant> at = at(newer);
        if (at.isPresent() && at.get().getEpochSecond() < madeAt - DAY) {
            return News.TOO_EARLY;
        }
        if (same(newer)) {
            return at.isPresent() && at.get().isBefore(at(last).orElseThrow()) ? News.NEW : News.SAME;
        }
        if (last instanceof Outcome.Intervened && !(newer instanceof Outcome.Pending)) {
            return News.SAME;
        }
        return open() ? News.NEW : News.CORRECTION;
    }

    private boolean same(Outcome<Risk> newer) {
        if (last instanceof Outcome.Known<Risk> was && newer instanceof Outcome.Known<Risk> is) {
            return was.truth() == is.truth();
        }
        return last.getClass() == newer.getClass();
    }

    private static Optional<Instant> at(Outcome<Risk> outcome) {
        return outcome.fold(
                known -> Optional.of(known.knownAt()),
                pending -> Optional.empty(),
                censored -> Optional.empty(),
                intervened -> Optional.of(intervened.at()));
    }

    Outcome<Risk> last() {
        return last;
    }

    void take(Outcome<Risk> newer) {
        last = newer;
    }

    /** What a clinician made of it last; null if nobody has said. */
    @Nullable
    Feedback feedback() {
        return feedback;
    }

    void take(Feedback newer) {
        feedback = newer;
    }

    /** Whether nothing was told, or what was told has been taken back. */
    boolean open() {
        return last instanceof Outcome.Pending;
    }

    /** Whether it waits to be forgotten. */
    boolean remembered() {
        return remembered;
    }

    void remembered(boolean now) {
        remembered = now;
    }
}
