package org.clinicalmlops.api.train;

import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Schema;

/**
 * A model that was made elsewhere, such as a published clinical score: nothing is fitted, but it passes the same gates as any
 * other. Immutable.
 */
public final class GivenModel<P extends Output> implements Declared {
    private final String name;
    private final Schema inputs;
    private final List<Input> columns;
    private final ModelForm form;

    private GivenModel(String name, Schema inputs, List<Input> columns, ModelForm form) {
        this.name = name;
        this.inputs = inputs;
        this.columns = List.copyOf(columns);
        this.form = form;
    }

    /**
     * What one column of the form holds: the number of a feature as it is (missing stays NaN), or whether a categorical feature
     * is at a level (1 or 0; NaN if missing).
     *
     * @param feature name of the feature
     * @param level the level, or empty for the number itself
     */
    public record Input(String feature, String level) implements Declared {
        public Input {
            Objects.requireNonNull(feature, "feature");
            Objects.requireNonNull(level, "level");
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("input").with("feature", feature).with("level", level);
        }
    }

    /**
     * @param name for a reader, for example {@code "CURB-65"}
     * @param inputs the features that the model was made for: the host's features must have these names, kinds and units
     * @param columns one for each column of the form
     * @param form what it computes
     */
    static <P extends Output> GivenModel<P> of(String name, Schema inputs, List<Input> columns, ModelForm form) {
        if (columns.size() != form.columns()) {
            throw new IllegalArgumentException(
                    "the form reads " + form.columns() + " columns, " + columns.size() + " were described");
        }
        for (Input column : columns) {
            int i = inputs.indexOf(column.feature());
            if (i < 0) {
                throw new IllegalArgumentException("no input feature '" + column.feature() + "'");
            }
            FeatureSpec feature = inputs.feature(i);
            if (feature.categorical() == column.level().isEmpty()) {
                throw new IllegalArgumentException(
                        "a level goes with a categorical feature only: '" + column.feature() + "'");
            }
        }
        return new GivenModel<>(name, inputs, columns, form);
    }

    public String name() {
        return name;
    }

    public Schema inputs() {
        return inputs;
    }

    public List<Input> columns() {
        return columns;
    }

    public ModelForm form() {
        return form;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("given-model")
                .with("name", name)
                .with("inputs", inputs)
                .with("columns", columns)
                .with("form", form);
    }
}
