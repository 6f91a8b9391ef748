package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** A detector's state as a list of values, for tests of saving and restoring. */
final class Saved implements StateOutput, StateInput {
    private final List<Object> values = new ArrayList<>();
    private int next;

    static Saved of(Detector detector) {
        Saved state = new Saved();
        detector.save(state);
        return state;
    }

    List<Object> values() {
        return values;
    }

    boolean allRead() {
        return next == values.size();
    }

    /** About what it takes when written: eight bytes a number. */
    int bytes() {
        return values.stream()
                .mapToInt(v -> v instanceof String s ? s.length() : 8)
                .sum();
    }

    @Override
    public void putLong(long value) {
        values.add(value);
    }

    @Override
    public void putDouble(double value) {
        values.add(value);
    }

    @Override
    public void putText(String value) {
        values.add(value);
    }

    @Override
    public void putInstant(Instant value) {
        values.add(value);
    }

    @Override
    public long getLong() {
        return (Long) values.get(next++);
    }

    @Override
    public double getDouble() {
        return (Double) values.get(next++);
    }

    @Override
    public String getText() {
        return (String) values.get(next++);
    }

    @Override
    public Instant getInstant() {
        return (Instant) values.get(next++);
    }

    @Override
    public long[] getLongs(int length) {
        long[] all = getLongs();
        if (all.length != length) {
            throw new IllegalStateException("length must be " + length + ", was " + all.length);
        }
        return all;
    }

    @Override
    public double[] getDoubles(int length) {
        double[] all = getDoubles();
        if (all.length != length) {
            throw new IllegalStateException("length must be " + length + ", was " + all.length);
        }
        return all;
    }

    @Override
    public long[] getLongs() {
        long[] all = new long[(int) getLong()];
        for (int i = 0; i < all.length; i++) {
            all[i] = getLong();
        }
        return all;
    }

    @Override
    public double[] getDoubles() {
        double[] all = new double[(int) getLong()];
        for (int i = 0; i < all.length; i++) {
            all[i] = getDouble();
        }
        return all;
    }
}
