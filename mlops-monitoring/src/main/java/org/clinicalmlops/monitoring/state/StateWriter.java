package org.clinicalmlops.monitoring.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Values as bytes, which {@link StateReader} reads.
 *
 * <ul>
 *   <li>A whole number has seven bits to a byte, the lowest first, the sign turned into the lowest bit: 0 is one byte.
 *   <li>A double has its eight bytes, every bit as it is.
 *   <li>A text is the number of its UTF-8 bytes, then they. Half of a surrogate pair, which has no bytes, becomes a question mark.
 *   <li>An instant is its second, then its nanosecond.
 *   <li>A list of whole numbers says how many there are and in which of two ways they follow: one by one, or, where most are 0, as
 *       runs of zeros each followed by a run of others. Only lists of at most {@value #MOST_IN_RUNS} are written as runs, so that a
 *       few bytes cannot claim any size.
 * </ul>
 *
 * Single-threaded.
 */
public final class StateWriter implements StateOutput {
    static final int MOST_IN_RUNS = 1 << 20;
    /** Below, runs save nothing. */
    private static final int FEWEST_IN_RUNS = 16;
    /** So few zeros within others do not end a run. */
    private static final int ZEROS_THAT_PAY = 3;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public StateWriter() {}

    @Override
    public void putLong(long value) {
        unsigned(value << 1 ^ value >> 63);
    }

    @Override
    public void putDouble(double value) {
        bytes.writeBytes(ByteBuffer.allocate(Double.BYTES)
                .putLong(Double.doubleToRawLongBits(value))
                .array());
    }

    @Override
    public void putText(String value) {
        putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void putInstant(Instant value) {
        putLong(value.getEpochSecond());
        unsigned(value.getNano());
    }

    @Override
    public void putLongs(long[] values) {
        long zeros = Arrays.stream(values).filter(value -> value == 0).count();
        boolean runs = values.length >= FEWEST_IN_RUNS && values.length <= MOST_IN_RUNS && 2 * zeros > values.length;
        unsigned(2L * values.length + (runs ? 1 : 0));
        if (runs) {
            putRuns(values);
        } else {
            for (long value : values) {
                putLong(value);
            }
        }
    }

    private void putRuns(long[] values) {
        int at = 0;
        while (at < values.length) {
            int start = at + zerosFrom(values, at);
            int end = start;
            while (end < values.length && zerosFrom(values, end) < ZEROS_THAT_PAY) {
                end++;
            }
            unsigned(start - at);
            unsigned(end - start);
            for (int i = start; i < end; i++) {
                putLong(values[i]);
            }
            at = end;
        }
    }

    private static int zerosFrom(long[] values, int from) {
        int end = from;
        while (end < values.length && values[end] == 0) {
            end++;
        }
        return end - from;
    }

    void putBytes(byte[] value) {
        unsigned(value.length);
        bytes.writeBytes(value);
    }

    /** As they are, without their number. */
    void putRaw(byte[] value) {
        bytes.writeBytes(value);
    }

    private void unsigned(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes.write((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        bytes.write((int) left);
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }
}
