package org.clinicalmlops.monitoring.outcome;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.outcome.Case.Use;

/**
 * The case book: every prediction, what was told of its outcome, and whether that has become evidence.
 *
 * <p><b>When a case counts.</b> Once its horizon has ended and its outcome is known, whichever comes last, in the window that
 * closes next; not before, since events are told sooner than their absence. In the order in which horizons ended, ties by id. An outcome
 * that comes late counts where it becomes known. Of an episode the first case that is taken counts, see {@link Episodes}.
 *
 * <p><b>Told again.</b> {@link Statement} says what a newer statement makes of an older one. Until a case is evidence the newer simply
 * holds. Afterwards the evidence stays as it was, since a sequential test that could be rewritten promises nothing; the window
 * that closes next is given a {@link Correction}, by which figures to date are revised. A case that was censored or intervened when its
 * horizon ended has been no evidence: if its outcome becomes known after all it counts like any late one.
 *
 * <p><b>Memory.</b> A case is there while it is open; at most {@value #MOST_OPEN} are, further ones are refused. Afterwards it is kept
 * for corrections until {@link #REMEMBERED} after the end of its horizon, or for as long as its horizon was if that is longer, and at
 * most {@value #MOST_REMEMBERED} are; then only the numbers know of it, and what is told of it is of an unknown prediction.
 *
 * <p>Predictions and outcomes may come from any thread, without a lock that a reader could hold; {@link #take}, {@link #follow},
 * {@link #save} and {@link #restore} are called by one thread at a time. Every case is in one state at any moment: a change of it and of the
 * {@link Tally} are one step. A case that changes during {@link #save} is in the state as it was before or after.
 */
public final class Outcomes {
    /** How long a case and its episode are remembered at least. Our choice: registries are linked every quarter. */
    public static final Duration REMEMBERED = Duration.ofDays(180);

    static final int MOST_REMEMBERED = 20_000;
    static final int MOST_OPEN = 1_000_000;
    private static final long DAY = Duration.ofDays(1).toSeconds();

    private static final Comparator<Map.Entry<Long, Case>> IN_ORDER = Comparator.comparing(
                    (Map.Entry<Long, Case> e) -> e.getValue().prediction().maturesAt())
            .thenComparing(e -> e.getValue().prediction().id())
            .thenComparing(Map.Entry::getKey);

    private final Clock clock;
    private final int cells;
    private final ConcurrentHashMap<Long, Case> cases = new ConcurrentHashMap<>();
    /** One a thread: making one costs more than using it. */
    private final ThreadLocal<MessageDigest> digests = ThreadLocal.withInitial(Digest::sha256);

    private final AtomicReference<Tally> tally = new AtomicReference<>(Tally.EMPTY);
    private final AtomicLongArray refused = new AtomicLongArray(Refusal.count());
    private final AtomicLong corrected = new AtomicLong();
    private final AtomicLong unchanged = new AtomicLong();

    private final Deque<Long> remembered = new ArrayDeque<>();
    private final Episodes episodes = new Episodes();
    private Tally forgotten = Tally.EMPTY;

    /**
     * @param clock says when a prediction is made
     * @param cells of the plan's groups, {@code >= 1}
     */
    public Outcomes(Clock clock, int cells) {
        this.clock = clock;
        this.cells = cells;
    }

    /** False if the prediction cannot be awaited: an argument is missing, the risk is none, the id is there already, or too many are open. */
    public boolean expect(String id, String episode, Instant maturesAt, double risk, int cell) {
        if (id == null || episode == null || maturesAt == null || !(risk >= 0 && risk <= 1)) {
            return false;
        }
        if (cases.mappingCount() >= MOST_OPEN + MOST_REMEMBERED) {
            return false;
        }
        Instant now = clock.instant();
        long madeAt = Math.min(now.getEpochSecond(), maturesAt.getEpochSecond());
        MessageDigest sha256 = digests.get();
        long fingerprint = Fingerprint.of(episode, sha256);
        Case added = Case.of(new Case.Prediction(id, episode, fingerprint, madeAt, maturesAt, risk, cell));
        return cases.compute(Fingerprint.of(id, sha256), (key, there) -> {
                    if (there != null) {
                        return there;
                    }
                    tally.updateAndGet(t -> t.plus(Told.PENDING, 1));
                    return added;
                })
                == added;
    }

    /** Takes what is told of a prediction; what is refused is counted. */
    public void outcome(String id, Outcome<Risk> outcome) {
        if (id == null || outcome == null) {
            refuse(Refusal.MISSING);
        } else if (outcome instanceof Outcome.Known<Risk> known && known.truth() != 0 && known.truth() != 1) {
            refuse(Refusal.NOT_BINARY);
        } else {
            Statement newer = Statement.of(outcome);
            Case there = cases.computeIfPresent(Fingerprint.of(id), (key, before) -> told(before, newer));
            if (there == null) {
                refuse(Refusal.UNKNOWN_PREDICTION);
            }
        }
    }

    private Case told(Case before, Statement newer) {
        Statement older = before.outcome();
        boolean dated = newer.told() == Told.KNOWN || newer.told() == Told.INTERVENED;
        if (dated && newer.at().getEpochSecond() < before.prediction().madeAt() - DAY) {
            refuse(Refusal.BEFORE_PREDICTION);
            return before;
        }
        if (older.covers(newer)) {
            unchanged.incrementAndGet();
            return before.told(older.with(newer));
        }
        if (older.told() != Told.PENDING) {
            corrected.incrementAndGet();
        }
        tally.updateAndGet(t -> t.plus(older.told(), -1).plus(newer.told(), 1));
        return before.told(newer);
    }

    private void refuse(Refusal why) {
        refused.incrementAndGet(why.ordinal());
    }

    /**
     * Takes out what counts by now, and forgets what is over.
     *
     * @param until end of the window: a horizon must have ended before
     * @param now of the review: what is dated later is not known yet
     */
    public Taken take(Instant until, Instant now) {
        List<Map.Entry<Long, Case>> concerned = new ArrayList<>();
        Set<Long> overdue = new HashSet<>();
        cases.forEach((key, c) -> {
            if (c.concerns(until, now)) {
                concerned.add(Map.entry(key, c));
            }
            if (c.due(until) && c.use() == Use.WAITING) {
                overdue.add(c.prediction().fingerprint());
            }
        });
        concerned.sort(IN_ORDER);
        Taking taking = new Taking(until, now);
        for (Map.Entry<Long, Case> e : concerned) {
            cases.computeIfPresent(e.getKey(), taking::reread);
        }
        forget(until, now);
        episodes.forget(until.getEpochSecond(), overdue);
        return new Taken(taking.matured, taking.evidence, taking.corrections);
    }

    /** One closing of a window. */
    private final class Taking {
        private final Instant until;
        private final Instant now;
        private final List<MaturedCase> evidence = new ArrayList<>();
        private final List<Correction> corrections = new ArrayList<>();
        private long matured;

        private Taking(Instant until, Instant now) {
            this.until = until;
            this.now = now;
        }

        /** Looks at a case as it is by now: somebody may just have told something else. */
        private Case reread(Long key, Case found) {
            Case c = found;
            if (c.runsAhead(now)) {
                refuse(Refusal.FROM_THE_FUTURE);
                c = c.told(c.outcome().ahead(true));
            }
            if (!c.concerns(until, now)) {
                return c;
            }
            if (c.use().evidence()) {
                return corrected(c);
            }
            if (!c.remembered()) {
                remembered.add(key);
            }
            return c.outcome().at(now) == Told.KNOWN ? matured(c) : c.asRemembered(true);
        }

        private Case matured(Case c) {
            matured++;
            Case.Prediction p = c.prediction();
            if (!episodes.add(p.fingerprint(), p.maturesAt().getEpochSecond(), keptUntil(c))) {
                return c.taken(Use.REPEATED);
            }
            evidence.add(c.matured());
            return c.taken(Use.figure(c.outcome().event()));
        }

        private Case corrected(Case c) {
            Use figure = c.figure(now);
            Case.Prediction p = c.prediction();
            corrections.add(new Correction(p.maturesAt(), p.risk(), p.cell(), said(c.use()), said(figure)));
            return c.asUsed(figure);
        }

        private Optional<Boolean> said(Use use) {
            return use == Use.LEFT_OUT ? Optional.empty() : Optional.of(use == Use.EVENT);
        }
    }

    private void forget(Instant until, Instant now) {
        while (!remembered.isEmpty()) {
            Long key = remembered.peek();
            Case oldest = cases.get(key);
            if (remembered.size() <= MOST_REMEMBERED && keptUntil(oldest) >= until.getEpochSecond()) {
                return;
            }
            remembered.remove();
            cases.computeIfPresent(key, (k, c) -> {
                Told told = c.outcome().at(now);
                if (c.use() == Use.WAITING && (told == Told.PENDING || told == Told.KNOWN)) {
                    return c.asRemembered(false); // taken back, or known after all: open again
                }
                forgotten = forgotten.plus(told, 1);
                return null;
            });
        }
    }

    private static long keptUntil(Case c) {
        Case.Prediction p = c.prediction();
        return p.maturesAt().getEpochSecond() + Math.max(REMEMBERED.toSeconds(), p.horizon());
    }

    /** What became of the predictions whose horizon ended before {@code until}, as it is known at {@code now}. O(cases). */
    public Window.Follow follow(Instant until, Instant now) {
        Tally due = forgotten;
        for (Case c : cases.values()) {
            due = c.due(until) ? due.plus(c.outcome().at(now), 1) : due;
        }
        return new Window.Follow(
                due.all(), due.known(), due.pending(), due.censored(), due.intervened(), corrected.get());
    }

    /** Predictions of whose outcome nothing was told. */
    public long awaited() {
        return tally.get().pending();
    }

    /** Outcomes that can never be known. */
    public long censored() {
        return tally.get().censored();
    }

    /** Outcomes changed by an action because of the prediction. */
    public long intervened() {
        return tally.get().intervened();
    }

    /** Outcomes that were told differently later. */
    public long corrected() {
        return corrected.get();
    }

    /** Statements that said nothing new. */
    public long unchanged() {
        return unchanged.get();
    }

    /** Outcomes that were not taken. */
    public long refused() {
        long sum = 0;
        for (int i = 0; i < refused.length(); i++) {
            sum += refused.get(i);
        }
        return sum;
    }

    /** Outcomes that were not taken for one reason. */
    public long refused(Refusal why) {
        return refused.get(why.ordinal());
    }

    /** Cases in memory: open ones and those remembered. */
    long size() {
        return cases.mappingCount();
    }

    Tally tally() {
        return tally.get();
    }

    public void save(StateOutput out) {
        Map<Long, Case> now = new HashMap<>(cases);
        forgotten.save(out);
        out.putLong(corrected.get());
        out.putLong(unchanged.get());
        long[] reasons = new long[refused.length()];
        for (int i = 0; i < reasons.length; i++) {
            reasons[i] = refused.get(i);
        }
        out.putLongs(reasons);
        out.putLong(remembered.size());
        long base = 0;
        for (Long key : remembered) {
            Case c = now.remove(key);
            out.putLong(key);
            c.save(out, base);
            base = c.prediction().maturesAt().getEpochSecond();
        }
        List<Case> open = now.entrySet().stream()
                .sorted(IN_ORDER)
                .map(Map.Entry::getValue)
                .toList();
        out.putLong(open.size());
        for (Case c : open) {
            c.save(out, base);
            base = c.prediction().maturesAt().getEpochSecond();
        }
        episodes.save(out);
    }

    /** Takes over what {@link #save} wrote. */
    public void restore(StateInput in) {
        cases.clear();
        remembered.clear();
        forgotten = Tally.restore(in);
        corrected.set(in.getLong());
        unchanged.set(in.getLong());
        long[] reasons = in.getLongs(refused.length());
        for (int i = 0; i < reasons.length; i++) {
            refused.set(i, reasons[i]);
        }
        long base = 0;
        for (long left = in.getLong(); left > 0; left--) {
            long key = in.getLong();
            remembered.add(key);
            base = restore(key, Case.restore(in, base, true));
        }
        for (long left = in.getLong(); left > 0; left--) {
            Case open = Case.restore(in, base, false);
            base = restore(Fingerprint.of(open.prediction().id()), open);
        }
        episodes.restore(in);
        Tally all = forgotten;
        for (Case c : cases.values()) {
            all = all.plus(c.outcome().told(), 1);
        }
        tally.set(all);
    }

    private long restore(long key, Case c) {
        if (c.prediction().cell() >= cells) {
            throw new MlopsException(
                    "a stored case is of group " + c.prediction().cell() + ", there are " + cells);
        }
        if (cases.put(key, c) != null) {
            throw new MlopsException("a stored case is there twice");
        }
        return c.prediction().maturesAt().getEpochSecond();
    }
}
