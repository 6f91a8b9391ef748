package org.clinicalmlops.monitoring.count;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * When each feature had a value last, and how many rows had none since. Each stripe knows it of its own rows, in an array behind its
 * counts: which features the last row lacked, and of each of those when a row had it last and how many rows there had been when it
 * went missing. So a row costs one comparison, and something for each feature that comes or goes.
 */
final class Sightings {
    private static final int WORD = ValueCells.WORD;

    /** Of a feature that went missing: when a row had it last, when the first row lacked it, how many rows there were before. */
    private static final int GONE = 3;

    private static final int SEEN = 0;
    private static final int SINCE = 1;
    private static final int ROWS = 2;

    private final int features;
    private final int row;
    private final int missing;
    private final int gone;
    private final int end;

    /** Of rows that were counted without a stripe. */
    private final AtomicLongArray shared;

    private Seen before;

    /** @param from where its part of a stripe begins */
    Sightings(int features, int from) {
        this.features = features;
        row = from;
        missing = row + 1;
        gone = missing + words();
        end = gone + GONE * features;
        shared = new AtomicLongArray(features + 1);
        before = new Seen(0, new long[features], new long[features]);
    }

    /** Words of bits, one for each {@value #WORD} features. */
    int words() {
        return (features + WORD - 1) / WORD;
    }

    /** Where its part of a stripe ends. */
    int end() {
        return end;
    }

    /**
     * Notes which features a row lacks, before the row is counted.
     *
     * @param word which 64 features
     * @param lacks a bit for each
     * @param now an instant of {@link Seen#instant}
     */
    void note(long[] stripe, int word, long lacks, long now) {
        long changed = lacks ^ stripe[missing + word];
        if (changed == 0) {
            return;
        }
        for (long left = changed & lacks; left != 0; left &= left - 1) {
            int f = word * WORD + Long.numberOfTrailingZeros(left);
            int at = gone + GONE * f;
            stripe[at + SEEN] = stripe[row];
            stripe[at + SINCE] = now;
            stripe[at + ROWS] = stripe[Layout.ROWS];
        }
        VarHandle.releaseFence(); // a reader that sees the bit sees what belongs to it
        stripe[missing + word] = lacks;
    }

    /** After all words of a row are noted. */
    void noted(long[] stripe, long now) {
        stripe[row] = now;
    }

    /** Notes a row that is counted without a stripe. */
    void noteShared(double[] values, long now) {
        for (int f = 0; f < features; f++) {
            if (values[f] == values[f]) {
                shared.setOpaque(f, now);
            }
        }
        shared.setOpaque(features, now);
    }

    /**
     * What is known now. With one thread it is exact. With several, the rows without a value are at least as many as it says: it knows
     * those of the stripe that saw the last value, and those of the stripes in which the feature went missing after that.
     */
    Seen read(Stripes stripes) {
        long[] last = new long[features];
        long[] without = new long[features];
        for (int f = 0; f < features; f++) {
            read(stripes, f, last, without);
        }
        long any = Math.max(before.lastRow(), shared.get(features));
        for (int stripe = 0; stripe < stripes.size(); stripe++) {
            any = Math.max(any, stripes.read(stripe, row));
        }
        return new Seen(any, last, without);
    }

    private void read(Stripes stripes, int f, long[] last, long[] without) {
        int at = gone + GONE * f;
        int n = stripes.size();
        long[] value = new long[n];
        long[] begun = new long[n];
        long[] run = new long[n];
        long latest = shared.get(f);
        long runOfLatest = 0;
        for (int stripe = 0; stripe < n; stripe++) {
            long rowsNow = stripes.read(stripe, Layout.ROWS); // first, so that a run is never too long
            boolean lacks = (stripes.read(stripe, missing + f / WORD) >>> f & 1) != 0;
            value[stripe] = stripes.read(stripe, lacks ? at + SEEN : row);
            if (lacks) {
                begun[stripe] = stripes.read(stripe, at + SINCE);
                run[stripe] = Math.max(0, rowsNow - stripes.read(stripe, at + ROWS));
            }
            if (value[stripe] > latest) {
                latest = value[stripe];
                runOfLatest = run[stripe];
            } else if (value[stripe] == latest) {
                runOfLatest = Math.min(runOfLatest, run[stripe]);
            }
        }
        last[f] = latest > 0 ? latest : before.lastValue(f);
        without[f] = latest > 0 ? runOfLatest : before.rowsWithout(f);
        for (int stripe = 0; stripe < n; stripe++) {
            without[f] += latest == 0 || value[stripe] < latest && begun[stripe] > latest ? run[stripe] : 0;
        }
    }

    void save(Stripes stripes, StateOutput out) {
        read(stripes).save(out);
    }

    /** What was before any row of the stripes. */
    void restore(StateInput in) {
        before = Seen.restore(in, features);
    }
}
