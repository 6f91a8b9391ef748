package org.clinicalmlops.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.testkit.train.FormInterpreter;
import org.clinicalmlops.testkit.train.TrainerContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smile.classification.LogisticRegression;
import smile.util.IntSet;

class LogisticTest {
    @ParameterizedTest(name = "lambda {0}")
    @ValueSource(doubles = {0, 0.1, 10})
    void theFormAnswersWhatSmileAnswersOnStandardisedColumns(double lambda) {
        TrainingData data = Samples.ward(2000, 20240302);
        double[][] standardised = new Standardised(data).rows();
        Logistic trainer = new Logistic(lambda);
        LogisticRegression.Binomial stopped = smile(trainer.fitWithSmile(standardised, data.toClasses()));
        LogisticRegression.Binomial finished = smile(trainer.minimum(standardised, data.toClasses(), data.columns()));
        ModelForm form = trainer.fit(data, 1);

        double[][] rows = data.toRows();
        double[] posteriori = new double[2];
        for (int i = 0; i < rows.length; i++) {
            double risk = FormInterpreter.risk(form, rows[i]);
            finished.predict(standardised[i], posteriori);
            assertThat(risk).isCloseTo(posteriori[1], within(1e-13));
            stopped.predict(standardised[i], posteriori);
            assertThat(risk).as("before Newton's steps").isCloseTo(posteriori[1], within(1e-7));
        }
    }

    /** Smile has the intercept last. */
    private static LogisticRegression.Binomial smile(double[] point) {
        double[] weights = Arrays.copyOfRange(point, 1, point.length + 1);
        weights[point.length - 1] = point[0];
        return new LogisticRegression.Binomial(weights, 0, 0, new IntSet(new int[] {0, 1}));
    }

    @Test
    void aColumnThatSeparatesTheClassesIsNamed() {
        TrainingData data = Samples.ward(500, 3);
        double[][] rows = data.toRows();
        double[] truth = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            truth[i] = rows[i][1] > 90 ? 1 : 0;
        }
        TrainingData separated = TrainingData.of(data.columns(), rows, truth);

        assertThatThrownBy(() -> Logistic.unpenalised().fit(separated, 1))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'pulse'")
                .hasMessageContaining("penalty");
        assertThat(((LinearForm) Logistic.l2(1).fit(separated, 1)).weight(1)).isPositive();
    }

    @ParameterizedTest(name = "{0} of 2000 rows")
    @ValueSource(ints = {1, 5, 20, 400})
    void anIndicatorThatOnlyEventsHaveSeparatesToo(int marked) {
        TrainingData data = Samples.ward(2000, 4);
        double[][] rows = data.toRows();
        int left = marked;
        for (int i = 0; i < rows.length; i++) {
            rows[i][4] = data.truth(i) == 1 && left-- > 0 ? 1 : 0;
        }
        TrainingData separated = TrainingData.of(
                data.columns(),
                rows,
                Arrays.stream(data.toClasses()).asDoubleStream().toArray());

        assertThatThrownBy(() -> Logistic.unpenalised().fit(separated, 1))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'rare'");
        assertThat(((LinearForm) Logistic.l2(0.1).fit(separated, 1)).weight(4)).isPositive();
    }

    /** In 100 to 600 rows the indicator is rare enough to be, in some samples, on rows of one class only. */
    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {100, 200, 300, 600})
    void ofSmallSamplesExactlyTheSeparatedOnesAreRefused(int n) {
        for (int seed = 0; seed < 40; seed++) {
            TrainingData data = Samples.ward(n, seed);
            int[] marked = new int[2];
            for (int i = 0; i < n; i++) {
                marked[(int) data.truth(i)] += data.value(i, 4) == 1 ? 1 : 0;
            }
            boolean separated = (marked[0] == 0) != (marked[1] == 0);

            assertThat(refused(data)).as("seed " + seed).isEqualTo(separated);
        }
    }

    private static boolean refused(TrainingData data) {
        try {
            Logistic.unpenalised().fit(data, 1);
            return false;
        } catch (MlopsException e) {
            assertThat(e).hasMessageContaining("'rare'");
            return true;
        }
    }

    @Test
    void columnsThatSeparateTheClassesTogetherOnlyAreRefused() {
        TrainingData data = Samples.ward(500, 5);
        double[] truth = new double[data.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = data.value(i, 0) + data.value(i, 1) + 10 * data.value(i, 2) > 170 ? 1 : 0;
        }
        TrainingData separated = TrainingData.of(data.columns(), data.toRows(), truth);

        assertThatThrownBy(() -> Logistic.unpenalised().fit(separated, 1))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("separate");
    }

    @Test
    void threeCopiesOfASeparatingColumnAreRefused() {
        double[][] rows = new double[100][];
        double[] truth = new double[100];
        for (int i = 0; i < 100; i++) {
            truth[i] = i % 2;
            rows[i] = new double[] {truth[i], truth[i], truth[i]};
        }
        TrainingData separated = TrainingData.of(List.of("a", "b", "c"), rows, truth);

        assertThatThrownBy(() -> Logistic.unpenalised().fit(separated, 1)).isInstanceOf(MlopsException.class);
    }

    @Test
    void aValueFarOutIsNoSeparation() {
        TrainingData data = Samples.ward(2000, 6);
        double[][] rows = data.toRows();
        for (int i = 0; i < 3; i++) {
            rows[i][6] *= 1000;
        }
        TrainingData outliers = TrainingData.of(
                data.columns(),
                rows,
                Arrays.stream(data.toClasses()).asDoubleStream().toArray());

        assertThat(Logistic.unpenalised().fit(outliers, 1)).isInstanceOf(LinearForm.class);
    }

    @Test
    void ordinaryDataOfAnyShapeCanBeFitted() {
        for (int seed = 0; seed < 60; seed++) {
            TrainingData data = Samples.ward(1500 + 37 * seed, seed);
            for (double lambda : new double[] {0, 0.01, 1, 100}) {
                LinearForm form = (LinearForm) new Logistic(lambda).fit(data, 1);
                double sum = 0;
                for (double[] row : data.toRows()) {
                    sum += FormInterpreter.risk(form, row);
                }
                double events = Arrays.stream(data.toClasses()).sum();
                assertThat(sum / events)
                        .as("expected over observed, seed " + seed)
                        .isCloseTo(1, within(1e-7));
            }
        }
    }

    /** A troponin in mol/L is of the order of 1e-12. */
    @ParameterizedTest(name = "unit {0}")
    @ValueSource(doubles = {1e-13, 1e-6, 1e6, 1e13})
    void theUnitOfAColumnDoesNotMatter(double unit) {
        TrainingData data = Samples.ward(500, 7);
        double[][] rows = data.toRows();
        for (double[] row : rows) {
            row[2] *= unit;
        }
        TrainingData rescaled = TrainingData.of(
                data.columns(),
                rows,
                Arrays.stream(data.toClasses()).asDoubleStream().toArray());

        double plain = ((LinearForm) Logistic.unpenalised().fit(data, 1)).weight(2);
        double other = ((LinearForm) Logistic.unpenalised().fit(rescaled, 1)).weight(2);
        assertThat(other * unit / plain).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {1000, 200_000})
    void aColumnWhoseSumRoundsIsStillConstant(int n) {
        double[][] rows = new double[n][];
        double[] truth = new double[n];
        for (int i = 0; i < n; i++) {
            rows[i] = new double[] {i % 7, 0.1};
            truth[i] = i % 7 + i % 5 > 5 ? 1 : 0;
        }

        LinearForm form = (LinearForm) Logistic.unpenalised().fit(TrainingData.of(List.of("a", "b"), rows, truth), 1);

        assertThat(form.weight(1)).isZero();
    }

    /** By hand: one event in four rows are log-odds of -ln 3. */
    @Test
    void withoutColumnsTheRiskIsTheShareOfEvents() {
        TrainingData none = TrainingData.of(List.of(), new double[4][0], new double[] {0, 1, 0, 0});

        LinearForm form = (LinearForm) Logistic.unpenalised().fit(none, 1);

        assertThat(form.intercept()).isCloseTo(-Math.log(3), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-300, Double.NaN, Double.POSITIVE_INFINITY})
    void aPenaltyMustBeFiniteAndNotNegative(double lambda) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Logistic.l2(lambda))
                .withMessageContaining("lambda")
                .withMessageContaining(Double.toString(lambda));
    }

    @Nested
    class WithoutAPenalty extends TrainerContract {
        @Override
        protected Trainer<Risk> trainer() {
            return Logistic.unpenalised();
        }

        @Override
        protected Trainer<Risk> otherwise() {
            return Logistic.l2(0.1);
        }
    }

    @Nested
    class WithAPenalty extends TrainerContract {
        @Override
        protected Trainer<Risk> trainer() {
            return Logistic.l2(1);
        }

        @Override
        protected Trainer<Risk> otherwise() {
            return Logistic.l2(2);
        }
    }
}
