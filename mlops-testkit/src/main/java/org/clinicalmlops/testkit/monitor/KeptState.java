package org.clinicalmlops.testkit.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * A state in memory, value by value, for tests of saving and restoring: it is written, then read from its start. Whoever reads something
 * else than was written, or more, gets an {@link MlopsException}. Not thread-safe.
 */
public final class KeptState implements StateOutput, StateInput {
    private static final int MOST = 1 << 20;

    private final List<Object> values = new ArrayList<>();
    private int next;

    /** Nothing yet. */
    public KeptState() {}

    /** @param save for example {@code detector::save} */
    public static KeptState of(Consumer<? super StateOutput> save) {
        KeptState state = new KeptState();
        save.accept(state);
        return state;
    }

    /** The first {@code n} of its values, to be read from the start: a state that ends too soon. */
    public KeptState first(int n) {
        return of(values.subList(0, n));
    }

    /** The same with another value at a place, to be read from the start: a damaged state. */
    public KeptState with(int place, Object value) {
        KeptState other = of(values);
        other.values.set(place, value);
        return other;
    }

    private static KeptState of(List<Object> values) {
        KeptState state = new KeptState();
        state.values.addAll(values);
        return state;
    }

    /**
     * Everything that was written: {@link Long}, {@link String}, {@link Instant}, and doubles as their bits, so that equal lists are
     * equal to the bit. Of a list its length and then its values.
     */
    public List<Object> values() {
        return List.copyOf(values);
    }

    /** Whether everything that was written has been read. */
    public boolean allRead() {
        return next == values.size();
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

    private record Bits(long of) {}

    private <T> T next(Class<T> type) {
        if (next >= values.size()) {
            throw new MlopsException("the state ends where a " + type.getSimpleName() + " is read");
        }
        Object value = values.get(next++);
        if (!type.isInstance(value)) {
            throw new MlopsException("a " + type.getSimpleName() + " is read where something else was written");
        }
        return type.cast(value);
    }

    @Override
    public long getLong() {
        return next(Long.class);
    }

    @Override
    public double getDouble() {
        return Double.longBitsToDouble(next(Bits.class).of());
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
        check(all.length == length);
        return all;
    }

    @Override
    public double[] getDoubles(int length) {
        double[] all = getDoubles();
        check(all.length == length);
        return all;
    }

    @Override
    public long[] getLongs() {
        long[] all = new long[length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = getLong();
        }
        return all;
    }

    @Override
    public double[] getDoubles() {
        double[] all = new double[length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = getDouble();
        }
        return all;
    }

    private int length() {
        long length = getLong();
        check(length >= 0 && length <= MOST);
        return (int) length;
    }

    private static void check(boolean fits) {
        if (!fits) {
            throw new MlopsException("a list in the state has another length");
        }
    }
}
