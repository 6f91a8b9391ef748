package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchTest {
    private static final int COLUMNS = 12;

    static List<Object[]> models() {
        List<Object[]> models = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        models.add(new Object[] {
            "linear", LinearForm.of(0.1, random.doubles(COLUMNS).toArray())
        });
        for (int most : new int[] {2, 6, 13}) {
            for (int directions : new int[] {1, 3}) {
                RandomTrees.Shape shape =
                        new RandomTrees.Shape(COLUMNS, 30, most / 2, most, directions == 3, directions);
                TreesForm form = RandomTrees.of(random, shape, TreesForm.Leaves.LOG_ODDS);
                models.add(new Object[] {TreesLayout.fastest(form) + ", depth " + most, form});
            }
        }
        return models;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void aBatchHasTheBitsOfItsRowsForAnyNumberOfThreads(String name, ModelForm form) {
        CompiledModel model = compiled(form);
        SplittableRandom random = new SplittableRandom(2);
        ExecutorService executor = Executors.newFixedThreadPool(3);
        try {
            for (int n : new int[] {0, 1, 3, 63, 64, 65, 257}) {
                double[][] rows = new double[n][];
                long[] expected = new long[n];
                for (int i = 0; i < n; i++) {
                    rows[i] = RandomTrees.row(random, COLUMNS, i % 3);
                    expected[i] = Double.doubleToLongBits(model.risk(rows[i], model.newScratch()));
                    assertThat(Double.doubleToLongBits(model.risk(rows[i]))).isEqualTo(expected[i]);
                }
                for (int threads : new int[] {1, 2, 3, 7}) {
                    double[] risks = new double[n + 1];
                    model.risks(rows, risks, threads, executor);
                    for (int i = 0; i < n; i++) {
                        assertThat(Double.doubleToLongBits(risks[i])).isEqualTo(expected[i]);
                    }
                    assertThat(risks[n]).isZero();
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aBatchWithoutRoomOrThreadsIsRefused() {
        CompiledModel model = compiled(LinearForm.of(0, new double[COLUMNS]));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.risks(new double[2][COLUMNS], new double[1]))
                .withMessage("risks must have room for 2 rows, had 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.risks(new double[2][COLUMNS], new double[2], 0, Runnable::run))
                .withMessage("threads must be >= 1, were 0");
    }

    @Test
    void aRowThatIsTooShortFailsOnWhicheverThread() {
        CompiledModel model = compiled(LinearForm.of(0, new double[COLUMNS]));

        for (int at : new int[] {0, 3}) {
            double[][] rows = new double[4][COLUMNS];
            rows[at] = new double[1];
            assertThatThrownBy(() -> model.risks(rows, new double[4], 2, Runnable::run))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /** Half of the columns have something that stands in. */
    private static CompiledModel compiled(ModelForm form) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < COLUMNS; c++) {
            columns.add(c % 2 == 0 ? new Column.AsIs(c, "c" + c) : new Column.Imputed(c, "c" + c, 0.5));
        }
        return new CompiledModel(new Preparation(columns), form, new Recalibration(0.1, 0.9));
    }
}
