package org.clinicalmlops.core.model;

import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;

/**
 * The columns of a preparation as flat arrays, for the hot path: no object for each column. Answers the same bits as
 * {@link Preparation#prepare(double[], double[])}. Immutable, thread-safe; allocates nothing.
 */
final class ColumnPlan {
    private static final byte NUMBER = 0;
    private static final byte MISSING = 1;
    private static final byte AT_LEVEL = 2;
    private static final byte LEVEL_AS_IS = 3;
    private static final byte CODE = 4;

    private final byte[] kind;
    private final int[] feature;
    private final double[] standIn; // of a number; NaN leaves a missing one missing
    private final int[] level;
    private final int[] standInLevel;
    private final double[][] codes;
    private final int[] endOfRun;
    private boolean asIs; // whether the columns are the features, in order

    private ColumnPlan(int columns) {
        kind = new byte[columns];
        feature = new int[columns];
        standIn = new double[columns];
        level = new int[columns];
        standInLevel = new int[columns];
        codes = new double[columns][0];
        endOfRun = new int[columns];
    }

    static ColumnPlan of(Preparation preparation) {
        ColumnPlan plan = new ColumnPlan(preparation.size());
        for (int c = 0; c < plan.kind.length; c++) {
            plan.set(c, preparation.columns().get(c));
        }
        plan.findRuns();
        plan.asIs = preparation.columns().stream().allMatch(column -> column instanceof Column.AsIs)
                && (plan.kind.length == 0 || plan.endOfRun[0] == plan.kind.length && plan.feature[0] == 0);
        return plan;
    }

    private void set(int c, Column column) {
        feature[c] = column.feature();
        if (column instanceof Column.Imputed imputed) {
            kind[c] = NUMBER;
            standIn[c] = imputed.standIn();
        } else if (column instanceof Column.AsIs) {
            kind[c] = NUMBER;
            standIn[c] = Double.NaN;
        } else if (column instanceof Column.Missing) {
            kind[c] = MISSING;
        } else if (column instanceof Column.AtLevel atLevel) {
            kind[c] = AT_LEVEL;
            level[c] = atLevel.level();
            standInLevel[c] = atLevel.standIn();
        } else if (column instanceof Column.LevelAsIs atLevel) {
            kind[c] = LEVEL_AS_IS;
            level[c] = atLevel.level();
        } else {
            kind[c] = CODE;
            codes[c] = ((Column.Code) column)
                    .codes().stream().mapToDouble(code -> code).toArray();
        }
    }

    int size() {
        return kind.length;
    }

    private void findRuns() {
        for (int c = kind.length - 1; c >= 0; c--) {
            boolean goesOn = c + 1 < kind.length && kind[c + 1] == NUMBER && feature[c + 1] == feature[c] + 1;
            endOfRun[c] = kind[c] != NUMBER ? c : goesOn ? endOfRun[c + 1] : c + 1;
        }
    }

    /**
     * Where a run of plain numbers ends that begins at a column: each up to there is a number, and its feature is the one after that of
     * the column before. The column itself if it is no plain number.
     */
    int endOfRun(int column) {
        return endOfRun[column];
    }

    /** What a column reads. */
    int feature(int column) {
        return feature[column];
    }

    /** The columns of a row: in the buffer, or the row itself if its values are the columns as they are. */
    double[] prepared(double[] coded, double[] buffer) {
        if (asIs) {
            return coded;
        }
        prepare(coded, buffer);
        return buffer;
    }

    /** See {@link Preparation#prepare(double[], double[])}. */
    void prepare(double[] coded, double[] prepared) {
        int c = 0;
        while (c < kind.length) {
            int end = endOfRun[c];
            int shift = feature[c] - c;
            for (; c < end; c++) {
                double value = coded[c + shift];
                prepared[c] = value != value ? standIn[c] : value;
            }
            if (c < kind.length) {
                prepared[c] = value(c, coded);
                c++;
            }
        }
    }

    /** One column of a coded row. */
    double value(int column, double[] coded) {
        double value = coded[feature[column]];
        byte k = kind[column];
        if (k == NUMBER) {
            return value != value ? standIn[column] : value;
        }
        if (k == MISSING) {
            return value != value ? 1 : 0;
        }
        if (k == AT_LEVEL) {
            int seen = value >= 0 ? (int) value : standInLevel[column];
            return seen == level[column] ? 1 : 0;
        }
        if (value != value) {
            return Double.NaN;
        }
        if (k == LEVEL_AS_IS) {
            return value == level[column] ? 1 : 0;
        }
        return value >= 0 && value < codes[column].length ? codes[column][(int) value] : Levels.UNSEEN;
    }
}
