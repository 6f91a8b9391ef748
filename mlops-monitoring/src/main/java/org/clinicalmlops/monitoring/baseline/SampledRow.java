package org.clinicalmlops.monitoring.baseline;

import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.jspecify.annotations.Nullable;

/** A row as it was read, to be kept in a sample. Immutable. */
public final class SampledRow {
    private final double[] numbers;
    private final @Nullable String[] texts;
    private final double risk;
    private final Instant at;

    private SampledRow(double[] numbers, @Nullable String[] texts, double risk, Instant at) {
        this.numbers = numbers;
        this.texts = texts;
        this.risk = risk;
        this.at = at;
    }

    /** Reads a row; throws whatever the host's functions throw. */
    public static <R> SampledRow read(FeatureSet<R> features, R row, double risk, Instant at) {
        double[] numbers = new double[features.size()];
        @Nullable String[] texts = new @Nullable String[features.size()];
        for (int f = 0; f < numbers.length; f++) {
            numbers[f] = features.number(f, row);
            texts[f] = features.text(f, row);
        }
        return new SampledRow(numbers, texts, risk, at);
    }

    /** Features of a schema, read from kept rows. */
    public static FeatureSet<SampledRow> features(Schema schema) {
        return features(SampledRow.class, schema, row -> row.at, (row, f) -> row.numbers[f], (row, f) -> row.texts[f]);
    }

    /** Features of a schema, read from values as a monitor observes them. */
    public static FeatureSet<double[]> features(Schema schema, Levels levels) {
        return features(
                double[].class,
                schema,
                row -> Instant.EPOCH,
                (row, f) -> {
                    if (row.length != schema.size()) {
                        throw new IllegalArgumentException(
                                "a row must have " + schema.size() + " values, had " + row.length);
                    }
                    return row[f];
                },
                (row, f) -> text(levels, f, row[f]));
    }

    /** A text that no level has stands for a code that the levels do not have. */
    private static @Nullable String text(Levels levels, int f, double code) {
        if (Double.isNaN(code)) {
            return null;
        }
        int level = (int) code;
        if (level == code && level >= 0 && level < levels.of(f).size()) {
            return levels.of(f).get(level);
        }
        String none = "?";
        while (levels.of(f).contains(none)) {
            none += "?";
        }
        return none;
    }

    private static <R> FeatureSet<R> features(
            Class<R> type,
            Schema schema,
            Function<R, Instant> at,
            ToDoubleBiFunction<R, Integer> number,
            BiFunction<R, Integer, @Nullable String> text) {
        FeatureSet<R> features = FeatureSet.of(type).patient(row -> "").indexedAt(at);
        for (int f = 0; f < schema.size(); f++) {
            int feature = f;
            FeatureSpec spec = schema.feature(f);
            features = switch (spec.kind()) {
                case NUMERIC -> features.numeric(spec.name(), spec.unit(), row -> number.applyAsDouble(row, feature));
                case NUMERIC_OR_NULL ->
                    features.numericOrNull(spec.name(), spec.unit(), row -> number.applyAsDouble(row, feature));
                case CATEGORICAL -> features.categorical(spec.name(), row -> text.apply(row, feature));
            };
            features = features.revision(spec.name(), spec.revision());
        }
        return features;
    }

    public double risk() {
        return risk;
    }

    public Instant at() {
        return at;
    }

    public boolean missing(Schema schema, int f) {
        return schema.feature(f).categorical() ? texts[f] == null : Double.isNaN(numbers[f]);
    }

    public void save(StateOutput out) {
        out.putInstant(at);
        out.putDouble(risk);
        out.putDoubles(numbers);
        for (String text : texts) {
            out.putLong(text == null ? 0 : 1);
            if (text != null) {
                out.putText(text);
            }
        }
    }

    public static SampledRow restore(StateInput in, int features) {
        Instant at = in.getInstant();
        double risk = in.getDouble();
        double[] numbers = in.getDoubles(features);
        @Nullable String[] texts = new @Nullable String[features];
        for (int f = 0; f < features; f++) {
            texts[f] = in.getLong() == 0 ? null : in.getText();
        }
        return new SampledRow(numbers, texts, risk, at);
    }
}
