package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** A state in memory, value by value: what is read must be what was written, and all of it. */
public final class Memory implements StateOutput, StateInput {
    private final Deque<Object> values = new ArrayDeque<>();

    /** The state of one detector, taken over by another. */
    public static void move(Detector from, Detector to) {
        move(from::save, to::restore);
    }

    public static void move(Consumer<StateOutput> save, Consumer<StateInput> restore) {
        Memory memory = new Memory();
        save.accept(memory);
        restore.accept(memory);
        if (!memory.values.isEmpty()) {
            throw new AssertionError(memory.values.size() + " values were written and not read");
        }
    }

    /** A state as the values that it is made of. */
    public static List<Object> of(Consumer<StateOutput> save) {
        Memory memory = new Memory();
        save.accept(memory);
        return List.copyOf(memory.values);
    }

    /** Bytes that a state takes, with small whole numbers in few. */
    public static int size(Consumer<StateOutput> save) {
        Memory memory = new Memory();
        save.accept(memory);
        return memory.values.stream().mapToInt(Memory::bytes).sum();
    }

    private static int bytes(Object value) {
        if (value instanceof Long n) {
            return 1 + (63 - Long.numberOfLeadingZeros(Math.abs(n) | 1)) / 7;
        }
        return value instanceof String text ? 2 + text.length() : 12;
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
        return (Long) values.remove();
    }

    @Override
    public double getDouble() {
        return (Double) values.remove();
    }

    @Override
    public String getText() {
        return (String) values.remove();
    }

    @Override
    public Instant getInstant() {
        return (Instant) values.remove();
    }

    @Override
    public long[] getLongs(int length) {
        long[] all = getLongs();
        if (all.length != length) {
            throw new AssertionError("wanted " + length + " values, there were " + all.length);
        }
        return all;
    }

    @Override
    public double[] getDoubles(int length) {
        double[] all = getDoubles();
        if (all.length != length) {
            throw new AssertionError("wanted " + length + " values, there were " + all.length);
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
