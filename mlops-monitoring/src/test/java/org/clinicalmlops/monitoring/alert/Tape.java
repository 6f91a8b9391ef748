package org.clinicalmlops.monitoring.alert;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** A state in memory, value by value. */
final class Tape implements StateOutput {
    final List<Object> values = new ArrayList<>();

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

    /** What was put, from the start. */
    StateInput played() {
        Deque<Object> left = new ArrayDeque<>(values);
        return new StateInput() {
            private <T> T next(Class<T> type) {
                Object value = left.poll();
                if (!type.isInstance(value)) {
                    throw new MlopsException("there must be a " + type.getSimpleName() + ", was " + value);
                }
                return type.cast(value);
            }

            @Override
            public long getLong() {
                return next(Long.class);
            }

            @Override
            public double getDouble() {
                return next(Double.class);
            }

            @Override
            public String getText() {
                return next(String.class);
            }

            @Override
            public Instant getInstant() {
                return next(Instant.class);
            }

            @Override
            public long[] getLongs(int length) {
                long[] all = getLongs();
                if (all.length != length) {
                    throw new MlopsException("there must be " + length + " values, were " + all.length);
                }
                return all;
            }

            @Override
            public double[] getDoubles(int length) {
                double[] all = getDoubles();
                if (all.length != length) {
                    throw new MlopsException("there must be " + length + " values, were " + all.length);
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
        };
    }
}
