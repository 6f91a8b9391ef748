package org.clinicalmlops.monitoring.state;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;

/**
 * Reads what {@link StateWriter} wrote. Every number of things to come is checked against what is left before any room is made for
 * them: no bytes, however made, take more memory than a small multiple of their own length and one list of the longest that is
 * written as runs. Throws nothing but {@link MlopsException}. Single-threaded.
 */
public final class StateReader implements StateInput {
    private final ByteBuffer bytes;

    /** @param bytes to be read; not copied */
    public StateReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    private StateReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    @Override
    public long getLong() {
        long bits = unsigned();
        return bits >>> 1 ^ -(bits & 1);
    }

    @Override
    public double getDouble() {
        need(Double.BYTES);
        return Double.longBitsToDouble(bytes.getLong());
    }

    @Override
    public String getText() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part()).toString();
        } catch (CharacterCodingException e) {
            throw damaged("a text is not UTF-8");
        }
    }

    @Override
    public Instant getInstant() {
        long second = getLong();
        long nano = unsigned();
        if (nano < 0 || nano > 999_999_999) {
            throw damaged("an instant has no such nanosecond");
        }
        try {
            return Instant.ofEpochSecond(second, nano);
        } catch (DateTimeException | ArithmeticException e) {
            throw damaged("there is no such instant");
        }
    }

    @Override
    public long[] getLongs(int length) {
        long header = unsigned();
        mustBe(length, header >>> 1);
        return longs(header);
    }

    @Override
    public long[] getLongs() {
        return longs(unsigned());
    }

    private long[] longs(long header) {
        long count = header >>> 1;
        boolean runs = (header & 1) == 1;
        if (count > (runs ? StateWriter.MOST_IN_RUNS : bytes.remaining())) {
            throw damaged("a list is longer than what is left");
        }
        long[] values = new long[(int) count];
        if (runs) {
            readRuns(values);
        } else {
            Arrays.setAll(values, i -> getLong());
        }
        return values;
    }

    private void readRuns(long[] values) {
        int at = 0;
        while (at < values.length) {
            at += within(unsigned(), values.length - at);
            int others = within(unsigned(), values.length - at);
            for (int i = 0; i < others; i++) {
                values[at++] = getLong();
            }
        }
    }

    @Override
    public double[] getDoubles(int length) {
        long count = getLong();
        mustBe(length, count);
        return doubles(count);
    }

    @Override
    public double[] getDoubles() {
        return doubles(getLong());
    }

    private double[] doubles(long count) {
        if (count < 0 || count > bytes.remaining() / Double.BYTES) {
            throw damaged("a list is longer than what is left");
        }
        double[] values = new double[(int) count];
        Arrays.setAll(values, i -> getDouble());
        return values;
    }

    /** A part of its own: as many bytes as are said to be in it. */
    StateReader getPart() {
        return new StateReader(part());
    }

    private ByteBuffer part() {
        long said = unsigned();
        int length = within(said, bytes.remaining());
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }

    /** So many bytes as they are. */
    byte[] getRaw(int length) {
        need(length);
        byte[] raw = new byte[length];
        bytes.get(raw);
        return raw;
    }

    /** Must be called after the last value. */
    public void end() {
        if (bytes.hasRemaining()) {
            throw damaged(bytes.remaining() + " bytes are left over");
        }
    }

    /** How many bytes are left. */
    int left() {
        return bytes.remaining();
    }

    private static int within(long value, int most) {
        if (value < 0 || value > most) {
            throw damaged("a part is longer than the whole");
        }
        return (int) value;
    }

    private void mustBe(int length, long count) {
        if (count != length) {
            throw damaged("a list of " + length + " values was expected, there is one of " + count);
        }
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            need(1);
            int next = bytes.get();
            if (shift == 63 && next >>> 1 != 0) {
                throw damaged("a number has too many bits");
            }
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a number has no end");
    }

    private void need(int length) {
        if (bytes.remaining() < length) {
            throw damaged("it ends too early");
        }
    }

    private static MlopsException damaged(String why) {
        return new MlopsException("the state is damaged: " + why);
    }
}
