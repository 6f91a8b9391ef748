package org.clinicalmlops.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.TrainingData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data on which Smile's own minimiser stops early or goes astray. */
class NewtonTest {
    /** Where the objective has its minimum, its derivatives are 0: checked from the form alone, on columns as they were given. */
    @ParameterizedTest(name = "{0}, lambda {1}")
    @CsvSource({
        "RARE_EVENT, 0",
        "RARE_EVENT, 1e-6",
        "RARE_EVENT, 0.1",
        "NEARLY_COLLINEAR, 0",
        "NEARLY_COLLINEAR, 1e-6",
        "NEARLY_COLLINEAR, 0.1",
        "POWERS, 0",
        "POWERS, 1e-3",
        "POWERS, 10",
        "RARE_INDICATORS, 1e-6",
        "RARE_INDICATORS, 1e6"
    })
    void theDerivativesAreZero(Shape shape, double lambda) {
        for (long seed = 1; seed <= 10; seed++) {
            TrainingData data = shape.data(seed);
            LinearForm form = (LinearForm) new Logistic(lambda).fit(data, 1);

            assertThat(steepest(data, form, lambda)).as("seed " + seed).isLessThan(1e-9);
        }
    }

    /** By hand: each class lies on both sides of the other, so that the likelihood has a maximum. */
    @ParameterizedTest(name = "one event in {0} rows")
    @ValueSource(ints = {20, 100, 1000, 20_000})
    void oneEventAmongManyIsNoSeparation(int n) {
        double[] values = new double[n];
        double[] truth = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = i * 0.01;
        }
        truth[n / 4] = 1;
        TrainingData data = Samples.column("x", values, truth);

        LinearForm form = (LinearForm) Logistic.unpenalised().fit(data, 1);

        assertThat(form.weight(0)).isNegative();
        assertThat(steepest(data, form, 0)).isLessThan(1e-9);
    }

    /** By hand: the event below 0, no event above, and one of each at 0 itself. */
    @Test
    void classesThatTouchInOneValueAreSeparatedAllTheSame() {
        TrainingData touching =
                Samples.column("x", new double[] {-2, -1, 0, 0, 1, 2, 3}, new double[] {1, 1, 1, 0, 0, 0, 0});
        TrainingData crossing =
                Samples.column("x", new double[] {-2, -1, 0.1, 0, 1, 2, 3}, new double[] {1, 1, 1, 0, 0, 0, 0});

        assertThatThrownBy(() -> Logistic.unpenalised().fit(touching, 1))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'x'");
        assertThat(((LinearForm) Logistic.unpenalised().fit(crossing, 1)).weight(0))
                .isNegative();
    }

    /** By hand: with a table of two by two, the weight is the log of the odds ratio, the intercept the log-odds of the zeros. */
    @ParameterizedTest(name = "{0} of {1} and {2} of {3}")
    @CsvSource({"1, 10000, 1, 3", "1, 2, 1, 2", "9999, 10000, 1, 10000", "3, 7, 40, 41"})
    void anIndicatorHasTheLogOfTheOddsRatio(int events0, int n0, int events1, int n1) {
        double[] values = new double[n0 + n1];
        double[] truth = new double[n0 + n1];
        for (int i = 0; i < n0 + n1; i++) {
            values[i] = i < n0 ? 0 : 1;
            truth[i] = (i < n0 ? i < events0 : i - n0 < events1) ? 1 : 0;
        }
        double logOdds0 = Math.log((double) events0 / (n0 - events0));
        double logOdds1 = Math.log((double) events1 / (n1 - events1));

        LinearForm form = (LinearForm) Logistic.unpenalised().fit(Samples.column("x", values, truth), 1);

        assertThat(form.intercept()).isCloseTo(logOdds0, within(1e-9));
        assertThat(form.weight(0)).isCloseTo(logOdds1 - logOdds0, within(1e-9));
    }

    @Test
    void aColumnTooLargeToBeSquaredIsNamed() {
        TrainingData data = Samples.column("x", new double[] {1e300, -1e300, 1, 2}, new double[] {0, 1, 1, 0});

        assertThatThrownBy(() -> Logistic.unpenalised().fit(data, 1))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'x'")
                .hasMessageContaining("too large");
    }

    /** By hand: rows 1 2, 1 0, 1 1 of a column of ones and another; squares are 3 3 3 5, so that 9 8 is solved by 7/2 -1/2. */
    @Test
    void squaresAreSolvedByHand() {
        Squares squares = Squares.of(new double[][] {{2}, {0}, {1}});

        assertThat(squares.solve(new double[] {9, 8})).containsExactly(new double[] {3.5, -0.5}, within(1e-14));
        assertThat(squares.left(0)).isCloseTo(3, within(1e-14));
        assertThat(squares.left(1)).as("5 - 3 * 3 / 3").isCloseTo(2, within(1e-14));
    }

    @Test
    void aColumnThatTheOnesBeforeExplainTakesNoPart() {
        Squares squares = Squares.of(new double[][] {{2, 5}, {0, 1}, {1, 3}});

        assertThat(squares.left(2)).isZero();
        assertThat(squares.solve(new double[] {9, 8, 25})).containsExactly(new double[] {3.5, -0.5, 0}, within(1e-14));
    }

    /** Largest derivative of the objective by a weight of a standardised column or the intercept, per row and unit of penalty. */
    private static double steepest(TrainingData data, LinearForm form, double lambda) {
        int n = data.size();
        double[] miss = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double logOdds = form.intercept();
            for (int c = 0; c < form.columns(); c++) {
                logOdds += form.weight(c) * data.value(i, c);
            }
            miss[i] = 1 / (1 + Math.exp(-logOdds)) - data.truth(i);
            sum += miss[i];
        }
        double steepest = Math.abs(sum) / n;
        double[][] standardised = new Standardised(data).rows();
        for (int c = 0; c < form.columns(); c++) {
            double slope = 0;
            double squares = 0;
            double mean = 0;
            for (int i = 0; i < n; i++) {
                slope += miss[i] * standardised[i][c];
                mean += data.value(i, c) / n;
            }
            for (int i = 0; i < n; i++) {
                squares += (data.value(i, c) - mean) * (data.value(i, c) - mean);
            }
            slope += lambda * form.weight(c) * Math.sqrt(squares / n);
            steepest = Math.max(steepest, Math.abs(slope) / (n + lambda));
        }
        return steepest;
    }

    private enum Shape {
        RARE_EVENT(2000, 3),
        NEARLY_COLLINEAR(500, 4),
        POWERS(1500, 3),
        RARE_INDICATORS(2000, 5);

        private final int rows;
        private final int columns;

        Shape(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
        }

        TrainingData data(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] x = new double[rows][columns];
            double[] truth = new double[rows];
            for (int i = 0; i < rows; i++) {
                double common = random.nextDouble();
                for (int c = 0; c < columns; c++) {
                    double own = random.nextDouble();
                    x[i][c] = switch (this) {
                        case RARE_EVENT -> own;
                        case NEARLY_COLLINEAR -> common + 1e-3 * own;
                        case POWERS -> c == 0 ? 50 + 45 * own : x[i][0] * x[i][c - 1];
                        case RARE_INDICATORS -> own < 0.004 ? 1 : 0;
                    };
                }
                double logOdds =
                        this == RARE_EVENT ? -4 - 3 * x[i][1] : 2 * common - 2 + (this == POWERS ? x[i][0] / 95 : 0);
                truth[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-logOdds)) ? 1 : 0;
            }
            return TrainingData.of(List.of("a", "b", "c", "d", "e").subList(0, columns), x, truth);
        }
    }
}
