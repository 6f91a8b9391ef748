package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;

/** Which rows the versions of a deployment were made of, as the ledger says. */
final class Lineage {
    private final Map<String, Facts> cuts = new HashMap<>();
    private final Map<String, String> dataOf = new HashMap<>();
    private final Map<String, Instant> boundaries = new HashMap<>();
    private Optional<Digest> first = Optional.empty();

    private Lineage() {}

    /** Cost: one pass over the entries about runs. */
    static Lineage of(Ledger ledger, String deployment) {
        Lineage lineage = new Lineage();
        Map<String, Instant> split = new HashMap<>();
        ledger.read(
                Set.of(
                        EntryKind.COHORT_EXTRACTED,
                        EntryKind.FEATURES_PREPARED,
                        EntryKind.MODEL_TRAINED,
                        EntryKind.SILENT_TRIAL_STARTED),
                entry -> {
                    Facts facts = entry.facts();
                    switch (entry.kind()) {
                        case COHORT_EXTRACTED -> {
                            lineage.cuts.put(facts.required("data"), facts);
                            split.remove(facts.required("plan"));
                        }
                        case FEATURES_PREPARED ->
                            split.put(facts.required("plan"), Instant.parse(facts.required("boundary")));
                        case MODEL_TRAINED -> {
                            String model = facts.required("model");
                            lineage.dataOf.put(model, facts.required("data"));
                            Instant boundary = split.get(facts.required("plan"));
                            if (boundary != null) {
                                lineage.boundaries.put(model, boundary);
                            }
                        }
                        default -> {
                            if (lineage.first.isEmpty() && facts.says("deployment", deployment)) {
                                lineage.first = Optional.of(new Digest(facts.required("model")));
                            }
                        }
                    }
                });
        return lineage;
    }

    /** The first version that the deployment had. */
    Digest first() {
        return first.orElseThrow(() -> new MlopsException("the ledger holds no silent trial of the deployment"));
    }

    /** Start of the rows that a version was made of. */
    Optional<Instant> from(Digest model) {
        return cut(model).map(facts -> Instant.parse(facts.required("from")));
    }

    /** End of the rows that a version was made of: from here on it has seen none. */
    Optional<Instant> until(Digest model) {
        return cut(model).map(facts -> Instant.parse(facts.required("until")));
    }

    /** From when on a version that was made by running its plan was evaluated and not trained. */
    Optional<Instant> boundary(Digest model) {
        return Optional.ofNullable(boundaries.get(model.hex()));
    }

    private Optional<Facts> cut(Digest model) {
        return Optional.ofNullable(dataOf.get(model.hex())).map(cuts::get);
    }
}
