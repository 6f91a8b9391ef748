package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: the columns' own definition, and the formula of the logistic form written out. */
class ColumnPlanTest {
    private static final int FEATURES = 6;
    private static final int COLUMNS = 12;
    private static final double[] VALUES = {
        Double.NaN,
        Levels.UNSEEN,
        0,
        1,
        2,
        3,
        -0.0,
        0.5,
        -7.25,
        1e300,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyColumnHasTheBitsOfItsDefinition(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Preparation preparation = preparation(random);
        double[] coded = coded(random);
        double[] expected = new double[COLUMNS];
        double[] planned = new double[COLUMNS];
        preparation.prepare(coded, expected);
        ColumnPlan.of(preparation).prepare(coded, planned);
        assertThat(bits(planned)).isEqualTo(bits(expected));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLogisticRiskHasTheBitsOfItsFormula(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Preparation preparation = preparation(random);
        double[] weights = random.doubles(COLUMNS, -1, 1).toArray();
        CompiledModel model = new CompiledModel(preparation, LinearForm.of(0.25, weights), Recalibration.NONE);
        double[] coded = coded(random);
        double[] prepared = new double[COLUMNS];
        preparation.prepare(coded, prepared);
        double sum = 0.25;
        for (int c = 0; c < COLUMNS; c++) {
            sum += weights[c] * prepared[c];
        }
        double risk = model.risk(coded, model.newScratch());
        assertThat(Double.doubleToLongBits(risk)).isEqualTo(Double.doubleToLongBits(1 / (1 + StrictMath.exp(-sum))));
    }

    /** Numbers only, so that all are one run or two; rows without missing values, with some, with an infinite one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aLogisticRiskOfPlainNumbersHasTheBitsOfItsFormula(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Column> columns = new ArrayList<>();
        double[] weights = random.doubles(COLUMNS, -1, 1).toArray();
        int shift = (int) seed % 2 == 0 ? 0 : 1;
        for (int c = 0; c < COLUMNS; c++) {
            int feature = c < COLUMNS / 2 ? c : c + shift;
            columns.add(seed % 3 == 0 ? new Column.AsIs(feature, "c" + c) : new Column.Imputed(feature, "c" + c, 0.5));
        }
        CompiledModel model =
                new CompiledModel(new Preparation(columns), LinearForm.of(-0.25, weights), Recalibration.NONE);
        for (int i = 0; i < 20; i++) {
            double[] coded = new double[COLUMNS + 1];
            for (int f = 0; f < coded.length; f++) {
                coded[f] = i > 10 && random.nextInt(6) == 0
                        ? VALUES[random.nextInt(VALUES.length)]
                        : random.nextDouble(-2, 2);
            }
            double sum = -0.25;
            for (int c = 0; c < COLUMNS; c++) {
                sum += weights[c] * columns.get(c).of(coded);
            }
            assertThat(Double.doubleToLongBits(model.risk(coded, model.newScratch())))
                    .isEqualTo(Double.doubleToLongBits(1 / (1 + StrictMath.exp(-sum))));
        }
    }

    /** Every kind occurs at least twice. */
    private static Preparation preparation(SplittableRandom random) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < COLUMNS; c++) {
            int feature = random.nextInt(FEATURES);
            int level = random.nextInt(4) - 1;
            columns.add(
                    switch (c % 6) {
                        case 0 -> new Column.Imputed(feature, "c" + c, random.nextDouble());
                        case 1 -> new Column.Missing(feature, "c" + c);
                        case 2 -> new Column.AtLevel(feature, "c" + c, level, random.nextInt(4));
                        case 3 -> new Column.AsIs(feature, "c" + c);
                        case 4 -> new Column.Code(feature, "c" + c, List.of(2, -1, 0));
                        default -> new Column.LevelAsIs(feature, "c" + c, level);
                    });
        }
        return new Preparation(columns);
    }

    private static double[] coded(SplittableRandom random) {
        double[] coded = new double[FEATURES];
        for (int f = 0; f < FEATURES; f++) {
            coded[f] = VALUES[random.nextInt(VALUES.length)];
        }
        return coded;
    }

    private static long[] bits(double[] values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToLongBits(values[i]);
        }
        return bits;
    }
}
