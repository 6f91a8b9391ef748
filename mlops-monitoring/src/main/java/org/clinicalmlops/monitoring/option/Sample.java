package org.clinicalmlops.monitoring.option;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.KeptRows;

/** Rows of the reference, coded as the model sees them. Immutable. */
final class Sample {
    private final Schema schema;
    private final Levels levels;
    private final double[][] rows;

    private Sample(Schema schema, Levels levels, double[][] rows) {
        this.schema = schema;
        this.levels = levels;
        this.rows = rows;
    }

    static Sample of(FeatureTable table, Levels levels) {
        if (levels.size() != table.schema().size()) {
            throw new IllegalArgumentException(
                    "levels must be of " + table.schema().size() + " features, were of " + levels.size());
        }
        double[][] rows = new double[table.rows()][levels.size()];
        for (int row = 0; row < rows.length; row++) {
            for (int f = 0; f < levels.size(); f++) {
                rows[row][f] = table.coded(row, f, levels);
            }
        }
        return new Sample(table.schema(), levels, rows);
    }

    /** Rows of a window, in the same features. */
    Sample with(KeptRows kept) {
        double[][] others = new double[kept.size()][schema.size()];
        for (int row = 0; row < others.length; row++) {
            for (int f = 0; f < schema.size(); f++) {
                others[row][f] = kept.value(row, f);
            }
        }
        return new Sample(schema, levels, others);
    }

    /** These rows, then those, which are of the same features. */
    Sample and(Sample others) {
        double[][] all = Arrays.copyOf(rows, rows.length + others.rows.length);
        System.arraycopy(others.rows, 0, all, rows.length, others.rows.length);
        return new Sample(schema, levels, all);
    }

    /** At most so many rows, evenly from first to last. */
    Sample atMost(int most) {
        if (rows.length <= most) {
            return this;
        }
        double[][] some = IntStream.range(0, most)
                .mapToObj(i -> rows[(int) ((long) i * rows.length / most)])
                .toArray(double[][]::new);
        return new Sample(schema, levels, some);
    }

    int size() {
        return rows.length;
    }

    int features() {
        return schema.size();
    }

    String name(int feature) {
        return schema.feature(feature).name();
    }

    boolean categorical(int feature) {
        return schema.feature(feature).categorical();
    }

    /** How many levels are known. */
    int levels(int feature) {
        return levels.of(feature).size();
    }

    /** NaN is missing, a category its code, below 0 an unknown one. */
    double value(int row, int feature) {
        return rows[row][feature];
    }

    /** Finite values of a feature, in the order of the rows. */
    double[] values(int feature) {
        return IntStream.range(0, rows.length)
                .mapToDouble(row -> rows[row][feature])
                .filter(Double::isFinite)
                .toArray();
    }

    /** @throws IllegalArgumentException if it has not the features and levels of the baseline */
    void checkAgainst(Baseline baseline) {
        if (!schema.equals(baseline.schema())) {
            throw new IllegalArgumentException("sample must have the features of the baseline, in their order");
        }
        if (!levels.declaration().equals(baseline.levels().declaration())) {
            throw new IllegalArgumentException("levels of the sample must be those of the baseline");
        }
    }

    /** Tells one sample from another by a digest, and no value of a patient. */
    Declaration declaration() {
        MessageDigest values = Digest.sha256();
        values.update(levels.declaration().json().getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * schema.size());
        for (double[] row : rows) {
            bytes.clear();
            for (double value : row) {
                bytes.putLong(Double.doubleToLongBits(value)); // one NaN for all
            }
            values.update(bytes.array());
        }
        return Declaration.of("sample")
                .with("schema", schema)
                .with("rows", rows.length)
                .with("digest", Digest.finish(values).hex());
    }
}
