package org.clinicalmlops.core.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.GivenModel;

/**
 * Fitted feature steps: how a coded row becomes the columns that a model reads. Fitted on training rows only. A missing number
 * becomes the training median, a missing or unseen category the commonest one; a feature that may be missing has a second column
 * that says whether it was. Categories become one column a level, the first level left out; a feature with one level only has one
 * constant column. Immutable; thread-safe.
 *
 * @param columns at least one
 */
public record Preparation(List<Column> columns) implements Declared {
    public Preparation {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one column");
        }
    }

    /**
     * Fits the steps.
     *
     * @param training rows that train; never those that evaluate
     * @param levels categories in use, from the same rows
     * @throws MlopsException if a feature has no value in any training row
     */
    public static Preparation fit(FeatureTable training, Levels levels) {
        List<Column> columns = new ArrayList<>();
        for (int f = 0; f < training.schema().size(); f++) {
            FeatureSpec feature = training.schema().feature(f);
            if (feature.categorical()) {
                addLevels(columns, training, levels, f);
            } else {
                columns.add(new Column.Imputed(f, feature.name(), median(training, f)));
                if (feature.kind() == FeatureSpec.Kind.NUMERIC_OR_NULL) {
                    columns.add(new Column.Missing(f, feature.name() + " missing"));
                }
            }
        }
        return new Preparation(columns);
    }

    /** The columns that a model made elsewhere reads. */
    public static Preparation asGiven(GivenModel<?> model, Levels levels) {
        List<Column> columns = new ArrayList<>();
        for (GivenModel.Input input : model.columns()) {
            int f = model.inputs().indexOf(input.feature());
            columns.add(asGiven(input, f, levels.of(f)));
        }
        return new Preparation(columns);
    }

    private static Column asGiven(GivenModel.Input input, int feature, List<String> levels) {
        if (!input.level().isEmpty()) {
            String name = input.feature() + " " + input.level();
            return new Column.LevelAsIs(feature, name, levels.indexOf(input.level()));
        }
        return input.categories().isEmpty()
                ? new Column.AsIs(feature, input.feature())
                : new Column.Code(
                        feature,
                        input.feature(),
                        levels.stream().map(input.categories()::indexOf).toList());
    }

    public int size() {
        return columns.size();
    }

    /** Names of the columns in order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /**
     * Prepares one row. Allocates nothing.
     *
     * @param coded in the order of the schema: numbers as they are, categories as codes, NaN for missing
     * @param prepared filled; of length {@link #size()}
     */
    public void prepare(double[] coded, double[] prepared) {
        for (int c = 0; c < prepared.length; c++) {
            prepared[c] = columns.get(c).of(coded);
        }
    }

    /**
     * What stands in for a missing value of a feature, which is what is typical of the training rows: of a number the median, of a category
     * the commonest one's code.
     *
     * @return empty where nothing does, as in a model that was made elsewhere
     */
    public OptionalDouble standIn(int feature) {
        for (Column column : columns) {
            if (column.feature() == feature) {
                if (column instanceof Column.Imputed imputed) {
                    return OptionalDouble.of(imputed.standIn());
                }
                if (column instanceof Column.AtLevel atLevel) {
                    return OptionalDouble.of(atLevel.standIn());
                }
            }
        }
        return OptionalDouble.empty();
    }

    /** Prepares many rows: {@code [rows][columns]}. */
    public double[][] prepare(FeatureTable table, Levels levels) {
        double[][] prepared = new double[table.rows()][size()];
        double[] coded = new double[table.schema().size()];
        for (int i = 0; i < table.rows(); i++) {
            for (int f = 0; f < coded.length; f++) {
                coded[f] = table.coded(i, f, levels);
            }
            prepare(coded, prepared[i]);
        }
        return prepared;
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("preparation").with("columns", columns);
    }

    private static void addLevels(List<Column> columns, FeatureTable training, Levels levels, int f) {
        String name = training.schema().feature(f).name();
        int count = levels.of(f).size();
        if (count == 0) {
            throw new MlopsException("feature '" + name + "' has no value in any training row");
        }
        int commonest = Typical.commonest(training, levels, f);
        for (int level = 1; level < count; level++) {
            columns.add(new Column.AtLevel(f, name + " " + levels.of(f).get(level), level, commonest));
        }
        if (count == 1) {
            columns.add(new Column.AtLevel(f, name + " " + levels.of(f).get(0), 0, 0));
        }
    }

    private static double median(FeatureTable training, int f) {
        return Typical.median(training, f)
                .orElseThrow(() -> new MlopsException(
                        "feature '" + training.schema().feature(f).name() + "' has no value in any of "
                                + training.rows() + " training rows"));
    }
}
