package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.InputRules;
import org.jspecify.annotations.Nullable;

/**
 * The plan's rules about rows, made ready for one version of the model. A number that the model reads is not read from the host's row again, so
 * that what is checked is what is scored. Immutable, thread-safe; allocates nothing while no rule is broken.
 */
final class RowCheck<R> {
    private final FeatureSet<R> features;
    private final InputRules rules;
    private final Schema schema;
    private final Schema host;
    /** Of each rule: where its feature stands in the host's features, and in the model's inputs or -1. */
    private final int[] position;

    private final int[] input;

    private RowCheck(InputRules rules, FeatureSet<R> features, Schema schema) {
        this.rules = rules;
        this.features = features;
        this.schema = schema;
        this.host = features.schema();
        this.position = rules.rules().stream()
                .mapToInt(rule -> host.indexOf(rule.feature()))
                .toArray();
        this.input = rules.rules().stream()
                .mapToInt(rule -> schema.indexOf(rule.feature()))
                .toArray();
    }

    /** @param schema the model's inputs */
    static <R> RowCheck<R> of(InputRules rules, FeatureSet<R> features, Schema schema) {
        return new RowCheck<>(rules, features, schema);
    }

    /**
     * What is wrong with a row.
     *
     * @param features names of all features that break a rule of this kind
     */
    record Breach(Abstention abstention, List<String> features) {
        Breach {
            features = List.copyOf(features);
        }
    }

    /**
     * The gravest thing that is wrong: an infinite value, then a row out of scope, then an implausible value, then an old one, then too much
     * that is missing.
     *
     * @param coded the model's inputs of this row
     * @param indexedAt its index instant
     * @return null if nothing is
     * @throws RuntimeException whatever the host's functions throw
     */
    @Nullable
    Breach of(R row, double[] coded, Instant indexedAt) {
        if (!Version.finite(coded)) {
            return new Breach(Abstention.NOT_FINITE, inputs(coded, false));
        }
        for (int r = 0; r < position.length; r++) {
            if (breaks(r, row, coded, indexedAt)) {
                return broken(row, coded, indexedAt);
            }
        }
        if (rules.missingAtMost() < 1 && missing(coded) > rules.missingAtMost() * coded.length) {
            return new Breach(Abstention.TOO_MUCH_MISSING, inputs(coded, true));
        }
        return null;
    }

    private boolean breaks(int r, R row, double[] coded, Instant indexedAt) {
        InputRules.Rule rule = rules.rules().get(r);
        if (rule instanceof InputRules.Within within) {
            double value = number(r, row, coded);
            if (value != value) {
                return within.abstention() == Abstention.OUT_OF_SCOPE;
            }
            return value < within.low() || value > within.high();
        }
        if (rule instanceof InputRules.NotOlder fresh) {
            return isThere(r, row, coded) && older(features.asOf(position[r], row), fresh.age(), indexedAt);
        }
        InputRules.Among among = (InputRules.Among) rule;
        String category = features.text(position[r], row);
        return category == null || !among.categories().contains(category);
    }

    private double number(int r, R row, double[] coded) {
        return input[r] >= 0 ? coded[input[r]] : features.number(position[r], row);
    }

    private boolean isThere(int r, R row, double[] coded) {
        return host.feature(position[r]).categorical()
                ? features.text(position[r], row) != null
                : !Double.isNaN(number(r, row, coded));
    }

    private static boolean older(@Nullable Instant taken, Duration age, Instant indexedAt) {
        return taken == null || Duration.between(taken, indexedAt).compareTo(age) > 0;
    }

    private Breach broken(R row, double[] coded, Instant indexedAt) {
        Map<Abstention, List<String>> broken = new EnumMap<>(Abstention.class); // in the order of gravity
        for (int r = 0; r < position.length; r++) {
            if (breaks(r, row, coded, indexedAt)) {
                InputRules.Rule rule = rules.rules().get(r);
                broken.computeIfAbsent(rule.abstention(), any -> new ArrayList<>())
                        .add(rule.feature());
            }
        }
        Map.Entry<Abstention, List<String>> gravest =
                broken.entrySet().iterator().next();
        return new Breach(gravest.getKey(), gravest.getValue());
    }

    private List<String> inputs(double[] coded, boolean missing) {
        List<String> names = new ArrayList<>();
        for (int f = 0; f < coded.length; f++) {
            if (missing ? Double.isNaN(coded[f]) : Double.isInfinite(coded[f])) {
                names.add(schema.feature(f).name());
            }
        }
        return names;
    }

    private static int missing(double[] coded) {
        int missing = 0;
        for (double value : coded) {
            missing += value != value ? 1 : 0;
        }
        return missing;
    }
}
