package org.clinicalmlops.monitoring.count;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** A state in memory, with the room that it would take if numbers are written in groups of seven bits. */
final class Tape implements StateOutput, StateInput {
    private final Deque<Object> values = new ArrayDeque<>();
    private long bytes;

    /** What was put and not got back. */
    List<Object> values() {
        return List.copyOf(values);
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void putLong(long value) {
        long unsigned = value << 1 ^ value >> 63;
        bytes += Math.max(1, (70 - Long.numberOfLeadingZeros(unsigned)) / 7);
        values.add(value);
    }

    @Override
    public void putDouble(double value) {
        bytes += Double.BYTES;
        values.add(value);
    }

    @Override
    public void putText(String value) {
        bytes += value.length();
        values.add(value);
    }

    @Override
    public void putInstant(Instant value) {
        bytes += 2 * Long.BYTES;
        values.add(value);
    }

    private <T> T next(Class<T> type) {
        if (!type.isInstance(values.peek())) {
            throw new MlopsException("something else follows");
        }
        return type.cast(values.poll());
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
        if (getLong() != length) {
            throw new MlopsException("another number of values follows");
        }
        return LongStream.generate(this::getLong).limit(length).toArray();
    }

    @Override
    public double[] getDoubles(int length) {
        if (getLong() != length) {
            throw new MlopsException("another number of values follows");
        }
        return DoubleStream.generate(this::getDouble).limit(length).toArray();
    }

    @Override
    public long[] getLongs() {
        return LongStream.generate(this::getLong).limit(getLong()).toArray();
    }

    @Override
    public double[] getDoubles() {
        return DoubleStream.generate(this::getDouble).limit(getLong()).toArray();
    }
}
