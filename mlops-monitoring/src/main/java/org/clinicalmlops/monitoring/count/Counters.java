package org.clinicalmlops.monitoring.count;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.jspecify.annotations.Nullable;

/**
 * What was observed since the monitor was opened, as counts that only grow: a stretch of time is the difference of two readings, so
 * that nothing is lost or counted twice between windows. Thread-safe without a lock.
 */
public final class Counters {
    private final Layout layout;
    private final MissingPatterns patterns;
    private final Clock clock;
    private final AtomicLongArray counts;
    private final AtomicLongArray lastValue;
    private final AtomicLongArray without;

    public Counters(Baseline baseline, Groups groups, int keptRows, Clock clock) {
        layout = new Layout(baseline, groups);
        patterns = baseline.patterns();
        this.clock = clock;
        counts = new AtomicLongArray(layout.length);
        lastValue = new AtomicLongArray(layout.bins.length + 1);
        without = new AtomicLongArray(layout.bins.length);
    }

    /** Allocates nothing, takes no lock, throws nothing. */
    public void observe(double[] values, double risk, @Nullable String episode) {
        boolean noAnswer = risk != risk;
        if (values == null || values.length != layout.bins.length || !noAnswer && !(risk >= 0 && risk <= 1)) {
            counts.getAndIncrement(Layout.REFUSED);
            return;
        }
        int start = layout.firstCell + layout.groups.cell(values) * layout.cellLength;
        long now = clock.millis();
        long pattern = 0;
        for (int f = 0; f < layout.bins.length; f++) {
            double x = values[f];
            if (x != x) {
                pattern = MissingPatterns.with(pattern, f);
                without.getAndIncrement(f);
            } else {
                lastValue.set(f, now);
                without.set(f, 0);
            }
            count(f, x, start);
        }
        counts.getAndIncrement(start + layout.riskOffset + (noAnswer ? RiskCells.CELLS : RiskCells.cell(risk)));
        counts.getAndIncrement(layout.patterns + place(pattern));
        if (episode == null) {
            counts.getAndIncrement(Layout.WITHOUT_EPISODE);
        }
        lastValue.set(layout.bins.length, now);
        counts.getAndIncrement(Layout.FIRSTS);
        counts.getAndIncrement(Layout.ROWS);
    }

    /** Whether there is a value, or NaN, for each feature. */
    public boolean fits(double[] values) {
        return values.length == layout.bins.length;
    }

    private int place(long pattern) {
        for (int i = 0; i < layout.places - 1; i++) {
            if (patterns.pattern(i) == pattern) {
                return i;
            }
        }
        return layout.places - 1;
    }

    private void count(int f, double x, int start) {
        int first = start + layout.offset[f];
        int n = layout.bins[f];
        if (x != x) {
            counts.getAndIncrement(first + n + 1);
        } else if (layout.categorical[f]) {
            int code = (int) x;
            counts.getAndIncrement(first + (code == x && code >= 0 && code < n ? code : n));
        } else {
            counts.getAndIncrement(first + Bins.of(layout.edges[f], x));
            if (x > 0) {
                counts.getAndIncrement(layout.magnitudes[f] + Magnitudes.cell(x));
            }
        }
    }

    /** Counts a row that was refused elsewhere. */
    public void refuse() {
        counts.getAndIncrement(Layout.REFUSED);
    }

    public void note(Operation operation) {
        counts.getAndIncrement(Layout.OPERATIONS + operation.ordinal());
    }

    /** @param nanos below 1 counts as 1 */
    public void took(long nanos) {
        counts.getAndIncrement(Layout.LATENCIES + 63 - Long.numberOfLeadingZeros(Math.max(1, nanos)));
    }

    public long observed() {
        return counts.get(Layout.ROWS);
    }

    public long refused() {
        return counts.get(Layout.REFUSED);
    }

    public long withoutEpisode() {
        return counts.get(Layout.WITHOUT_EPISODE);
    }

    /** All counts as they are now. A row that is being observed may be in it in part; the rest is in the next. */
    public Reading read() {
        long[] reading = new long[layout.length];
        for (int i = 0; i < reading.length; i++) {
            reading[i] = counts.get(i);
        }
        return new Reading(reading);
    }

    /** A reading that {@link Reading#save} wrote. */
    public Reading reading(StateInput in) {
        return new Reading(in.getLongs(layout.length));
    }

    /** What was counted between two readings. */
    public Counts between(Reading before, Reading after) {
        return new CountsBetween(layout, before, after);
    }

    /** When what was last seen, as it is now. */
    public Look.LastSeen lastSeen() {
        return new Look.LastSeen() {
            @Override
            public Optional<Instant> row() {
                return at(layout.bins.length);
            }

            @Override
            public Optional<Instant> value(int feature) {
                return at(feature);
            }

            @Override
            public long rowsWithout(int feature) {
                return without.get(feature);
            }

            private Optional<Instant> at(int i) {
                long millis = lastValue.get(i);
                return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
            }
        };
    }

    /** The rows kept since the last call; empty if none are to be kept. */
    public Optional<KeptRows> takeRows() {
        return Optional.empty();
    }

    /** Forgets which episodes were seen: the rows after it start anew. */
    public void startEpoch() {}

    public void save(StateOutput out) {
        out.putLongs(read().counts);
    }

    public void restore(StateInput in) {
        long[] all = in.getLongs(layout.length);
        for (int i = 0; i < all.length; i++) {
            counts.set(i, all[i]);
        }
    }
}
