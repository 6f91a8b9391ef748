package org.clinicalmlops.monitoring.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as columns of one scale, for methods that measure distances or add columns up: a number less its mean over its standard deviation,
 * at most {@value #FARTHEST} from 0, missing in the mean; of a category a column of 0 and 1 for each level that a hundredth of the sample
 * has, and one for all others, so that two rows of different levels are as far apart as two values of a number are on average; of each
 * feature a column that tells whether it is missing. Immutable.
 */
final class Encoding {
    private static final double FARTHEST = 5;
    private static final double WORTH_A_COLUMN = 0.01;

    private final List<Column> columns = new ArrayList<>();

    /**
     * A column.
     *
     * @param code the level that it tells; {@link #NUMBER}, {@link #OTHERS} or {@link #MISSING}
     */
    private record Column(int feature, int code, double mean, double scale, String name) {}

    private static final int NUMBER = -1;
    private static final int OTHERS = -2;
    private static final int MISSING = -3;

    Encoding(Sample sample) {
        for (int f = 0; f < sample.features(); f++) {
            if (sample.categorical(f)) {
                for (int level = 0; level < sample.levels(f); level++) {
                    add(sample, f, level);
                }
                add(sample, f, OTHERS);
            } else {
                add(sample, f, NUMBER);
            }
            add(sample, f, MISSING);
        }
    }

    private void add(Sample sample, int feature, int code) {
        boolean listed = code < 0 || share(sample, feature, code) >= WORTH_A_COLUMN;
        if (!listed) {
            return;
        }
        double[] values = new double[sample.size()];
        Column raw = new Column(feature, code, 0, 1, sample.name(feature));
        int n = 0;
        for (int row = 0; row < values.length; row++) {
            double x = raw(raw, sample, row);
            if (Double.isFinite(x)) {
                values[n++] = x;
            }
        }
        double mean = Arrays.stream(values, 0, n).average().orElse(0);
        double squares =
                Arrays.stream(values, 0, n).map(x -> (x - mean) * (x - mean)).sum();
        double deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
        // of a constant every other value is as far as can be
        double scale = code == NUMBER ? Math.max(deviation, Double.MIN_NORMAL) : 1;
        columns.add(new Column(feature, code, mean, scale, raw.name()));
    }

    private static double share(Sample sample, int feature, int level) {
        long rows = 0;
        for (int row = 0; row < sample.size(); row++) {
            rows += sample.value(row, feature) == level ? 1 : 0;
        }
        return (double) rows / Math.max(1, sample.size());
    }

    private double raw(Column column, Sample sample, int row) {
        double x = sample.value(row, column.feature());
        return switch (column.code()) {
            case NUMBER -> x;
            case MISSING -> Double.isNaN(x) ? 1 : 0;
            case OTHERS ->
                !Double.isNaN(x)
                                && columns.stream()
                                        .noneMatch(
                                                c -> c.feature() == column.feature() && c.code() >= 0 && c.code() == x)
                        ? 1
                        : 0;
            default -> x == column.code() ? 1 : 0;
        };
    }

    int columns() {
        return columns.size();
    }

    /** The feature that a column tells of. */
    String name(int column) {
        return columns.get(column).name();
    }

    double[][] of(Sample rows) {
        double[][] encoded = new double[rows.size()][columns.size()];
        for (int row = 0; row < encoded.length; row++) {
            for (int c = 0; c < columns.size(); c++) {
                Column column = columns.get(c);
                double x = raw(column, rows, row);
                double scaled = Double.isNaN(x) ? 0 : (x - column.mean()) / column.scale();
                encoded[row][c] = Math.max(-FARTHEST, Math.min(FARTHEST, scaled));
            }
        }
        return encoded;
    }
}
