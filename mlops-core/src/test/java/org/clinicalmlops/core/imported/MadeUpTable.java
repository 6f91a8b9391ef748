package org.clinicalmlops.core.imported;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.feature.FeatureSet;

/**
 * A table of patients who never lived, as the libraries are given it: numbers, NaN for missing, codes for categories. Uniform draws only,
 * so that every JDK makes the same rows of a seed.
 */
final class MadeUpTable {
    static final List<String> NAMES =
            List.of("age", "heart_rate", "lactate", "creatinine", "systolic", "ward", "sex", "dose");
    static final int COLUMNS = NAMES.size();
    static final int WARD = 5;
    static final int SEX = 6;
    static final int DOSE = 7;
    static final List<String> WARDS = List.of(
            "surgery", "medicine", "icu", "emergency", "oncology", "heart", "birth", "kids", "eye", "skin", "bone");
    static final List<String> SEXES = List.of("male", "female");

    private MadeUpTable() {}

    /** A row as a host has it. */
    record Row(List<Double> values) {}

    static FeatureSet<Row> features() {
        return measured()
                .categorical("ward", row -> level(row.values().get(WARD), WARDS))
                .categorical("sex", row -> level(row.values().get(SEX), SEXES));
    }

    /** The same with codes as numbers. */
    static FeatureSet<Row> numbers() {
        return measured()
                .numeric("ward", "1", row -> row.values().get(WARD))
                .numeric("sex", "1", row -> row.values().get(SEX));
    }

    private static FeatureSet<Row> measured() {
        return FeatureSet.of(Row.class)
                .patient(row -> "p")
                .indexedAt(row -> Instant.EPOCH)
                .numeric("age", "a", row -> row.values().get(0))
                .numeric("heart_rate", "/min", row -> row.values().get(1))
                .numericOrNull("lactate", "mmol/L", row -> row.values().get(2))
                .numericOrNull("creatinine", "mg/dL", row -> row.values().get(3))
                .numericOrNull("systolic", "mm[Hg]", row -> row.values().get(4))
                .numeric("dose", "ug/min", row -> row.values().get(DOSE));
    }

    static String level(double code, List<String> levels) {
        return Double.isNaN(code) ? null : levels.get((int) code);
    }

    /** What a host says of a file that was made from this table. */
    static ModelIntake intake() {
        return ModelIntake.of("made up", features()).categories("ward", WARDS).categories("sex", SEXES);
    }

    static double[][] rows(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = new double[] {
                18 + random.nextInt(80),
                missing(random, 0.1, 40 + random.nextInt(120)),
                missing(random, 0.4, hundredths(0.4 + 6 * random.nextDouble() * random.nextDouble())),
                missing(random, 0.2, hundredths(0.3 + 4 * random.nextDouble() * random.nextDouble())),
                missing(random, 0.1, 70 + random.nextInt(130)),
                missing(random, 0.05, random.nextInt(WARDS.size())),
                missing(random, 0.02, random.nextInt(SEXES.size())),
                random.nextInt(3) > 0 ? 0 : hundredths(20 * random.nextDouble() - 5)
            };
        }
        return rows;
    }

    /** Outcomes that depend on numbers, on categories and on what is missing. */
    static float[] outcomes(double[][] rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] outcomes = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            double logOdds = -3.4
                    + 0.03 * (row[0] - 50)
                    + (Double.isNaN(row[2]) ? -0.4 : 0.5 * row[2])
                    + (row[3] > 1.8 ? 0.9 : 0)
                    + (row[4] < 95 ? 1.1 : 0)
                    + (row[WARD] == 2 || row[WARD] == 3 || row[WARD] == 7 ? 0.8 : 0)
                    + (row[SEX] == 1 && row[0] > 70 ? 0.5 : 0)
                    + (row[DOSE] == 0 ? -0.7 : 0.08 * row[DOSE]);
            outcomes[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-logOdds)) ? 1 : 0;
        }
        return outcomes;
    }

    static float[] floats(double[][] rows) {
        float[] flat = new float[rows.length * COLUMNS];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / COLUMNS][i % COLUMNS];
        }
        return flat;
    }

    static double[] doubles(double[][] rows) {
        double[] flat = new double[rows.length * COLUMNS];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / COLUMNS][i % COLUMNS];
        }
        return flat;
    }

    private static double missing(SplittableRandom random, double share, double value) {
        return random.nextDouble() < share ? Double.NaN : value;
    }

    private static double hundredths(double x) {
        return Math.rint(100 * x) / 100;
    }
}
