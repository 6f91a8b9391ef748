package org.clinicalmlops.monitoring.input;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** A state in memory, value by value, so that a difference shows where it is. */
final class Saved implements StateOutput, StateInput {
    private final List<Object> values = new ArrayList<>();
    private int next;

    private record Bits(long of) {}

    static Saved of(Detector detector) {
        Saved saved = new Saved();
        detector.save(saved);
        return saved;
    }

    List<Object> values() {
        return values;
    }

    /** With another value at a place, to be refused. */
    Saved with(int place, Object value) {
        Saved other = new Saved();
        other.values.addAll(values);
        other.values.set(place, value);
        return other;
    }

    /** Bytes that it takes about, if small numbers take one. */
    int size() {
        int size = 0;
        for (Object value : values) {
            size += value instanceof Long n ? 1 + (63 - Long.numberOfLeadingZeros(Math.abs(n) * 2 + 1)) / 7 : 8;
        }
        return size;
    }

    @Override
    public void putLong(long value) {
        values.add(value);
    }

    @Override
    public void putDouble(double value) {
        values.add(new Bits(Double.doubleToRawLongBits(value)));
    }

    @Override
    public void putText(String value) {
        values.add(value);
    }

    @Override
    public void putInstant(Instant value) {
        values.add(value);
    }

    private <T> T get(Class<T> type) {
        if (next >= values.size() || !type.isInstance(values.get(next))) {
            throw new MlopsException("no " + type.getSimpleName() + " at " + next);
        }
        return type.cast(values.get(next++));
    }

    @Override
    public long getLong() {
        return get(Long.class);
    }

    @Override
    public double getDouble() {
        return Double.longBitsToDouble(get(Bits.class).of());
    }

    @Override
    public String getText() {
        return get(String.class);
    }

    @Override
    public Instant getInstant() {
        return get(Instant.class);
    }

    @Override
    public long[] getLongs(int length) {
        long[] all = getLongs();
        if (all.length != length) {
            throw new MlopsException("must be " + length + " values, were " + all.length);
        }
        return all;
    }

    @Override
    public double[] getDoubles(int length) {
        throw new MlopsException("not used here");
    }

    @Override
    public long[] getLongs() {
        long n = getLong();
        if (n < 0 || n > 100_000) {
            throw new MlopsException("too many values: " + n);
        }
        long[] all = new long[(int) n];
        for (int i = 0; i < all.length; i++) {
            all[i] = getLong();
        }
        return all;
    }

    @Override
    public double[] getDoubles() {
        throw new MlopsException("not used here");
    }
}
