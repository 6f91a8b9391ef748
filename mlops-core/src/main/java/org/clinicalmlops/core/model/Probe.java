package org.clinicalmlops.core.model;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Schema;

/**
 * The values that the code behind the features read from one made-up row, in the order of the model's schema: numbers as the
 * shortest decimal that reads back the same, categories as {@code =text}, a missing value as {@code missing}.
 *
 * @param values one for each feature
 */
record Probe(List<String> values) implements Declared {
    Probe {
        values = List.copyOf(values);
    }

    /**
     * Reads every probe row of a feature set, with the features in the order of {@code schema}.
     *
     * @throws MlopsException if a function of the host fails, naming feature and probe
     */
    static <R> List<Probe> read(FeatureSet<R> features, Schema schema) {
        List<Probe> probes = new ArrayList<>();
        for (R row : features.probes()) {
            List<String> values = new ArrayList<>();
            for (int f = 0; f < schema.size(); f++) {
                String name = schema.feature(f).name();
                try {
                    values.add(value(features, features.schema().indexOf(name), row));
                } catch (RuntimeException e) {
                    throw new MlopsException("feature '" + name + "' could not be read from probe "
                            + (probes.size() + 1) + ": " + e.getClass().getSimpleName());
                }
            }
            probes.add(new Probe(values));
        }
        return probes;
    }

    private static <R> String value(FeatureSet<R> features, int f, R row) {
        if (features.schema().feature(f).categorical()) {
            String text = features.text(f, row);
            return text == null ? "missing" : "=" + text;
        }
        double number = features.number(f, row);
        return Double.isFinite(number)
                ? Declaration.number(number)
                : Double.isNaN(number) ? "missing" : Double.toString(number);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("probe").withTexts("values", values);
    }
}
