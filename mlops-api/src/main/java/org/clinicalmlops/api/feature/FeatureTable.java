package org.clinicalmlops.api.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.MlopsException;
import org.jspecify.annotations.Nullable;

/** Feature values of many rows, as they were read: numbers (NaN is missing) and texts (null is missing). Immutable. */
public final class FeatureTable {
    private final Schema schema;
    private final int rows;
    private final double[][] numbers;
    private final @Nullable String[][] texts;

    private FeatureTable(Schema schema, int rows, double[][] numbers, @Nullable String[][] texts) {
        this.schema = schema;
        this.rows = rows;
        this.numbers = numbers;
        this.texts = texts;
    }

    /**
     * Reads every feature of every row once.
     *
     * @throws MlopsException if a function of the host fails, naming feature and row but no value
     */
    public static <R> FeatureTable read(FeatureSet<R> features, List<? extends R> rows) {
        Objects.requireNonNull(features, "features");
        double[][] numbers = new double[features.size()][rows.size()];
        String[][] texts = new String[features.size()][];
        Schema schema = features.schema();
        for (int f = 0; f < features.size(); f++) {
            if (schema.feature(f).categorical()) {
                texts[f] = new String[rows.size()];
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            R row = rows.get(i);
            for (int f = 0; f < features.size(); f++) {
                try {
                    numbers[f][i] = features.number(f, row);
                    if (schema.feature(f).categorical()) {
                        texts[f][i] = features.text(f, row);
                    }
                } catch (RuntimeException e) {
                    throw new MlopsException("feature '" + schema.feature(f).name() + "' could not be read in row "
                            + (i + 1) + ": " + e.getClass().getSimpleName());
                }
            }
        }
        return new FeatureTable(schema, rows.size(), numbers, texts);
    }

    public Schema schema() {
        return schema;
    }

    public int rows() {
        return rows;
    }

    /** NaN if the value is missing or the feature categorical. */
    public double number(int row, int feature) {
        return numbers[feature][row];
    }

    /** Null if the value is missing or the feature numeric. */
    public @Nullable String text(int row, int feature) {
        @Nullable String[] column = texts[feature];
        return column == null ? null : column[row];
    }

    /** Whether the value is missing. */
    public boolean missing(int row, int feature) {
        return schema.feature(feature).categorical() ? text(row, feature) == null : Double.isNaN(number(row, feature));
    }

    /** The value as the hot path sees it: a number, or the code of a category; NaN is missing. */
    public double coded(int row, int feature, Levels levels) {
        return schema.feature(feature).categorical() ? levels.code(feature, text(row, feature)) : number(row, feature);
    }

    /** The rows at the given positions, in that order. */
    public FeatureTable rows(int[] positions) {
        double[][] someNumbers = new double[numbers.length][positions.length];
        String[][] someTexts = new String[texts.length][];
        for (int f = 0; f < numbers.length; f++) {
            if (texts[f] != null) {
                someTexts[f] = new String[positions.length];
            }
            for (int i = 0; i < positions.length; i++) {
                someNumbers[f][i] = numbers[f][positions[i]];
                if (texts[f] != null) {
                    someTexts[f][i] = texts[f][positions[i]];
                }
            }
        }
        return new FeatureTable(schema, positions.length, someNumbers, someTexts);
    }

    /**
     * The features of {@code wanted}, found by name, in that order.
     *
     * @throws IllegalArgumentException if one is absent
     */
    public FeatureTable select(Schema wanted) {
        double[][] someNumbers = new double[wanted.size()][];
        String[][] someTexts = new String[wanted.size()][];
        for (int f = 0; f < wanted.size(); f++) {
            int at = schema.indexOf(wanted.feature(f).name());
            if (at < 0) {
                throw new IllegalArgumentException(
                        "no feature '" + wanted.feature(f).name() + "' in the table");
            }
            someNumbers[f] = numbers[at];
            someTexts[f] = texts[at];
        }
        return new FeatureTable(wanted, rows, someNumbers, someTexts);
    }

    /** The categories that occur, each feature's sorted by name; empty lists for numeric features. */
    public Levels levels() {
        List<List<String>> levels = new ArrayList<>();
        for (@Nullable String[] column : texts) {
            if (column == null) {
                levels.add(List.of());
            } else {
                levels.add(Arrays.stream(column)
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .distinct()
                        .sorted()
                        .toList());
            }
        }
        return Levels.of(levels);
    }
}
