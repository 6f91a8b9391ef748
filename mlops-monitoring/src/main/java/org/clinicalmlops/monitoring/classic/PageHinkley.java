package org.clinicalmlops.monitoring.classic;

import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * The test of Page and Hinkley for a rise of a mean, floored at 0: what exceeds the mean so far by more than what is tolerated is
 * added up, and slowly forgotten. Under a constant mean it alarms sooner or later, how often depends on the stream: no false-alarm
 * rate is promised. O(1). Single-threaded.
 *
 * @see <a href="https://doi.org/10.1093/biomet/41.1-2.100">Page 1954</a>
 */
public final class PageHinkley {
    /** Values before which it says nothing, as in MOA. */
    private static final int NEEDED = 30;

    private final double tolerated;
    private final double limit;
    private final double forgetting;
    private long n;
    private double mean;
    private double sum;

    /**
     * @param tolerated a rise that is none, finite, {@code >= 0}
     * @param limit the sum above which it alarms, finite, {@code > 0}
     * @param forgetting factor of the sum at each value, in (0, 1]
     */
    public PageHinkley(double tolerated, double limit, double forgetting) {
        if (!(tolerated >= 0 && tolerated < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("tolerated must be finite and >= 0, was " + tolerated);
        }
        if (!(limit > 0 && limit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("limit must be finite and > 0, was " + limit);
        }
        if (!(forgetting > 0 && forgetting <= 1)) {
            throw new IllegalArgumentException("forgetting must be in (0, 1], was " + forgetting);
        }
        this.tolerated = tolerated;
        this.limit = limit;
        this.forgetting = forgetting;
    }

    /**
     * Reads one value.
     *
     * @param x finite
     * @return whether it alarms; the caller then calls {@link #reset}
     */
    public boolean add(double x) {
        n++;
        mean += (x - mean) / n;
        sum = Math.max(0, forgetting * sum + x - mean - tolerated);
        return n >= NEEDED && sum > limit;
    }

    /** Starts anew. */
    public void reset() {
        n = 0;
        mean = 0;
        sum = 0;
    }

    /** Values since the start. */
    public long size() {
        return n;
    }

    /** Their mean. */
    public double mean() {
        return mean;
    }

    /** What has been added up. */
    public double sum() {
        return sum;
    }

    public void save(StateOutput out) {
        out.putLong(n);
        out.putDoubles(new double[] {mean, sum});
    }

    public void restore(StateInput in) {
        n = in.getLong();
        double[] values = in.getDoubles(2);
        mean = values[0];
        sum = values[1];
    }
}
