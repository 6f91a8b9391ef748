package org.clinicalmlops.metrics.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.clinicalmlops.metrics.threshold.ProportionInterval.WILSON;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    private interface Quantity {
        Estimate of(double[] predicted, double[] actual, double level);
    }

    private static final List<Quantity> ALL =
            List.of(Quantities::meanAbsoluteError, Quantities::rootMeanSquaredError, Quantities::rSquared);

    static Stream<List<String>> figures() {
        return Oracle.rows("many.csv", ";")
                .map(List::of)
                .filter(row -> List.of("mae", "rmse", "r2", "coverage").contains(row.get(1)));
    }

    /** Oracle: src/test/oracle/many.py; values by scikit-learn. */
    @ParameterizedTest
    @MethodSource("figures")
    void agreesWithScikitLearn(List<String> row) {
        int n = row.get(0).equals("few") ? 30 : row.get(0).equals("ties") ? 60 : 10000;
        double[] predicted = Sample.doubles(n, k -> whole(row.get(0), predicted(k)));
        double[] actual = Sample.doubles(
                n,
                k -> whole(
                        row.get(0),
                        predicted(k)
                                + 4 * Sample.spread(k, 4211, 12347, 9973)
                                - 2.2
                                + 3 * Math.pow(Sample.spread(k, 31, 17, 10009), 4)));
        Estimate estimate = switch (row.get(1)) {
            case "mae" -> Quantities.meanAbsoluteError(predicted, actual, 0.95);
            case "rmse" -> Quantities.rootMeanSquaredError(predicted, actual, 0.95);
            case "r2" -> Quantities.rSquared(predicted, actual, 0.95);
            default ->
                Quantities.intervalCoverage(
                        Sample.doubles(n, k -> predicted[k] - 1.5),
                        Sample.doubles(n, k -> predicted[k] + 1.5),
                        actual,
                        WILSON,
                        0.95);
        };
        Oracle.agrees(
                estimate,
                Double.parseDouble(row.get(2)),
                Double.parseDouble(row.get(3)),
                Double.parseDouble(row.get(4)),
                1e-9);
    }

    private static double predicted(int k) {
        return 2 + 10 * Sample.spread(k, 7919, 104729, 10007);
    }

    private static double whole(String sample, double value) {
        return sample.equals("ties") ? Math.floor(value) : value;
    }

    /** By hand: errors 1, -1, 3 and so on; actual values 0 and 10 in turn have a variance of 25. */
    @Test
    void valuesByHand() {
        double[] actual = Sample.doubles(30, k -> k % 2 == 0 ? 0 : 10);
        double[] predicted = Sample.doubles(30, k -> actual[k] + (k % 3 == 0 ? 1 : k % 3 == 1 ? -1 : 3));
        assertThat(value(Quantities.meanAbsoluteError(predicted, actual, 0.95))).isCloseTo(5 / 3.0, within(1e-14));
        assertThat(value(Quantities.rootMeanSquaredError(predicted, actual, 0.95)))
                .isCloseTo(Math.sqrt(11 / 3.0), within(1e-14));
        assertThat(value(Quantities.rSquared(predicted, actual, 0.95))).isCloseTo(1 - 11 / 75.0, within(1e-14));
    }

    private static double value(Estimate estimate) {
        return Oracle.known(estimate).value();
    }

    @Test
    void theMeanOfTheseCasesExplainsNothingAndWorseIsBelowZero() {
        double[] actual = Sample.doubles(40, k -> k);
        assertThat(value(Quantities.rSquared(Sample.doubles(40, k -> 19.5), actual, 0.95)))
                .isCloseTo(0, within(1e-14));
        assertThat(value(Quantities.rSquared(Sample.doubles(40, k -> 39 - k), actual, 0.95)))
                .isCloseTo(-3, within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 7, 1e6})
    void anotherUnitScalesErrorsAndLeavesRSquared(double factor) {
        double[] actual = Sample.doubles(60, k -> 3 * Sample.spread(k, 7, 5, 61));
        double[] predicted = Sample.doubles(60, k -> 3 * Sample.spread(k, 11, 3, 67));
        double[] a = Sample.doubles(60, k -> factor * actual[k]);
        double[] p = Sample.doubles(60, k -> factor * predicted[k]);
        for (Quantity quantity : ALL.subList(0, 2)) {
            Estimate.Known plain = Oracle.known(quantity.of(predicted, actual, 0.95));
            Oracle.agrees(
                    quantity.of(p, a, 0.95),
                    factor * plain.value(),
                    factor * plain.interval().lower(),
                    factor * plain.interval().upper(),
                    1e-12);
        }
        Estimate.Known plain = Oracle.known(Quantities.rSquared(predicted, actual, 0.95));
        Oracle.agrees(
                Quantities.rSquared(p, a, 0.95),
                plain.value(),
                plain.interval().lower(),
                plain.interval().upper(),
                1e-10);
    }

    @Test
    void equalErrorsDoNotBoundWhatWasNotSeen() {
        double[] actual = Sample.doubles(30, k -> k);
        double q = 1 - Math.pow(0.025, 1 / 30.0);
        Estimate.Known perfect = Oracle.known(Quantities.meanAbsoluteError(actual, actual, 0.95));
        assertThat(perfect.value()).isZero();
        assertThat(perfect.interval().upper()).isEqualTo(Double.POSITIVE_INFINITY);
        Estimate.Known two =
                Oracle.known(Quantities.rootMeanSquaredError(Sample.doubles(30, k -> k + 2), actual, 0.95));
        assertThat(two.value()).isEqualTo(2);
        assertThat(two.interval().lower()).isCloseTo(2 * Math.sqrt(1 - q), within(1e-12));
        assertThat(two.interval().upper()).isEqualTo(Double.POSITIVE_INFINITY);
        Estimate.Known all = Oracle.known(Quantities.rSquared(actual, actual, 0.95));
        assertThat(all.value()).isEqualTo(1);
        assertThat(all.interval().lower()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void constantActualValuesHaveNoVarianceToExplain() {
        double[] actual = Sample.doubles(30, k -> 0.1);
        assertThat(Quantities.rSquared(Sample.doubles(30, k -> k), actual, 0.95))
                .isEqualTo(new Estimate.Undefined("all 30 actual values are equal"));
        assertThat(Quantities.meanAbsoluteError(Sample.doubles(30, k -> k), actual, 0.95))
                .isInstanceOf(Estimate.Known.class);
    }

    @Test
    void numbersTooLargeToBeAddedAreAnAnswer() {
        double[] actual = Sample.doubles(30, k -> k % 2 == 0 ? 1e308 : -1e308);
        double[] predicted = Sample.doubles(30, k -> k % 2 == 0 ? -1e308 : 1e308);
        for (Quantity quantity : ALL) {
            assertThat(quantity.of(predicted, actual, 0.95)).isInstanceOf(Estimate.Undefined.class);
        }
    }

    @Test
    void tooFewCasesAreAnAnswer() {
        assertThat(Quantities.meanAbsoluteError(new double[9], new double[9], 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(Quantities.rootMeanSquaredError(new double[29], new double[29], 0.95))
                .isEqualTo(new Estimate.TooFew(29, 30));
        assertThat(Quantities.rSquared(new double[0], new double[0], 0.95)).isEqualTo(new Estimate.TooFew(0, 30));
        assertThat(Quantities.intervalCoverage(new double[1], new double[1], new double[1], WILSON, 0.95))
                .isEqualTo(new Estimate.TooFew(1, 10));
    }

    @Test
    void boundsOfPredictionIntervalsAreIncludedAndMayBeInfinite() {
        double[] lower = Sample.doubles(20, k -> k == 0 ? Double.NEGATIVE_INFINITY : 1);
        double[] upper = Sample.doubles(20, k -> k == 1 ? Double.POSITIVE_INFINITY : 2);
        double[] actual = Sample.doubles(20, k -> k == 0 ? -99 : k == 1 ? 99 : k < 8 ? 1 : k < 14 ? 2 : 2.5);
        Estimate estimate = Quantities.intervalCoverage(lower, upper, actual, WILSON, 0.95);
        assertThat(estimate).isEqualTo(new Estimate.Known(0.7, WILSON.of(14, 20, 0.95), 20));
    }

    @Test
    void valuesAndLengthsAreChecked() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (Quantity quantity : ALL) {
                assertThatThrownBy(() -> quantity.of(new double[] {1, bad}, new double[2], 0.95))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("predicted[1] must be finite, was " + bad);
                assertThatThrownBy(() -> quantity.of(new double[2], new double[] {bad, 1}, 0.95))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("actual[0] must be finite, was " + bad);
            }
        }
        assertThatThrownBy(() -> Quantities.rSquared(new double[2], new double[3], 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("predicted and actual must be of one length, were 2 and 3");
        assertThatThrownBy(() ->
                        Quantities.intervalCoverage(new double[] {2}, new double[] {1}, new double[1], WILSON, 0.95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lower[0] must be <= upper[0] 1.0, was 2.0");
        assertThatThrownBy(() -> Quantities.intervalCoverage(
                        new double[] {Double.NaN}, new double[] {1}, new double[1], WILSON, 0.95))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Normal errors of variance 1 on actual values of variance 2: 2,000 samples. */
    @ParameterizedTest
    @CsvSource({"60, 0.925", "200, 0.935", "1000, 0.935"})
    void theIntervalsCover(int n, double least) {
        double[] truth = {Math.sqrt(2 / Math.PI), 1, 0.5};
        int[] covered = new int[3];
        for (int seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] predicted = Sample.doubles(n, k -> random.nextGaussian());
            double[] actual = Sample.doubles(n, k -> predicted[k] + random.nextGaussian());
            for (int q = 0; q < 3; q++) {
                covered[q] += Oracle.known(ALL.get(q).of(predicted, actual, 0.95))
                                .interval()
                                .contains(truth[q])
                        ? 1
                        : 0;
            }
        }
        for (int count : covered) {
            assertThat(count / 2000.0).isBetween(least, 0.97);
        }
    }
}
