package org.clinicalmlops.monitoring.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.jspecify.annotations.Nullable;

/**
 * Predictions that await their outcome, and outcomes that await the end of their horizon. A prediction leaves when it is reviewed,
 * or at once when its outcome can never count (censored, or changed by an intervention). What has left is forgotten: a second outcome
 * for it is refused as one for an unknown prediction, so that memory holds what is open and nothing more. Thread-safe.
 */
public final class Outcomes {
    private final ConcurrentHashMap<String, Awaited> open = new ConcurrentHashMap<>();
    private final AtomicLong awaited = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong censored = new AtomicLong();
    private final AtomicLong intervened = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();

    /** Compared by identity, so that of two outcomes at the same time one is taken. */
    private static final class Awaited {
        final String episode;
        final Instant maturesAt;
        final double risk;
        final @Nullable Instant knownAt;
        final boolean event;
        final int cell;

        Awaited(String episode, Instant maturesAt, double risk, @Nullable Instant knownAt, boolean event, int cell) {
            this.episode = episode;
            this.maturesAt = maturesAt;
            this.risk = risk;
            this.knownAt = knownAt;
            this.event = event;
            this.cell = cell;
        }
    }

    /** False if the prediction cannot be awaited: an argument is missing, the risk is none, or the id is awaited already. */
    public boolean expect(String id, String episode, Instant maturesAt, double risk, int cell) {
        if (id == null || episode == null || maturesAt == null || !(risk >= 0 && risk <= 1)) {
            return false;
        }
        awaited.incrementAndGet(); // first, so that no outcome takes it below 0
        if (open.putIfAbsent(id, new Awaited(episode, maturesAt, risk, null, false, cell)) != null) {
            awaited.decrementAndGet();
            return false;
        }
        return true;
    }

    public void outcome(String id, Outcome<Risk> outcome) {
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
        Awaited after = new Awaited(
                before.episode, before.maturesAt, before.risk, known.knownAt(), known.truth() == 1, before.cell);
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
    public List<MaturedCase> take(Instant until, Instant now) {
        List<MaturedCase> due = new ArrayList<>();
        open.forEach((id, a) -> {
            boolean counts = a.knownAt != null && a.maturesAt.isBefore(until) && !a.knownAt.isAfter(now);
            if (counts && open.remove(id, a)) {
                due.add(new MaturedCase(id, a.episode, a.maturesAt, a.risk, a.event, a.cell));
            }
        });
        due.sort(Comparator.comparing(MaturedCase::maturesAt).thenComparing(MaturedCase::id));
        taken.addAndGet(due.size());
        return due;
    }

    /** What became of the predictions whose horizon ended before {@code until}. O(open). */
    public Window.Follow follow(Instant until) {
        long overdue = overdue(until);
        long known = taken.get();
        return new Window.Follow(
                known + overdue + censored.get() + intervened.get(),
                known,
                overdue,
                censored.get(),
                intervened.get(),
                corrected());
    }

    /** Outcomes that were told differently later. */
    public long corrected() {
        return 0;
    }

    public void save(StateOutput out) {}

    public void restore(StateInput in) {}

    /** Predictions whose horizon ended before {@code until} and whose outcome is not known. O(open). */
    private long overdue(Instant until) {
        return open.values().stream()
                .filter(a -> a.knownAt == null && a.maturesAt.isBefore(until))
                .count();
    }

    public long awaited() {
        return awaited.get();
    }

    public long refused() {
        return refused.get();
    }

    public long censored() {
        return censored.get();
    }

    public long intervened() {
        return intervened.get();
    }
}
