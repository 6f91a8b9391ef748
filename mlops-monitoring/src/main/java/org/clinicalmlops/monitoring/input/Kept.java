package org.clinicalmlops.monitoring.input;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.jspecify.annotations.Nullable;

/** Counts since the last test: rows too few to compare are kept until they are enough. Single-threaded. */
final class Kept {
    private final int bins;
    private Instant from;
    private @Nullable FeatureCounts counts;

    /**
     * @param bins of the counts
     * @param from when there was last a test, or the opening
     */
    Kept(int bins, Instant from) {
        this.bins = bins;
        this.from = from;
    }

    /** All since the last test, these included. */
    FeatureCounts add(FeatureCounts more) {
        counts = counts == null ? more : counts.plus(more);
        return counts;
    }

    /** All since the last test; empty if there are none. */
    Optional<FeatureCounts> counts() {
        return Optional.ofNullable(counts);
    }

    /** When there was last a test. */
    Instant from() {
        return from;
    }

    /** A test was made. */
    void clear(Instant at) {
        from = at;
        counts = null;
    }

    void save(StateOutput out) {
        FeatureCounts all = counts;
        out.putInstant(from);
        out.putLong(all == null ? 0 : all.hasMagnitudes() ? 2 : 1);
        if (all != null) {
            out.putLongs(all.toBins());
            out.putLong(all.unseenLevels());
            out.putLong(all.missing());
            int[] filled = IntStream.range(0, all.hasMagnitudes() ? Magnitudes.CELLS : 0)
                    .filter(cell -> all.magnitude(cell) > 0)
                    .toArray();
            out.putLongs(IntStream.of(filled).asLongStream().toArray());
            out.putLongs(IntStream.of(filled).mapToLong(all::magnitude).toArray());
        }
    }

    /** @throws MlopsException if the state is not of such counts */
    void restore(StateInput in) {
        from = in.getInstant();
        counts = null;
        long kind = in.getLong();
        if (kind != 0) {
            long[] of = in.getLongs(bins);
            long unseen = in.getLong();
            long missing = in.getLong();
            long[] filled = in.getLongs();
            long[] numbers = in.getLongs(filled.length);
            long[] magnitudes = new long[kind == 2 ? Magnitudes.CELLS : 0];
            for (int i = 0; i < filled.length; i++) {
                if (!(filled[i] >= 0 && filled[i] < magnitudes.length)) {
                    throw new MlopsException("kept counts cannot be read: cell " + filled[i] + " of magnitudes");
                }
                magnitudes[(int) filled[i]] = numbers[i];
            }
            try {
                counts = FeatureCounts.of(of, unseen, missing, magnitudes);
            } catch (IllegalArgumentException e) {
                throw new MlopsException("kept counts cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
