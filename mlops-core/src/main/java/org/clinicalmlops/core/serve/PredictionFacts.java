package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.Facts;

/**
 * What the ledger keeps of the predictions of one model: enough to compute them again, and no patient's own key. The names of inputs are
 * made once: a block of predictions that name the same thing by the same object is written faster.
 */
final class PredictionFacts {
    /** The {@code mode} of a prediction that the fallback has made. */
    static final String BY_FALLBACK = "fallback";

    private final Schema schema;
    private final Levels levels;
    private final List<Input> inputs;

    /** An input and the name under which it is stored. */
    private record Input(int position, String fact) {}

    PredictionFacts(Schema schema, Levels levels) {
        this.schema = schema;
        this.levels = levels;
        this.inputs = IntStream.range(0, schema.size())
                .mapToObj(f -> new Input(f, name(schema.feature(f).name())))
                .sorted(Comparator.comparing(Input::fact))
                .toList();
    }

    private static String name(String feature) {
        return "input." + feature;
    }

    /** The inputs as the model saw them: {@code input.<feature>}, numbers to the bit; a category by name. */
    Facts inputs(double[] coded) {
        Facts.Collecting facts = Facts.collecting(coded.length);
        for (Input input : inputs) {
            facts.add(input.fact, text(input.position, coded[input.position]));
        }
        return facts.facts();
    }

    static Facts row(String deployment, String id, String patient, Instant indexedAt) {
        return Facts.of("deployment", deployment)
                .with("prediction", id)
                .with("patient", patient)
                .with("indexedAt", indexedAt);
    }

    /** @param mode silent, live, or {@link #BY_FALLBACK} */
    static Facts answer(Digest model, String mode, double risk, boolean acting) {
        return Facts.of("model", model).with("mode", mode).with("risk", risk).with("acting", acting);
    }

    /** @param nanos from the host's question to the answer being ready to be put on record */
    static Facts latency(long nanos) {
        return Version.believable(nanos) ? Facts.of("latencyMicros", Long.toString(nanos / 1_000)) : Facts.NONE;
    }

    private String text(int f, double coded) {
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
     * @param beside whether they are those of the version beside, of which only what differs was kept apart
     * @throws IllegalArgumentException if one is not there, or is none
     */
    static double[] coded(Facts facts, Schema schema, Levels levels, boolean beside) {
        double[] coded = new double[schema.size()];
        for (int f = 0; f < coded.length; f++) {
            String name = name(schema.feature(f).name());
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
