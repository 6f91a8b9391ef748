package org.clinicalmlops.monitoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.jspecify.annotations.Nullable;

/**
 * Predictions that await their outcome, and outcomes that await the end of their horizon. A prediction leaves when it is reviewed,
 * or at once when its outcome can never count (censored, or changed by an intervention). What has left is forgotten: a second outcome
 * for it is refused as one for an unknown prediction, so that memory holds what is open and nothing more. Thread-safe.
 */
final class Outcomes {
    private final ConcurrentHashMap<String, Awaited> open = new ConcurrentHashMap<>();
    private final AtomicLong awaited = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong censored = new AtomicLong();
    private final AtomicLong intervened = new AtomicLong();

    /** Compared by identity, so that of two outcomes at the same time one is taken. */
    private static final class Awaited {
        final String episode;
        final Instant maturesAt;
        final double risk;
        final @Nullable Instant knownAt;
        final boolean event;

        Awaited(String episode, Instant maturesAt, double risk, @Nullable Instant knownAt, boolean event) {
            this.episode = episode;
            this.maturesAt = maturesAt;
            this.risk = risk;
            this.knownAt = knownAt;
            this.event = event;
        }
    }

    /** False if the prediction cannot be awaited: an argument is missing, the risk is none, or the id is awaited already. */
    boolean expect(String id, String episode, Instant maturesAt, double risk) {
        if (id == null || episode == null || maturesAt == null || !(risk >= 0 && risk <= 1)) {
            return false;
        }
        awaited.incrementAndGet(); // first, so that no outcome takes it below 0
        if (open.putIfAbsent(id, new Awaited(episode, maturesAt, risk, null, false)) != null) {
            awaited.decrementAndGet();
            return false;
        }
        return true;
    }

    void outcome(String id, Outcome<Risk> outcome) {
        Awaited before = id == null || outcome == null ? null : open.get(id);
        boolean taken = before != null
                && before.knownAt == null
                && outcome.<Boolean>fold(
                        known -> known(id, before, known),
                        pending -> true,
                        gone -> leaves(id, before, censored),
                        acted -> leaves(id, before, intervened));
        if (!taken) {
            refused.incrementAndGet();
        }
    }

    private boolean known(String id, Awaited before, Outcome.Known<Risk> known) {
        boolean binary = known.truth() == 0 || known.truth() == 1;
        Awaited after = new Awaited(before.episode, before.maturesAt, before.risk, known.knownAt(), known.truth() == 1);
        if (!binary || !open.replace(id, before, after)) {
            return false;
        }
        awaited.decrementAndGet();
        return true;
    }

    private boolean leaves(String id, Awaited before, AtomicLong counter) {
        if (!open.remove(id, before)) {
            return false;
        }
        awaited.decrementAndGet();
        counter.incrementAndGet();
        return true;
    }

    /**
     * Takes out what counts: the horizon ended before {@code until}, and the outcome was known at {@code now}. In the order in which
     * the horizons ended, ties by id. O(open) and O(taken log taken).
     */
    List<Matured> take(Instant until, Instant now) {
        List<Matured> taken = new ArrayList<>();
        open.forEach((id, a) -> {
            boolean counts = a.knownAt != null && a.maturesAt.isBefore(until) && !a.knownAt.isAfter(now);
            if (counts && open.remove(id, a)) {
                taken.add(new Matured(id, a.episode, a.maturesAt, a.risk, a.event));
            }
        });
        taken.sort(Comparator.comparing(Matured::maturesAt).thenComparing(Matured::id));
        return taken;
    }

    /** Predictions whose horizon ended before {@code until} and whose outcome is not known. O(open). */
    long overdue(Instant until) {
        return open.values().stream()
                .filter(a -> a.knownAt == null && a.maturesAt.isBefore(until))
                .count();
    }

    long awaited() {
        return awaited.get();
    }

    long refused() {
        return refused.get();
    }

    long censored() {
        return censored.get();
    }

    long intervened() {
        return intervened.get();
    }
}
