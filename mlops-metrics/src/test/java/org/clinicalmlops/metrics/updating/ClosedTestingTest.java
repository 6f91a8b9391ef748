package org.clinicalmlops.metrics.updating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.fixtures.FormulaSample;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: src/test/oracle/updating.R with glm. */
class ClosedTestingTest {
    private static final int N = 1500;
    private static final double[] X1 = column("7919 104729 0 10007");
    private static final double[] X2 = column("31 17 0 10009");
    private static final double[] X3 = column("4211 12347 0 9973");
    private static final double[] U = FormulaSample.of("2503 8887 0 9967 " + N + " 1");

    private static double[] column(String formula) {
        double[] column = FormulaSample.of(formula + " " + N + " 1");
        for (int i = 0; i < N; i++) {
            column[i] = 4 * column[i] - 2;
        }
        return column;
    }

    private static double eta(int i) {
        return -1 + 0.5 * X1[i] - 0.3 * X2[i] + 0.4 * X3[i];
    }

    private static double world(String name, int i) {
        return switch (name) {
            case "same" -> eta(i);
            case "level" -> eta(i) + 0.4;
            case "spread" -> 0.3 + 0.5 * eta(i);
            default -> eta(i) + 0.5 * X1[i];
        };
    }

    private static Stream<Arguments> worlds() {
        return Oracle.rows("updating.csv", ";").map(row -> Arguments.of((Object) row));
    }

    /** The choices that the figures of R lead to at 0.05. */
    private static UpdateExtent chosen(String world) {
        return switch (world) {
            case "same" -> UpdateExtent.NONE;
            case "level" -> UpdateExtent.INTERCEPT;
            case "spread" -> UpdateExtent.LOGISTIC;
            default -> UpdateExtent.REFIT;
        };
    }

    private static UpdateChoice.Chosen chosen(UpdateChoice choice) {
        return choice.fold(c -> c, few -> fail("too few " + few), undefined -> fail(undefined.reason()));
    }

    private static UpdateChoice.Chosen fail(String why) {
        throw new AssertionError(why);
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void agreesWithGlm(String[] row) {
        double[] risks = new double[N];
        double[] refit = new double[N];
        boolean[] happened = new boolean[N];
        int[] fold = new int[N];
        for (int i = 0; i < N; i++) {
            risks[i] = LogOdds.sigmoid(eta(i));
            refit[i] = LogOdds.sigmoid(world(row[0], i) + 0.05 * X2[i]);
            happened[i] = U[i] < LogOdds.sigmoid(world(row[0], i));
            fold[i] = i % 2;
        }

        UpdateChoice.Chosen nested = chosen(ClosedTesting.nested(risks, new double[][] {X1, X2, X3}, happened, 0.05));
        assertThat(nested.extent()).isEqualTo(chosen(row[0]));
        assertThat(nested.n()).isEqualTo(N);
        for (int s = 0; s < nested.steps().size(); s++) {
            UpdateChoice.Step step = nested.steps().get(s);
            double ratio = 2 * (Double.parseDouble(row[4]) - Double.parseDouble(row[1 + s]));
            assertThat(step.statistic()).isCloseTo(ratio, within(1e-7));
            assertThat(step.pValue()).isCloseTo(Double.parseDouble(row[5 + s]), within(1e-8));
            assertThat(step.rejected())
                    .isEqualTo(s + 1 < nested.steps().size() || nested.extent() == UpdateExtent.REFIT);
        }

        UpdateChoice.Chosen unseen = chosen(ClosedTesting.unseen(risks, refit, fold, happened, 0.05));
        assertThat(unseen.extent()).isEqualTo(chosen(row[0]));
        for (int s = 0; s < unseen.steps().size(); s++) {
            UpdateChoice.Step step = unseen.steps().get(s);
            double evidence = Double.parseDouble(row[8 + s]);
            double p = s < 2 ? Double.parseDouble(row[11 + s]) : Math.min(1, Math.exp(-evidence));
            assertThat(step.statistic()).isCloseTo(evidence, within(1e-7));
            assertThat(step.pValue()).isCloseTo(p, within(1e-8));
        }
    }

    /** Standard error of a share near 0.05 of 1,000: 0.007; the bound is three of them above it. */
    @ParameterizedTest(name = "true: {0}")
    @CsvSource({"NONE, 0, 1", "INTERCEPT, 0.5, 1", "LOGISTIC, 0.5, 0.6"})
    void moreThanNeededIsChosenWithProbabilityAlpha(UpdateExtent needed, double level, double spread) {
        int more = 0;
        for (int s = 0; s < 1000; s++) {
            Shifted d = new Shifted(300, 3, level, spread, 0, 1_000L * s + 7);
            UpdateChoice choice = ClosedTesting.nested(d.risks, d.columns, d.happened, 0.05);
            more += chosen(choice).extent().compareTo(needed) > 0 ? 1 : 0;
        }
        assertThat(more).isBetween(15, 71);
    }

    /** Half of the rows teach a refit that chases chance, the other half judge it. */
    @ParameterizedTest(name = "true: {0}")
    @CsvSource({"NONE, 0, 1", "INTERCEPT, 0.5, 1", "LOGISTIC, 0.5, 0.6"})
    void onUnseenRowsToo(UpdateExtent needed, double level, double spread) {
        int more = 0;
        for (int s = 0; s < 300; s++) {
            UpdateChoice choice = unseen(new Shifted(600, 6, level, spread, 0, 1_000L * s + 9));
            more += chosen(choice).extent().compareTo(needed) > 0 ? 1 : 0;
        }
        assertThat(more).isLessThanOrEqualTo(26); // 0.05 and three standard errors
    }

    @ParameterizedTest(name = "true: {0}")
    @CsvSource({
        "NONE, 0, 1, 0, 0.9, 0.9",
        "INTERCEPT, 0.5, 1, 0, 0.9, 0.8",
        "LOGISTIC, 0.5, 0.4, 0, 0.85, 0.7",
        "REFIT, 0, 1, 1, 0.95, 0.8"
    })
    void findsWhatIsNeeded(
            UpdateExtent needed, double level, double spread, double first, double power, double powerUnseen) {
        int found = 0;
        int foundUnseen = 0;
        for (int s = 0; s < 100; s++) {
            Shifted d = new Shifted(1200, 4, level, spread, first, 1_000L * s + 11);
            found += chosen(ClosedTesting.nested(d.risks, d.columns, d.happened, 0.05))
                                    .extent()
                            == needed
                    ? 1
                    : 0;
            foundUnseen += chosen(unseen(d)).extent() == needed ? 1 : 0;
        }
        assertThat(found / 100.0).isGreaterThanOrEqualTo(power);
        assertThat(foundUnseen / 100.0).isGreaterThanOrEqualTo(powerUnseen);
    }

    private static UpdateChoice unseen(Shifted d) {
        int half = d.risks.length / 2;
        double[] refit = Refit.on(d, 0, half).risks(d, half, d.risks.length);
        double[] risks = Arrays.copyOfRange(d.risks, half, d.risks.length);
        boolean[] happened = Arrays.copyOfRange(d.happened, half, d.happened.length);
        return ClosedTesting.unseen(risks, refit, new int[risks.length], happened, 0.05);
    }

    @Test
    void aRefitOfOneColumnIsARecalibration() {
        Shifted d = new Shifted(2000, 1, 0.5, 0.3, 0, 5);
        UpdateChoice.Chosen choice = chosen(ClosedTesting.nested(d.risks, d.columns, d.happened, 0.05));
        assertThat(choice.extent()).isEqualTo(UpdateExtent.LOGISTIC);
        assertThat(choice.steps()).hasSize(2);
    }

    @Test
    void fewerCasesThanCoefficientsAskForAreTooFew() {
        Shifted d = new Shifted(60, 3, 0, 1, 0, 5);
        UpdateChoice choice = ClosedTesting.nested(d.risks, d.columns, d.happened, 0.05);
        int events = 0;
        for (boolean h : d.happened) {
            events += h ? 1 : 0;
        }
        assertThat(choice).isEqualTo(new UpdateChoice.TooFew(events, 40));
        assertThat(ClosedTesting.unseen(d.risks, d.risks, new int[60], d.happened, 0.05))
                .isEqualTo(new UpdateChoice.TooFew(events, ClosedTesting.NEEDED));
        assertThat(ClosedTesting.unseen(new double[0], new double[0], new int[0], new boolean[0], 0.05))
                .isEqualTo(new UpdateChoice.TooFew(0, ClosedTesting.NEEDED));
    }

    @Test
    void aFoldWithTooFewIsTooFew() {
        Shifted d = new Shifted(600, 3, 0, 1, 0, 5);
        int[] fold = new int[600];
        fold[3] = 1;
        assertThat(ClosedTesting.unseen(d.risks, d.risks, fold, d.happened, 0.05))
                .isInstanceOf(UpdateChoice.TooFew.class);
    }

    @Test
    void whatDoesNotContainTheOriginalIsNotCompared() {
        Shifted d = new Shifted(600, 3, 0, 1, 0, 5);
        double[][] two = {d.columns[0], d.columns[1]};
        assertThat(reason(ClosedTesting.nested(d.risks, two, d.happened, 0.05)))
                .startsWith("the refit does not contain the original model");
        double[][] twice = {d.columns[0], d.columns[1], d.columns[2], d.columns[0]};
        assertThat(reason(ClosedTesting.nested(d.risks, twice, d.happened, 0.05)))
                .startsWith("column 3 is constant or a sum of");
        double[] ones = new double[600];
        Arrays.fill(ones, 0.7);
        double[][] constant = {ones, d.columns[0], d.columns[1], d.columns[2]};
        assertThat(reason(ClosedTesting.nested(d.risks, constant, d.happened, 0.05)))
                .startsWith("column 0 is constant or a sum of");
    }

    @Test
    void anOriginalWithOneRiskHasNoSlope() {
        Shifted d = new Shifted(600, 3, 0, 1, 0, 5);
        double[] one = new double[600];
        Arrays.fill(one, 0.3);
        assertThat(reason(ClosedTesting.unseen(one, d.risks, new int[600], d.happened, 0.05)))
                .startsWith("intercept and slope have no maximum");
        assertThat(reason(ClosedTesting.nested(one, d.columns, d.happened, 0.05)))
                .startsWith("intercept and slope have no maximum");
    }

    private static String reason(UpdateChoice choice) {
        return choice.fold(c -> "chosen", few -> "few", UpdateChoice.Undefined::reason);
    }

    @Test
    void refusesWhatIsOutsideItsRange() {
        double[] risks = {0.1, 0.2};
        boolean[] happened = {true, false};
        List<UnaryOperator<Object>> calls = List.of(
                x -> ClosedTesting.nested(risks, new double[][] {{1, 2}}, happened, 0),
                x -> ClosedTesting.nested(risks, new double[][] {{1, Double.NaN}}, happened, 0.05),
                x -> ClosedTesting.nested(risks, new double[][] {{1}}, happened, 0.05),
                x -> ClosedTesting.nested(risks, new double[0][], happened, 0.05),
                x -> ClosedTesting.nested(new double[] {0.1, 1.2}, new double[][] {{1, 2}}, happened, 0.05),
                x -> ClosedTesting.unseen(risks, risks, new int[] {0}, happened, 0.05),
                x -> ClosedTesting.unseen(risks, risks, new int[] {0, -1}, happened, 0.05),
                x -> ClosedTesting.unseen(risks, new double[] {0.1}, new int[] {0, 0}, happened, 0.05),
                x -> ClosedTesting.unseen(risks, risks, new int[] {0, 0}, happened, Double.NaN));
        for (UnaryOperator<Object> call : calls) {
            assertThatThrownBy(() -> call.apply("")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
