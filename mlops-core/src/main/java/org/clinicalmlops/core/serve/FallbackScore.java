package org.clinicalmlops.core.serve;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.model.CompiledModel;
import org.clinicalmlops.core.model.Recalibration;

/** The plan's fallback, made ready for the host's features. Immutable, thread-safe. */
final class FallbackScore<R> {
    private final FeatureSet<R> features;
    private final Set<Abstention> on;
    private final String name;
    private final Schema inputs;
    private final Levels levels;
    private final CompiledModel model;
    private final PredictionFacts facts;

    FallbackScore(Fallback<Risk> fallback, FeatureSet<R> features) {
        GivenModel<Risk> score = fallback.score();
        this.features = features;
        this.on = fallback.on();
        this.name = score.name();
        this.inputs = score.inputs();
        this.levels = Levels.of(
                inputs.features().stream().map(input -> named(score, input)).toList());
        this.facts = new PredictionFacts(inputs, levels);
        this.model = new CompiledModel(Preparation.asGiven(score, levels), score.form(), Recalibration.NONE);
    }

    private static List<String> named(GivenModel<Risk> score, FeatureSpec input) {
        Set<String> names = score.columns().stream()
                .filter(column ->
                        column.feature().equals(input.name()) && !column.level().isEmpty())
                .map(GivenModel.Input::level)
                .collect(Collectors.toCollection(TreeSet::new));
        return List.copyOf(names);
    }

    String name() {
        return name;
    }

    boolean answers(Abstention reason) {
        return on.contains(reason);
    }

    /** What it says of a row, and what it has seen. */
    record Scored(double risk, Facts inputs) {}

    /**
     * Scores a row.
     *
     * @return empty where it is not defined either
     * @throws RuntimeException whatever the host's functions throw
     */
    Optional<Scored> score(R row) {
        double[] coded = new double[inputs.size()];
        for (int f = 0; f < coded.length; f++) {
            int position = features.schema().indexOf(inputs.feature(f).name());
            coded[f] = inputs.feature(f).categorical()
                    ? levels.code(f, features.text(position, row))
                    : features.number(position, row);
        }
        if (!Version.finite(coded)) {
            return Optional.empty();
        }
        double risk = model.risk(coded);
        return risk >= 0 && risk <= 1 ? Optional.of(new Scored(risk, facts.inputs(coded))) : Optional.empty();
    }
}
