package org.clinicalmlops.api.train;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
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
     * What one column of the form holds: the number of a feature as it is (missing stays NaN), whether a categorical feature is at a
     * level (1 or 0; NaN if missing), or the model's own code of a category (0, 1, ...; {@link Levels#UNSEEN} for a category that
     * the model does not know; NaN if missing).
     *
     * @param feature name of the feature
     * @param level the level, or empty
     * @param categories the categories that the model knows in the order of its codes, or empty
     */
    public record Input(String feature, String level, List<String> categories) implements Declared {
        public Input {
            Objects.requireNonNull(feature, "feature");
            Objects.requireNonNull(level, "level");
            categories = List.copyOf(categories);
            if (categories.size() > TreeNode.MOST_CATEGORIES) {
                throw new IllegalArgumentException("a model may know " + TreeNode.MOST_CATEGORIES
                        + " categories of a feature, knew " + categories.size() + " of '" + feature + "'");
            }
            if (Set.copyOf(categories).size() < categories.size()) {
                throw new IllegalArgumentException("a category of '" + feature + "' is listed twice");
            }
            if (!level.isEmpty() && !categories.isEmpty()) {
                throw new IllegalArgumentException("'" + feature + "' has a level and categories");
            }
        }

        /** A number as it is, or whether a categorical feature is at {@code level}. */
        public Input(String feature, String level) {
            this(feature, level, List.of());
        }

        /** A number as it is. */
        public static Input number(String feature) {
            return new Input(feature, "", List.of());
        }

        /** Whether a categorical feature is at {@code level}. */
        public static Input atLevel(String feature, String level) {
            return new Input(feature, level, List.of());
        }

        /** The model's code of a category: its position in the list. */
        public static Input code(String feature, List<String> categories) {
            return new Input(feature, "", categories);
        }

        /** Every category that the column names. */
        public List<String> names() {
            return level.isEmpty() ? categories : List.of(level);
        }

        @Override
        public Declaration declaration() {
            Declaration declaration =
                    Declaration.of("input").with("feature", feature).with("level", level);
            return categories.isEmpty() ? declaration : declaration.withTexts("categories", categories);
        }
    }

    /**
     * @param name for a reader, for example {@code "CURB-65"}
     * @param inputs the features that the model was made for: the host's features must have these names, kinds and units
     * @param columns one for each column of the form
     * @param form what it computes
     */
    public static <P extends Output> GivenModel<P> of(String name, Schema inputs, List<Input> columns, ModelForm form) {
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
            if (feature.categorical() == column.names().isEmpty()) {
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

    /**
     * What keeps the model from reading these features, in words; empty if it can.
     *
     * @param features the host's; kinds of numbers are one here
     */
    public Optional<String> misfit(Schema features) {
        for (FeatureSpec input : inputs.features()) {
            int f = features.indexOf(input.name());
            if (f < 0
                    || !features.feature(f).unit().equals(input.unit())
                    || features.feature(f).categorical() != input.categorical()) {
                return Optional.of("needs " + input + ", the feature set has "
                        + (f < 0 ? "none of that name" : features.feature(f).toString()));
            }
        }
        return Optional.empty();
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
