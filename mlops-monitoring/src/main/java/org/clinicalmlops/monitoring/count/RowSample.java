package org.clinicalmlops.monitoring.count;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * An even sample of rows in bounded room: Algorithm R (Vitter 1985, <a href="https://doi.org/10.1145/3147.3165">doi:10.1145/3147.3165
 * </a>) with a fixed seed. One thread at a time writes; one that finds another writing goes on without its row, which is
 * counted. That depends on time alone and not on the row's values.
 */
final class RowSample {
    private static final long SEED = 0x5DEECE66DL; // any will do
    private static final int FREE = 0;
    private static final int TAKEN = 1;
    private static final int HANDED_OUT = 2;

    private final int capacity;
    private final int features;
    private final double[] values;
    private final double[] risks;
    private final AtomicInteger state = new AtomicInteger();
    private long offered;
    private long random = SEED;

    RowSample(int capacity, int features) {
        this.capacity = capacity;
        this.features = features;
        values = new double[Math.multiplyExact(capacity, features)];
        risks = new double[capacity];
    }

    /** Whether the row was offered: not if another thread is at it. Allocates nothing. */
    boolean offer(double[] row, double risk) {
        if (!state.compareAndSet(FREE, TAKEN)) {
            return false;
        }
        long place = offered < capacity ? offered : below(offered + 1);
        offered++;
        if (place < capacity) {
            System.arraycopy(row, 0, values, (int) place * features, features);
            risks[(int) place] = risk;
        }
        state.setRelease(FREE);
        return true;
    }

    /** Evenly in [0, n), by SplitMix64 (Steele, Lea, Flood 2014) and the high half of a product: uneven by less than n / 2^63. */
    private long below(long n) {
        random += 0x9E3779B97F4A7C15L;
        long z = random;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return Math.multiplyHigh(z >>> 1, n << 1);
    }

    /** Ends it, and hands out its rows. Waits for a thread that is writing a row; nobody writes one later. */
    KeptRows end() {
        while (!state.compareAndSet(FREE, HANDED_OUT)) {
            Thread.onSpinWait();
        }
        return kept();
    }

    private KeptRows kept() {
        int n = (int) Math.min(offered, capacity);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = Arrays.copyOfRange(values, i * features, (i + 1) * features);
        }
        return KeptRows.of(rows, Arrays.copyOf(risks, n));
    }

    /** With every bit that the rows after it depend on. A row that comes meanwhile is not offered. */
    void save(StateOutput out) {
        while (!state.compareAndSet(FREE, TAKEN)) {
            Thread.onSpinWait();
        }
        try {
            int n = (int) Math.min(offered, capacity);
            out.putLong(offered);
            out.putLong(random);
            out.putDoubles(Arrays.copyOf(values, n * features));
            out.putDoubles(Arrays.copyOf(risks, n));
        } finally {
            state.setRelease(FREE);
        }
    }

    static RowSample restore(StateInput in, int capacity, int features) {
        RowSample sample = new RowSample(capacity, features);
        sample.offered = in.getLong();
        sample.random = in.getLong();
        if (sample.offered < 0) {
            throw new MlopsException("rows offered to a sample must be >= 0, were " + sample.offered);
        }
        int n = (int) Math.min(sample.offered, capacity);
        System.arraycopy(in.getDoubles(n * features), 0, sample.values, 0, n * features);
        System.arraycopy(in.getDoubles(n), 0, sample.risks, 0, n);
        return sample;
    }
}
