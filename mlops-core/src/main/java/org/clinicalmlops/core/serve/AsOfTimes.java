package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.Facts;
import org.jspecify.annotations.Nullable;

/** When the values of a model's inputs were taken, as far as the host says: {@code asOf.<feature>}. Immutable. */
final class AsOfTimes<R> {
    private final FeatureSet<R> features;
    private final List<Timed> timed;

    private AsOfTimes(FeatureSet<R> features, List<Timed> timed) {
        this.features = features;
        this.timed = timed;
    }

    private record Timed(int position, String fact) {}

    /** @param schema the model's inputs */
    static <R> AsOfTimes<R> of(FeatureSet<R> features, Schema schema) {
        List<Timed> timed = new ArrayList<>();
        for (int f = 0; f < schema.size(); f++) {
            String name = schema.feature(f).name();
            int position = features.schema().indexOf(name);
            if (features.timed(position)) {
                timed.add(new Timed(position, "asOf." + name));
            }
        }
        return new AsOfTimes<>(features, List.copyOf(timed));
    }

    /** Room for {@link #read}. */
    @Nullable
    Instant[] newTaken() {
        return new Instant[timed.size()];
    }

    /**
     * Asks the host.
     *
     * @param taken filled; null where the host does not know
     * @throws RuntimeException whatever the host's functions throw
     */
    void read(R row, @Nullable Instant[] taken) {
        for (int i = 0; i < taken.length; i++) {
            taken[i] = features.asOf(timed.get(i).position, row);
        }
    }

    /** As they are stored. @param taken as {@link #read} has filled it */
    Facts facts(@Nullable Instant[] taken) {
        if (timed.isEmpty()) {
            return Facts.NONE;
        }
        Facts.Collecting facts = Facts.collecting(timed.size());
        for (int i = 0; i < taken.length; i++) {
            Instant at = taken[i];
            if (at != null) {
                facts.add(timed.get(i).fact, at.toString());
            }
        }
        return facts.facts();
    }
}
