package org.clinicalmlops.monitoring.count;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** When what was seen last, at one moment. An instant is a number: milliseconds of the epoch plus 1, so that 0 is never. Immutable. */
final class Seen implements Look.LastSeen {
    private final long lastRow;
    private final long[] lastValue;
    private final long[] without;

    /** Takes over the arrays. */
    Seen(long lastRow, long[] lastValue, long[] without) {
        this.lastRow = lastRow;
        this.lastValue = lastValue;
        this.without = without;
    }

    static long instant(long millis) {
        return millis + 1;
    }

    private static Optional<Instant> of(long instant) {
        return instant == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(instant - 1));
    }

    long lastRow() {
        return lastRow;
    }

    long lastValue(int feature) {
        return lastValue[feature];
    }

    @Override
    public Optional<Instant> row() {
        return of(lastRow);
    }

    @Override
    public Optional<Instant> value(int feature) {
        return of(lastValue[feature]);
    }

    @Override
    public long rowsWithout(int feature) {
        return without[feature];
    }

    /** Instants as their distance from the last row, which is short. */
    void save(StateOutput out) {
        out.putLong(lastRow);
        out.putLongs(
                Arrays.stream(lastValue).map(v -> v == 0 ? 0 : lastRow - v + 1).toArray());
        out.putLongs(without);
    }

    static Seen restore(StateInput in, int features) {
        long row = in.getLong();
        long[] values = in.getLongs(features);
        long[] without = in.getLongs(features);
        for (int f = 0; f < features; f++) {
            if (without[f] < 0) {
                throw new MlopsException("rows without a value must be >= 0, were " + without[f]);
            }
            values[f] = values[f] == 0 ? 0 : row - values[f] + 1;
        }
        return new Seen(row, values, without);
    }
}
