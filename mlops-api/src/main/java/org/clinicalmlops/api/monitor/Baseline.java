package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;

/**
 * What monitoring compares with: how the features were distributed in training, what the model said of the evaluation's cases and what
 * became of them. Aggregates only. Immutable.
 *
 * @param schema features in the order in which they are observed
 * @param levels codes of categories
 * @param features one profile for each feature, in the order of the schema
 * @param output predictions and outcomes of the evaluation
 * @param patterns which values were missing together
 * @param seasons profiles of parts of the year, with the bins of {@code features}; none if the year is one
 * @param auroc discrimination on the evaluation cases; its interval bounded
 */
public record Baseline(
        Schema schema,
        Levels levels,
        List<FeatureProfile> features,
        OutputProfile output,
        MissingPatterns patterns,
        List<Season> seasons,
        Estimate auroc)
        implements Declared {

    /**
     * A part of the year in which patients are others.
     *
     * @param months which, by the calendar in UTC
     * @param features one profile for each feature, in the order of the schema
     */
    public record Season(List<Month> months, List<FeatureProfile> features) implements Declared {
        public Season {
            months = List.copyOf(months);
            features = List.copyOf(features);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("season")
                    .withTexts("months", months.stream().map(Month::name).toList())
                    .with("features", features);
        }
    }

    public Baseline {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(levels, "levels");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(patterns, "patterns");
        Objects.requireNonNull(auroc, "auroc");
        features = List.copyOf(features);
        seasons = List.copyOf(seasons);
        check(schema, features);
        for (Season season : seasons) {
            check(schema, season.features());
            for (int f = 0; f < features.size(); f++) {
                if (season.features().get(f).bins() != features.get(f).bins()) {
                    throw new IllegalArgumentException(
                            "profiles of '" + features.get(f).feature() + "' must have the same bins in every season");
                }
            }
        }
        auroc.match(
                known -> {
                    if (Double.isInfinite(known.interval().lower())
                            || Double.isInfinite(known.interval().upper())) {
                        throw new IllegalArgumentException(
                                "the interval of auroc must be bounded, was " + known.interval());
                    }
                },
                few -> {},
                undefined -> {});
    }

    private static void check(Schema schema, List<FeatureProfile> features) {
        if (features.size() != schema.size()) {
            throw new IllegalArgumentException(
                    "a profile is needed for each of " + schema.size() + " features, there were " + features.size());
        }
    }

    /** Of features alone: nothing is known of outputs, patterns and seasons. */
    public static Baseline of(Schema schema, Levels levels, List<FeatureProfile> features, Estimate auroc) {
        return new Baseline(
                schema, levels, features, OutputProfile.unknown(), MissingPatterns.unknown(), List.of(), auroc);
    }

    /** The profiles of the season in which the middle of a window lies; those of the whole year if there is none. */
    public List<FeatureProfile> features(Instant from, Instant until) {
        Month month = from.plusSeconds(Math.max(0, until.getEpochSecond() - from.getEpochSecond()) / 2)
                .atZone(ZoneOffset.UTC)
                .getMonth();
        return seasons.stream()
                .filter(season -> season.months().contains(month))
                .findFirst()
                .map(Season::features)
                .orElse(features);
    }

    @Override
    public Declaration declaration() {
        Declaration declaration = Declaration.of("baseline")
                .with("format", 2)
                .with("schema", schema)
                .with("levels", levels)
                .with("features", features)
                .with("output", output)
                .with("patterns", patterns)
                .with("seasons", seasons);
        return auroc.<Declaration>fold(
                known -> declaration.with(
                        "auroc",
                        Declaration.of("known")
                                .with("value", known.value())
                                .with("lower", known.interval().lower())
                                .with("upper", known.interval().upper())
                                .with("level", known.interval().level())
                                .with("n", known.n())),
                few -> declaration.with(
                        "auroc", Declaration.of("too-few").with("n", few.n()).with("needed", few.needed())),
                undefined ->
                        declaration.with("auroc", Declaration.of("undefined").with("reason", undefined.reason())));
    }
}
