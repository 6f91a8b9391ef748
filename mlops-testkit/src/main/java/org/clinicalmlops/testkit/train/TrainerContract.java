package org.clinicalmlops.testkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Trainer} of risks must do. Extend it beside your own trainer. What it cannot check from outside is that another
 * machine fits the same bits, and that the declaration names every parameter.
 */
public abstract class TrainerContract {
    private static final long SEED = 20240301;
    private static final int ROWS = 400;

    /** For subclasses. */
    protected TrainerContract() {}

    /** The trainer under test; asked once or more per test, and always answers an equal one. */
    protected abstract Trainer<Risk> trainer();

    /** A trainer of the same kind with another value of one parameter. */
    protected abstract Trainer<Risk> otherwise();

    @Test
    public void theSameDataAndSeedGiveTheSameForm() {
        assertThat(fitted(trainer(), data(1))).isEqualTo(fitted(trainer(), data(1)));
    }

    @Test
    public void theFormDependsOnTheDataAlthoughTheSeedIsTheSame() {
        assertThat(fitted(trainer(), data(1))).isNotEqualTo(fitted(trainer(), data(2)));
    }

    @Test
    public void anotherFitBeforeOnTheSameThreadChangesNothing() {
        Trainer<Risk> trainer = trainer();
        Declaration first = fitted(trainer, data(1));

        trainer.fit(data(2), SEED + 1);
        otherwise().fit(data(3), SEED + 2);

        assertThat(fitted(trainer, data(1))).isEqualTo(first);
    }

    @Test
    public void anotherThreadFitsTheSameForm() throws Exception {
        Trainer<Risk> trainer = trainer();
        Declaration here = fitted(trainer, data(1));

        assertThat(inThreads(1, List.of(() -> fitted(trainer, data(1))))).containsExactly(here);
    }

    @Test
    public void twoThreadsThatFitAtTheSameTimeFitWhatOneFits() throws Exception {
        Trainer<Risk> trainer = trainer();
        List<TrainingData> data = List.of(data(1), data(2));
        List<Declaration> alone = new ArrayList<>();
        List<Callable<Declaration>> together = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            TrainingData shared = data.get(i % 2);
            alone.add(fitted(trainer, shared));
            together.add(() -> fitted(trainer, shared));
        }

        assertThat(inThreads(2, together)).isEqualTo(alone);
    }

    @Test
    public void theTrainingDataStayAsTheyWere() {
        TrainingData data = data(1);

        trainer().fit(data, SEED);

        TrainingData untouched = data(1);
        assertThat(data.columns()).isEqualTo(untouched.columns());
        assertThat(data.toRows()).isDeepEqualTo(untouched.toRows());
        assertThat(data.toClasses()).isEqualTo(untouched.toClasses());
    }

    @Test
    public void theFormReadsAllColumnsOfTheData() {
        assertThat(trainer().fit(data(1), SEED).columns()).isEqualTo(4);
        assertThat(trainer().fit(columns(data(1), 0), SEED).columns()).isEqualTo(1);
    }

    @Test
    public void aStrongSignalIsLearned() {
        ModelForm form = trainer().fit(data(1), SEED);

        assertThat(rightPairs(form, data(4)))
                .as("area under the curve on new rows")
                .isGreaterThan(0.8);
    }

    @Test
    public void everyRiskIsAProbability() {
        ModelForm form = trainer().fit(data(1), SEED);

        for (double[] row : data(4).toRows()) {
            assertThat(FormInterpreter.risk(form, row)).isBetween(0.0, 1.0);
        }
        for (double far : new double[] {-1e6, 1e6}) {
            assertThat(FormInterpreter.risk(form, new double[] {far, far, far, far}))
                    .isBetween(0.0, 1.0);
        }
    }

    @Test
    public void aConstantColumnIsAcceptedAndChangesNoRisk() {
        TrainingData plain = data(1);
        double[][] rows = plain.toRows();
        for (double[] row : rows) {
            row[3] = 0.1;
        }
        ModelForm form = trainer().fit(with(plain.columns(), rows, plain), SEED);

        double[] low = {0.5, 1, 0, 0.1};
        double[] high = {0.5, 1, 0, 0.2};
        assertThat(FormInterpreter.risk(form, high)).isEqualTo(FormInterpreter.risk(form, low));
        assertThat(rightPairs(form, with(plain.columns(), rows, plain))).isGreaterThan(0.8);
    }

    @Test
    public void aColumnThatOccursTwiceIsAccepted() {
        TrainingData plain = data(1);
        double[][] rows = plain.toRows();
        for (double[] row : rows) {
            row[3] = row[0];
        }
        TrainingData twice = with(plain.columns(), rows, plain);

        assertThat(rightPairs(trainer().fit(twice, SEED), twice)).isGreaterThan(0.8);
        assertThat(fitted(trainer(), twice)).isEqualTo(fitted(trainer(), twice));
    }

    @Test
    public void columnsOfFewDistinctValuesAreAccepted() {
        TrainingData plain = data(1);
        double[][] rows = plain.toRows();
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                row[c] = Math.rint(row[c]);
            }
        }
        TrainingData tied = with(plain.columns(), rows, plain);

        assertThat(rightPairs(trainer().fit(tied, SEED), tied)).isGreaterThan(0.75);
    }

    @Test
    public void namesOfColumnsMayHoldAnyCharacter() {
        TrainingData plain = data(1);
        List<String> names = List.of("", "y", "age~sex + 1", "unit: \u00b5mol/L \"\n");

        assertThat(fitted(trainer(), with(names, plain.toRows(), plain))).isEqualTo(fitted(trainer(), plain));
    }

    @Test
    public void rowsOfOneClassOnlyAreAFailedFit() {
        for (double only : new double[] {0, 1}) {
            double[] truth = new double[ROWS];
            Arrays.fill(truth, only);
            TrainingData data = TrainingData.of(data(1).columns(), data(1).toRows(), truth);

            assertThatThrownBy(() -> trainer().fit(data, SEED))
                    .as("every outcome is " + only)
                    .isInstanceOf(MlopsException.class);
        }
    }

    @Test
    public void anotherParameterIsAnotherDeclaration() {
        assertThat(trainer().declaration()).isEqualTo(trainer().declaration());
        assertThat(otherwise().declaration()).isNotEqualTo(trainer().declaration());
        assertThat(trainer().id()).isNotBlank();
    }

    private static Declaration fitted(Trainer<Risk> trainer, TrainingData data) {
        return trainer.fit(data, SEED).declaration();
    }

    /** Four columns: a continuous and a whole-numbered one with a strong effect, an indicator with a small one, and noise. */
    private static TrainingData data(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[ROWS][];
        double[] truth = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            double[] row = {
                4 * random.nextDouble() - 2,
                random.nextInt(5),
                random.nextInt(2),
                random.nextDouble() + random.nextDouble()
            };
            double logOdds = 2 * row[0] + 1.2 * (row[1] - 2) + 0.3 * row[2];
            rows[i] = row;
            truth[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-logOdds)) ? 1 : 0;
        }
        return TrainingData.of(List.of("a", "b", "c", "d"), rows, truth);
    }

    private static TrainingData columns(TrainingData data, int column) {
        double[][] rows = new double[data.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {data.value(i, column)};
        }
        return with(List.of(data.columns().get(column)), rows, data);
    }

    private static TrainingData with(List<String> names, double[][] rows, TrainingData truthOf) {
        double[] truth = new double[rows.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = truthOf.truth(i);
        }
        return TrainingData.of(names, rows, truth);
    }

    /** Share of the pairs of a row with and one without the event that the form puts in the right order; half for a tie. */
    private static double rightPairs(ModelForm form, TrainingData data) {
        List<Double> events = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        double[][] rows = data.toRows();
        for (int i = 0; i < rows.length; i++) {
            (data.truth(i) == 1 ? events : others).add(FormInterpreter.risk(form, rows[i]));
        }
        double right = 0;
        for (double event : events) {
            for (double other : others) {
                right += (1 + Math.signum(event - other)) / 2;
            }
        }
        return right / ((double) events.size() * others.size());
    }

    private static List<Declaration> inThreads(int threads, List<Callable<Declaration>> fits) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Declaration> results = new ArrayList<>();
            for (Future<Declaration> result : pool.invokeAll(fits)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
