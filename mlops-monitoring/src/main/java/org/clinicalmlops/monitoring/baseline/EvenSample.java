package org.clinicalmlops.monitoring.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Of everything that was added, as many as fit, each with the same probability (Vitter 1985, algorithm R). Which ones depends on the
 * seed and on how many were added, not on what they are. Single-threaded.
 *
 * @param <T> what is sampled; immutable
 */
public final class EvenSample<T> {
    private final int most;
    private final long seed;
    private final List<T> kept = new ArrayList<>();
    private long added;

    public EvenSample(int most, long seed) {
        this.most = most;
        this.seed = seed;
    }

    public void add(T one) {
        if (kept.size() < most) {
            kept.add(one);
        } else {
            long at = new SplittableRandom(seed + added).nextLong(added + 1); // no state but the number
            if (at < most) {
                kept.set((int) at, one);
            }
        }
        added++;
    }

    /** How many were added. */
    public long added() {
        return added;
    }

    public List<T> kept() {
        return List.copyOf(kept);
    }

    public void save(StateOutput out, BiConsumer<T, StateOutput> each) {
        out.putLong(added);
        out.putLong(kept.size());
        kept.forEach(one -> each.accept(one, out));
    }

    public void restore(StateInput in, Function<StateInput, T> each) {
        kept.clear();
        added = in.getLong();
        long size = in.getLong();
        if (size != Math.min(added, most)) {
            throw new MlopsException("a stored sample of " + added + " holds " + size);
        }
        for (long i = 0; i < size; i++) {
            kept.add(each.apply(in));
        }
    }
}
