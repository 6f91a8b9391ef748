package org.clinicalmlops.monitoring.count;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.jspecify.annotations.Nullable;

/**
 * What was observed since the monitor was opened, as counts that only grow: a stretch of time is the difference of two readings, so
 * that nothing is lost or counted twice between windows.
 *
 * <p><b>Threads.</b> Any number may observe, note and tell durations at once: each claims a stripe of the counts with one atomic step,
 * and if all are taken counts atomically in an array for all. Nobody waits for anybody, and a reader holds up nobody. Everything else
 * here ({@link #read}, {@link #turn}, {@link #lastSeen}, {@link #takeRows}, {@link #save}) is for one thread at a time;
 * {@link #restore} comes before all of them. Counts are written whole by 64-bit JVMs; a reader sees each of them as it is or was a
 * moment ago, and never less than it saw before.
 *
 * <p><b>A reading</b> has all of every row whose {@code observe} had returned, none of a row that came later, and of the rows that were
 * being observed meanwhile, at most one a thread, whatever part was counted. The rest is in the next reading. So sums over the parts
 * of a reading, such as rows and the bins of a feature, may differ by as many rows as there were threads at it.
 *
 * <p><b>What is counted where.</b> A row is refused, and nothing else of it counted, if its length is wrong, its risk is neither NaN
 * nor in [0, 1], or the clock fails. Of an episode the first row of an epoch counts everywhere (see {@link EpisodeFilter} for the
 * share of first rows that is left out), a later one in {@link Counts#rows} and in what was last seen only. A row without an episode
 * counts as a first one. An infinite number is in the first or last bin, and if positive in the last of the {@link
 * org.clinicalmlops.api.monitor.Magnitudes}: a faulty device is to be seen as a shift. A category that is no code of the baseline is unseen.
 *
 * <p><b>Memory.</b> Of fixed size, from the start: for each stripe and feature about 3 KB, and 100 bytes more for each cell of the
 * groups; 128 KB or more for the episodes of an epoch.
 */
public final class Counters {
    private static final int WORD = ValueCells.WORD;

    private final Layout layout;
    private final Clock clock;
    private final Stripes stripes;
    private final Sightings sightings;
    /** Counts of what found no stripe, and of what was restored. */
    private final AtomicLongArray shared;

    private final int keptRows;
    private final AtomicLong rowsNotKept = new AtomicLong();
    private volatile @Nullable RowSample sample;
    private volatile EpisodeFilter episodes = EpisodeFilter.forAbout(0);
    private long episodesBefore;

    public Counters(Baseline baseline, Groups groups, int keptRows, Clock clock) {
        this(baseline, groups, keptRows, clock, Runtime.getRuntime().availableProcessors());
    }

    Counters(Baseline baseline, Groups groups, int keptRows, Clock clock, int processors) {
        this.clock = clock;
        this.keptRows = keptRows;
        layout = new Layout(baseline, groups);
        sightings = new Sightings(layout.features, layout.length);
        stripes = new Stripes(sightings.end(), processors);
        shared = new AtomicLongArray(layout.length);
        sample = keptRows > 0 ? new RowSample(keptRows, layout.features) : null;
    }

    /** Counts one row, or refuses it. Allocates nothing, takes no lock, throws nothing. */
    public void observe(double[] values, double risk, @Nullable String episode) {
        try {
            boolean sane = risk >= 0 && risk <= 1 || risk != risk;
            if (values != null && values.length == layout.features && sane) {
                take(values, risk, episode);
            } else {
                refuse();
            }
        } catch (RuntimeException | Error failed) { // the host's clock, before anything was counted
            refuse();
        }
    }

    private void take(double[] values, double risk, @Nullable String episode) {
        long now = Seen.instant(clock.millis());
        boolean first = episode == null || episodes.add(episode);
        RowSample kept = sample;
        if (first && kept != null && !kept.offer(values, risk)) {
            rowsNotKept.getAndIncrement();
        }
        int stripe = stripes.claim();
        if (stripe < 0) {
            takeShared(values, risk, episode == null, first, now);
            return;
        }
        try {
            take(stripes.counts(stripe), values, risk, episode == null, first, now);
        } finally {
            stripes.release(stripe);
        }
    }

    private void take(long[] counts, double[] values, double risk, boolean noEpisode, boolean first, long now) {
        if (first) {
            countFirst(counts, values, risk, now);
        } else {
            countRepeated(counts, values, now);
        }
        if (noEpisode) {
            counts[Layout.WITHOUT_EPISODE]++;
        }
        sightings.noted(counts, now);
        counts[Layout.ROWS]++;
    }

    private void countFirst(long[] counts, double[] values, double risk, long now) {
        int start = layout.start(layout.groups.cell(values));
        long pattern = 0;
        for (int word = 0; word * WORD < values.length; word++) {
            int until = Math.min(values.length, word * WORD + WORD);
            long lacks = layout.values.count(counts, start, values, word * WORD, until);
            sightings.note(counts, word, lacks, now);
            pattern = word == 0 ? lacks : pattern(pattern, word, lacks);
        }
        counts[start + layout.risk(risk)]++;
        counts[layout.pattern(pattern)]++;
        counts[Layout.FIRSTS]++;
    }

    private static long pattern(long before, int word, long lacks) {
        long pattern = before;
        for (long rest = lacks; rest != 0; rest &= rest - 1) {
            pattern = MissingPatterns.with(pattern, word * WORD + Long.numberOfTrailingZeros(rest));
        }
        return pattern;
    }

    private void countRepeated(long[] counts, double[] values, long now) {
        for (int from = 0; from < values.length; from += WORD) {
            long lacks = 0;
            for (int f = from; f < Math.min(values.length, from + WORD); f++) {
                lacks |= values[f] != values[f] ? 1L << f : 0;
            }
            sightings.note(counts, from / WORD, lacks, now);
        }
    }

    private void takeShared(double[] values, double risk, boolean noEpisode, boolean first, long now) {
        if (first) {
            int start = layout.start(layout.groups.cell(values));
            long pattern = 0;
            for (int f = 0; f < values.length; f++) {
                double x = values[f];
                pattern = x != x ? MissingPatterns.with(pattern, f) : pattern;
                shared.getAndIncrement(start + layout.values.of(f, x));
                if (layout.values.hasMagnitude(f, x)) {
                    shared.getAndIncrement(layout.values.magnitude(f, x));
                }
            }
            shared.getAndIncrement(start + layout.risk(risk));
            shared.getAndIncrement(layout.pattern(pattern));
            shared.getAndIncrement(Layout.FIRSTS);
        }
        if (noEpisode) {
            shared.getAndIncrement(Layout.WITHOUT_EPISODE);
        }
        sightings.noteShared(values, now);
        shared.getAndIncrement(Layout.ROWS);
    }

    Stripes stripes() {
        return stripes;
    }

    /** Whether there is a value, or NaN, for each feature. */
    public boolean fits(double[] values) {
        return values.length == layout.features;
    }

    /** Counts a row that was refused elsewhere. */
    public void refuse() {
        count(Layout.REFUSED);
    }

    public void note(Operation operation) {
        count(Layout.OPERATIONS + operation.ordinal());
    }

    /** @param nanos below 1 counts as 1 */
    public void took(long nanos) {
        count(Layout.LATENCIES + 63 - Long.numberOfLeadingZeros(Math.max(1, nanos)));
    }

    private void count(int i) {
        int stripe = stripes.claim();
        if (stripe < 0) {
            shared.getAndIncrement(i);
        } else {
            stripes.counts(stripe)[i]++;
            stripes.release(stripe);
        }
    }

    public long observed() {
        return sum(Layout.ROWS);
    }

    public long refused() {
        return sum(Layout.REFUSED);
    }

    public long withoutEpisode() {
        return sum(Layout.WITHOUT_EPISODE);
    }

    private long sum(int i) {
        return shared.get(i) + stripes.sum(i);
    }

    /** All counts as they are now. */
    public Reading read() {
        long[] reading = new long[layout.length];
        for (int i = 0; i < reading.length; i++) {
            reading[i] = sum(i);
        }
        return new Reading(reading);
    }

    /** What was counted between two readings. */
    public Counts between(Reading before, Reading after) {
        return new CountsBetween(layout, before, after);
    }

    /** When what was last seen, as it is now. */
    public Look.LastSeen lastSeen() {
        return sightings.read(stripes);
    }

    /** The rows kept since the last call, each of another episode; empty if none are to be kept. */
    public Optional<KeptRows> takeRows() {
        RowSample ended = sample;
        if (ended == null) {
            return Optional.empty();
        }
        sample = new RowSample(keptRows, layout.features);
        return Optional.of(ended.end());
    }

    /** First rows that were not offered to the sample of kept rows, since another thread was writing one. */
    public long rowsNotKept() {
        return rowsNotKept.get();
    }

    /** Forgets which episodes were seen: the rows after it start anew. Makes room for as many episodes as the epoch that ends had. */
    public void startEpoch() {
        long sofar = sum(Layout.FIRSTS) - sum(Layout.WITHOUT_EPISODE);
        episodes = EpisodeFilter.forAbout(sofar - episodesBefore);
        episodesBefore = sofar;
    }

    /**
     * Ends a window: starts an epoch and reads. Between an {@link #startEpoch} and a {@link #read} that are further apart, rows would be
     * counted in the one window and be known to the other.
     */
    public Reading turn() {
        startEpoch();
        return read();
    }

    /**
     * Everything, so that {@link #restore} goes on with the same bits. The rows kept are in it as they are.
     *
     * @return the reading that is in it, which {@link #read} answers after it is restored: a reading that is kept beside it takes least
     *     room as the difference from this one
     */
    public Reading save(StateOutput out) {
        Reading now = read();
        save(now, out);
        sightings.save(stripes, out);
        out.putLong(episodesBefore);
        episodes.save(out);
        out.putLong(rowsNotKept.get());
        RowSample kept = sample;
        if (kept != null) {
            kept.save(out);
        }
        return now;
    }

    /**
     * Into counters of the same baseline, groups and kept rows that have observed nothing.
     *
     * @throws org.clinicalmlops.api.MlopsException if it is not what {@link #save} wrote
     */
    public void restore(StateInput in) {
        long[] all = restoreReading(in).counts;
        for (int i = 0; i < all.length; i++) {
            shared.set(i, all[i]);
        }
        sightings.restore(in);
        episodesBefore = in.getLong();
        episodes = EpisodeFilter.restore(in);
        rowsNotKept.set(in.getLong());
        if (keptRows > 0) {
            sample = RowSample.restore(in, keptRows, layout.features);
        }
    }

    /** A reading that is to be kept beside the counters. */
    public void save(Reading reading, StateOutput out) {
        ZeroRuns.put(out, reading.counts);
    }

    /** What {@link #save(Reading, StateOutput)} wrote. */
    public Reading restoreReading(StateInput in) {
        return new Reading(ZeroRuns.get(in, layout.length));
    }
}
