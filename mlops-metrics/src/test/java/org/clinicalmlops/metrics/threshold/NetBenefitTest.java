package org.clinicalmlops.metrics.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetBenefitTest {
    static Stream<List<String>> counts() {
        return Oracle.rows("fourcounts.csv", ";")
                .map(List::of)
                .filter(row -> List.of("netBenefit", "treatAll").contains(row.get(4)));
    }

    /** Oracle: src/test/oracle/thresholds.R, mean and standard deviation of what each case counts, at a threshold of 0.2. */
    @ParameterizedTest
    @MethodSource("counts")
    void agreesWithTheMeanOverCasesInR(List<String> row) {
        ConfusionMatrix matrix = new ConfusionMatrix(
                Long.parseLong(row.get(0)),
                Long.parseLong(row.get(1)),
                Long.parseLong(row.get(2)),
                Long.parseLong(row.get(3)));
        Oracle.agrees(
                row.get(4).equals("treatAll")
                        ? NetBenefit.treatAll(matrix, 0.2, 0.95)
                        : NetBenefit.of(matrix, 0.2, 0.95),
                Double.parseDouble(row.get(5)),
                Math.max(-0.25, Double.parseDouble(row.get(6))),
                Math.min(1, Double.parseDouble(row.get(7))),
                1e-9);
    }

    /** By hand: 40 true and 60 false alerts among 200 at 0.2 are worth 0.2 - 0.3 / 4. */
    @Test
    void valueByHand() {
        ConfusionMatrix matrix = new ConfusionMatrix(40, 60, 10, 90);
        Oracle.agrees(Oracle.known(NetBenefit.of(matrix, 0.2, 0.95)).value(), 0.125, 1e-14);
        Oracle.agrees(Oracle.known(NetBenefit.treatAll(matrix, 0.2, 0.95)).value(), 0.25 - 0.75 / 4, 1e-14);
    }

    /** At a threshold that equals the share of events, acting on everybody is worth nothing. */
    @Test
    void treatAllIsWorthNothingAtThePrevalence() {
        ConfusionMatrix matrix = new ConfusionMatrix(10, 20, 15, 55);
        assertThat(Oracle.known(NetBenefit.treatAll(matrix, 0.25, 0.95)).value())
                .isCloseTo(0, within(1e-16));
    }

    /** By hand: 1 - q = .025^(1/100). */
    @Test
    void withoutAlertsTheIntervalIsNotAPoint() {
        double q = 1 - Math.pow(0.025, 0.01);
        Oracle.agrees(NetBenefit.of(new ConfusionMatrix(0, 0, 50, 50), 0.2, 0.95), 0, -q / 4, q, 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "9, 20, 0, 70", "70, 20, 0, 9"})
    void tooFewInAClass(long tp, long fp, long fn, long tn) {
        assertThat(NetBenefit.of(new ConfusionMatrix(tp, fp, fn, tn), 0.2, 0.95))
                .isInstanceOf(tn == 9 ? Estimate.Known.class : Estimate.TooFew.class);
    }

    @Test
    void oneClassAloneIsUndefined() {
        assertThat(NetBenefit.of(new ConfusionMatrix(0, 5, 0, 15), 0.2, 0.95))
                .isEqualTo(new Estimate.Undefined("none of the 20 cases had the event"));
        assertThat(NetBenefit.treatAll(new ConfusionMatrix(5, 0, 15, 0), 0.2, 0.95))
                .isEqualTo(new Estimate.Undefined("all of the 20 cases had the event"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void thresholdAndLevelAreChecked(double bad) {
        assertThatThrownBy(() -> NetBenefit.of(ConfusionMatrix.EMPTY, bad, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threshold must be in (0, 1), was " + bad);
        assertThatThrownBy(() -> NetBenefit.of(ConfusionMatrix.EMPTY, 0.5, bad))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("level must be in (0, 1), was " + bad);
    }

    /** Events .3, sensitivity .8, specificity .7, threshold .2: truth .24 - .21 / 4; 4,000 samples. */
    @ParameterizedTest
    @CsvSource({"60, 0.925", "200, 0.935", "1000, 0.94"})
    void theIntervalCovers(int n, double least) {
        double truth = 0.24 - 0.21 / 4;
        int covered = 0;
        int known = 0;
        for (int seed = 0; seed < 4000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long[] counts = new long[4];
            for (int i = 0; i < n; i++) {
                double u = random.nextDouble();
                counts[u < 0.24 ? 0 : u < 0.3 ? 2 : u < 0.51 ? 1 : 3]++;
            }
            Estimate estimate =
                    NetBenefit.of(new ConfusionMatrix(counts[0], counts[1], counts[2], counts[3]), 0.2, 0.95);
            if (estimate instanceof Estimate.Known k) {
                known++;
                covered += k.interval().contains(truth) ? 1 : 0;
            }
        }
        assertThat((double) covered / known).isBetween(least, 0.97);
    }
}
