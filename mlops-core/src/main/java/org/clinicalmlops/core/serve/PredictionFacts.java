package org.clinicalmlops.core.serve;

import java.time.Instant;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.Facts;

/** What the ledger keeps of a prediction: enough to compute it again, and no patient's own key. */
final class PredictionFacts {
    /** The {@code mode} of a prediction that the fallback has made. */
    static final String BY_FALLBACK = "fallback";

    private PredictionFacts() {}

    /** The inputs as the model saw them: {@code input.<feature>}, numbers to the bit; a category by name. */
    static Facts inputs(Schema schema, Levels levels, double[] coded) {
        Facts facts = Facts.NONE;
        for (int f = 0; f < coded.length; f++) {
            facts = facts.with("input." + schema.feature(f).name(), text(schema, levels, f, coded[f]));
        }
        return facts;
    }

    static Facts row(String deployment, String id, String patient, Instant indexedAt) {
        return Facts.of("deployment", deployment)
                .with("prediction", id)
                .with("patient", patient)
                .with("indexedAt", indexedAt);
    }

    private static String text(Schema schema, Levels levels, int f, double coded) {
        if (Double.isNaN(coded)) {
            return "missing";
        }
        if (schema.feature(f).categorical()) {
            return coded == Levels.UNSEEN ? "unseen" : "=" + levels.of(f).get((int) coded);
        }
        return Declaration.number(coded);
    }

    /**
     * The inputs as the model saw them, from what {@link #inputs} has kept.
     *
     * @param beside whether they are those of a newer version, of which only what differs was kept apart
     * @throws IllegalArgumentException if one is not there, or is none
     */
    static double[] coded(Facts facts, Schema schema, Levels levels, boolean beside) {
        double[] coded = new double[schema.size()];
        for (int f = 0; f < coded.length; f++) {
            String name = "input." + schema.feature(f).name();
            String text =
                    beside ? facts.text("shadow." + name).orElseGet(() -> facts.required(name)) : facts.required(name);
            coded[f] = text.equals("missing")
                    ? Double.NaN
                    : !schema.feature(f).categorical()
                            ? Double.parseDouble(text)
                            : text.equals("unseen") ? Levels.UNSEEN : levels.code(f, text.substring(1));
        }
        return coded;
    }
}
