package org.clinicalmlops.metrics.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.clinicalmlops.metrics.overall.Brier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManyClassesTest {
    static Stream<List<String>> figures() {
        return Oracle.rows("many.csv", ";")
                .map(List::of)
                .filter(row -> List.of("macro", "micro", "logLoss", "brier").contains(row.get(1)));
    }

    /** Oracle: src/test/oracle/many.py; values by scikit-learn, the variance of AUROC from every pair of cases. */
    @ParameterizedTest
    @MethodSource("figures")
    void agreesWithScikitLearn(List<String> row) {
        ManySample sample = Arrays.stream(ManySample.values())
                .filter(s -> s.label().equals(row.get(0)))
                .findFirst()
                .orElseThrow();
        Estimate estimate = of(row.get(1), sample.risks(), sample.truth());
        Oracle.agrees(
                estimate,
                Double.parseDouble(row.get(2)),
                Double.parseDouble(row.get(3)),
                Double.parseDouble(row.get(4)),
                1e-9);
    }

    private static Estimate of(String quantity, double[][] risks, int[] truth) {
        return switch (quantity) {
            case "macro" -> ManyClasses.macroAuroc(risks, truth, 0.95);
            case "micro" -> ManyClasses.microAuroc(risks, truth, 0.95);
            case "logLoss" -> ManyClasses.logLoss(risks, truth, 0.95);
            default -> ManyClasses.brier(risks, truth, 0.95);
        };
    }

    /** By hand: rows (.5 .3 .2) and (.1 .6 .3) with truth 0 and 2, repeated. */
    @Test
    void lossesByHand() {
        double[][] risks = new double[10][];
        int[] truth = new int[10];
        for (int i = 0; i < 10; i++) {
            risks[i] = i % 2 == 0 ? new double[] {0.5, 0.3, 0.2} : new double[] {0.1, 0.6, 0.3};
            truth[i] = i % 2 == 0 ? 0 : 2;
        }
        assertThat(value(ManyClasses.brier(risks, truth, 0.95))).isCloseTo((0.38 + 0.86) / 2, CLOSE);
        assertThat(value(ManyClasses.logLoss(risks, truth, 0.95))).isCloseTo(-Math.log(0.5 * 0.3) / 2, CLOSE);
    }

    private static final Offset<Double> CLOSE = within(1e-14);

    private static double value(Estimate estimate) {
        return Oracle.known(estimate).value();
    }

    @ParameterizedTest
    @EnumSource(
            value = Sample.class,
            names = {"FORMULA200", "TIES60", "MINIMUM20", "LARGE10000"})
    void withTwoClassesItIsTheAurocAndTwiceTheBrierScore(Sample sample) {
        double[] risks = sample.risks();
        boolean[] happened = sample.happened();
        double[][] both = new double[risks.length][];
        int[] truth = new int[risks.length];
        for (int i = 0; i < risks.length; i++) {
            both[i] = new double[] {1 - risks[i], risks[i]};
            truth[i] = happened[i] ? 1 : 0;
        }
        Estimate.Known auroc = Oracle.known(Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95));
        Oracle.agrees(
                ManyClasses.macroAuroc(both, truth, 0.95),
                auroc.value(),
                auroc.interval().lower(),
                auroc.interval().upper(),
                1e-9);
        Oracle.agrees(
                value(ManyClasses.brier(both, truth, 0.95)), 2 * value(Brier.score(risks, happened, 0.95)), 1e-12);
    }

    @ParameterizedTest
    @EnumSource
    void theMacroAurocIsTheMeanOfEachClassAgainstTheRest(ManySample sample) {
        double[][] risks = sample.risks();
        int[] truth = sample.truth();
        double sum = 0;
        for (int c = 0; c < sample.classes(); c++) {
            int of = c;
            sum += value(Discrimination.auroc(
                    Sample.doubles(truth.length, i -> risks[i][of]),
                    Sample.flags(truth.length, i -> truth[i] == of),
                    AurocScale.LOGIT,
                    0.95));
        }
        Oracle.agrees(value(ManyClasses.macroAuroc(risks, truth, 0.95)), sum / sample.classes(), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"macro", "micro", "logLoss", "brier"})
    void neitherOrderNorNamesOfClassesMatterAndArgumentsAreOnlyRead(String quantity) {
        double[][] risks = ManySample.TIES.risks();
        int[] truth = ManySample.TIES.truth();
        int n = truth.length;
        double[][] turned = new double[n][];
        int[] truthTurned = new int[n];
        for (int i = 0; i < n; i++) {
            double[] row = risks[n - 1 - i];
            turned[i] = new double[] {row[2], row[0], row[1]};
            truthTurned[i] = (truth[n - 1 - i] + 1) % 3;
        }
        Estimate.Known there = Oracle.known(of(quantity, risks, truth));
        Oracle.agrees(
                of(quantity, turned, truthTurned),
                there.value(),
                there.interval().lower(),
                there.interval().upper(),
                1e-12);
        assertThat(risks).isDeepEqualTo(ManySample.TIES.risks());
        assertThat(truth).isEqualTo(ManySample.TIES.truth());
    }

    @Test
    void perfectAndConstantRisksHaveAnIntervalThatIsNoPoint() {
        double[][] perfect = new double[30][3];
        double[][] constant = new double[30][];
        int[] truth = new int[30];
        for (int i = 0; i < 30; i++) {
            truth[i] = i % 3;
            perfect[i][i % 3] = 1;
            constant[i] = new double[] {0.2, 0.3, 0.5};
        }
        double q = 1 - Math.pow(0.025, 0.1);
        Oracle.agrees(ManyClasses.macroAuroc(perfect, truth, 0.95), 1, 1 - q, 1, 1e-12);
        Oracle.agrees(ManyClasses.macroAuroc(constant, truth, 0.95), 0.5, 0.5 - q / 2, 0.5 + q / 2, 1e-12);
        double q30 = 1 - Math.pow(0.025, 1 / 30.0);
        Oracle.agrees(ManyClasses.microAuroc(perfect, truth, 0.95), 1, 1 - q30, 1, 1e-12);
        Oracle.agrees(ManyClasses.logLoss(perfect, truth, 0.95), 0, 0, q30 * Math.log(1e6), 1e-12);
        Oracle.agrees(ManyClasses.brier(perfect, truth, 0.95), 0, 0, 2 * q30, 1e-12);
    }

    @Test
    void aSureMistakeCostsMuchAndNotInfinitelyMuch() {
        double[][] risks = new double[10][];
        Arrays.fill(risks, new double[] {1, 0});
        assertThat(value(ManyClasses.logLoss(risks, new int[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0.95)))
                .isCloseTo(Math.log(1e6) / 10, CLOSE);
    }

    @Test
    void tooFewAndMissingClassesAreAnswers() {
        double[][] risks = new double[29][];
        Arrays.fill(risks, new double[] {0.2, 0.3, 0.5});
        int[] truth = new int[29];
        assertThat(ManyClasses.macroAuroc(risks, truth, 0.95))
                .isEqualTo(new Estimate.Undefined("none of the 29 cases is of class 1"));
        for (int i = 0; i < 29; i++) {
            truth[i] = i % 3;
        }
        assertThat(ManyClasses.macroAuroc(risks, truth, 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(ManyClasses.microAuroc(risks, truth, 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        for (String quantity : List.of("macro", "micro", "logLoss", "brier")) {
            assertThat(of(quantity, new double[0][], new int[0])).isEqualTo(new Estimate.TooFew(0, 10));
        }
        assertThat(ManyClasses.brier(Arrays.copyOf(risks, 9), Arrays.copyOf(truth, 9), 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
    }

    @Test
    void rowsAndTruthAreChecked() {
        refused(new double[][] {{0.5, 0.4}}, new int[1], "risks[0] must add up to 1, was 0.9");
        refused(new double[][] {{0.5, Double.NaN}}, new int[1], "risks[0][1] must be in [0, 1], was NaN");
        refused(new double[][] {{1.5, -0.5}}, new int[1], "risks[0][0] must be in [0, 1], was 1.5");
        refused(new double[][] {{1}}, new int[1], "risks[0] must be of length >= 2, was 1");
        refused(new double[][] {{0.5, 0.5}, {1, 0, 0}}, new int[2], "risks[1] must be of length 2, was 3");
        refused(new double[][] {{0.5, 0.5}}, new int[] {2}, "truth[0] must be in [0, 2), was 2");
        refused(new double[][] {{0.5, 0.5}}, new int[] {-1}, "truth[0] must be in [0, 2), was -1");
        refused(new double[][] {{0.5, 0.5}}, new int[2], "risks and truth must be of one length, were 1 and 2");
    }

    private static void refused(double[][] risks, int[] truth, String message) {
        for (String quantity : List.of("macro", "micro", "logLoss", "brier")) {
            assertThatThrownBy(() -> of(quantity, risks, truth))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    /** Three classes of normal scores; the truth from 400,000 cases. 1,000 samples. */
    @ParameterizedTest
    @ValueSource(ints = {60, 200})
    void theIntervalsCover(int n) {
        List<String> quantities = List.of("macro", "micro", "logLoss", "brier");
        double[][] many = new double[400_000][];
        int[] truthOfMany = new int[many.length];
        draw(new SplittableRandom(99), many, truthOfMany);
        double[] truths = new double[4];
        for (int q = 0; q < 4; q++) {
            truths[q] = value(of(quantities.get(q), many, truthOfMany));
        }
        int[] covered = new int[4];
        int[] known = new int[4];
        for (int seed = 0; seed < 1000; seed++) {
            double[][] risks = new double[n][];
            int[] truth = new int[n];
            draw(new SplittableRandom(seed), risks, truth);
            for (int q = 0; q < 4; q++) {
                if (of(quantities.get(q), risks, truth) instanceof Estimate.Known k) {
                    known[q]++;
                    covered[q] += k.interval().contains(truths[q]) ? 1 : 0;
                }
            }
        }
        for (int q = 0; q < 4; q++) {
            assertThat((double) covered[q] / known[q]).as(quantities.get(q)).isBetween(0.925, 0.975);
        }
    }

    private static void draw(SplittableRandom random, double[][] risks, int[] truth) {
        for (int i = 0; i < truth.length; i++) {
            double[] weights = new double[3];
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                weights[c] = Math.exp(random.nextGaussian());
                sum += weights[c];
            }
            double u = random.nextDouble() * sum;
            truth[i] = u < weights[0] ? 0 : u < weights[0] + weights[1] ? 1 : 2;
            risks[i] = new double[] {weights[0] / sum, weights[1] / sum, weights[2] / sum};
        }
    }
}
