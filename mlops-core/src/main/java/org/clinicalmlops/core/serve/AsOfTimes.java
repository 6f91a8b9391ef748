package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.Facts;

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

    /** @throws RuntimeException whatever the host's functions throw */
    Facts of(R row) {
        if (timed.isEmpty()) {
            return Facts.NONE;
        }
        Facts.Collecting facts = Facts.collecting(timed.size());
        for (int i = 0; i < timed.size(); i++) {
            Instant taken = features.asOf(timed.get(i).position, row);
            if (taken != null) {
                facts.add(timed.get(i).fact, taken.toString());
            }
        }
        return facts.facts();
    }
}
