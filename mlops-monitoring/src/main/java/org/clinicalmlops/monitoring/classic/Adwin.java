package org.clinicalmlops.monitoring.classic;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Adaptive windowing (Bifet and Gavalda 2007): a window of the latest values that drops its older part whenever the two parts of
 * some division have means too far apart. Values are kept as an exponential histogram of at most five buckets of each power of two,
 * and looked at once in so many values, as MOA does. Its confidence is that of one look, not of a year: no false-alarm rate is
 * promised. O(log n) a value. Single-threaded.
 *
 * @see <a href="https://doi.org/10.1137/1.9781611972771.42">Bifet and Gavalda 2007</a>
 */
public final class Adwin {
    private static final int BUCKETS = 5; // of each size, as in MOA
    private static final int SHORTEST = 10; // a window that is divided has more values, as in MOA
    private static final int PART = 5; // each part has so many at least, as in MOA

    private final double delta;
    private final int clock;
    private final List<List<Bucket>> rows = new ArrayList<>(); // row r: buckets of 2^r values, oldest first
    private long read;
    private long size;
    private double sum;
    private double squares;
    private double before;
    private double after;

    /**
     * Some values one after the other.
     *
     * @param squares sum of the squared distances from their mean
     */
    private record Bucket(double sum, double squares) {}

    /**
     * @param delta confidence of a look, in (0, 1)
     * @param clock values between two looks, {@code >= 1}
     */
    public Adwin(double delta, int clock) {
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must be in (0, 1), was " + delta);
        }
        if (clock < 1) {
            throw new IllegalArgumentException("clock must be >= 1, was " + clock);
        }
        this.delta = delta;
        this.clock = clock;
    }

    /**
     * Reads one value.
     *
     * @param x finite, best in [0, 1]: the bound is for such values
     * @return whether the window was cut: the mean has changed, either way
     */
    public boolean add(double x) {
        insert(x);
        read++;
        boolean cut = false;
        if (read % clock == 0) {
            while (size > SHORTEST && apart()) {
                cut = true;
                dropOldest();
            }
        }
        return cut;
    }

    private void insert(double x) {
        if (size > 0) {
            double off = x - sum / size;
            squares += off * off * size / (size + 1.0);
        }
        sum += x;
        size++;
        carry(0, new Bucket(x, 0));
    }

    private void carry(int row, Bucket bucket) {
        if (row == rows.size()) {
            rows.add(new ArrayList<>());
        }
        List<Bucket> here = rows.get(row);
        here.add(bucket);
        if (here.size() > BUCKETS) {
            Bucket a = here.remove(0);
            Bucket b = here.remove(0);
            double n = Math.scalb(1.0, row);
            double off = (a.sum() - b.sum()) / n;
            carry(row + 1, new Bucket(a.sum() + b.sum(), a.squares() + b.squares() + off * off * n / 2));
        }
    }

    /** Whether the older and the newer part of some division have means too far apart; remembers the two. */
    private boolean apart() {
        double log = Math.log(2 * Math.log(size) / delta);
        double variance = squares / size;
        long older = 0;
        double sumOfOlder = 0;
        for (int row = rows.size() - 1; row >= 0; row--) {
            for (Bucket bucket : rows.get(row)) {
                older += 1L << row;
                sumOfOlder += bucket.sum();
                long newer = size - older;
                if (older < PART || newer < PART) {
                    continue;
                }
                double m = 1 / (older - PART + 1.0) + 1 / (newer - PART + 1.0);
                double bound = Math.sqrt(2 * m * variance * log) + 2 * log * m / 3;
                double meanOfOlder = sumOfOlder / older;
                double meanOfNewer = (sum - sumOfOlder) / newer;
                if (Math.abs(meanOfOlder - meanOfNewer) > bound) {
                    before = meanOfOlder;
                    after = meanOfNewer;
                    return true;
                }
            }
        }
        return false;
    }

    private void dropOldest() {
        int row = rows.size() - 1;
        while (rows.get(row).isEmpty()) {
            row--;
        }
        Bucket oldest = rows.get(row).remove(0);
        long n = 1L << row;
        long left = size - n;
        double off = oldest.sum() / n - (sum - oldest.sum()) / left;
        squares = Math.max(0, squares - oldest.squares() - off * off * n * left / size);
        sum -= oldest.sum();
        size = left;
    }

    /** Starts anew. */
    public void reset() {
        rows.clear();
        read = 0;
        size = 0;
        sum = 0;
        squares = 0;
    }

    /** Values in the window. */
    public long size() {
        return size;
    }

    /** Mean of the window; 0 if it is empty. */
    public double mean() {
        return size == 0 ? 0 : sum / size;
    }

    /** Mean of the older part at the last cut. */
    public double meanBefore() {
        return before;
    }

    /** Mean of the newer part at the last cut. */
    public double meanAfter() {
        return after;
    }

    public void save(StateOutput out) {
        out.putLongs(new long[] {read, size, rows.size()});
        out.putDoubles(new double[] {sum, squares, before, after});
        for (List<Bucket> row : rows) {
            double[] values = new double[2 * row.size()];
            for (int i = 0; i < row.size(); i++) {
                values[2 * i] = row.get(i).sum();
                values[2 * i + 1] = row.get(i).squares();
            }
            out.putDoubles(values);
        }
    }

    public void restore(StateInput in) {
        long[] counts = in.getLongs(3);
        double[] sums = in.getDoubles(4);
        read = counts[0];
        size = counts[1];
        sum = sums[0];
        squares = sums[1];
        before = sums[2];
        after = sums[3];
        rows.clear();
        for (long row = 0; row < counts[2]; row++) {
            double[] values = in.getDoubles();
            List<Bucket> buckets = new ArrayList<>();
            for (int i = 0; i + 1 < values.length; i += 2) {
                buckets.add(new Bucket(values[i], values[i + 1]));
            }
            rows.add(buckets);
        }
    }
}
