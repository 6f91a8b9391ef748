package org.clinicalmlops.metrics.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.clinicalmlops.metrics.threshold.ProportionInterval.CLOPPER_PEARSON;
import static org.clinicalmlops.metrics.threshold.ProportionInterval.WILSON;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AtThresholdTest {
    private interface Share {
        Estimate of(ConfusionMatrix matrix, ProportionInterval kind, double level);
    }

    private static final Map<String, Share> SHARES = Map.of(
            "sensitivity", AtThreshold::sensitivity,
            "specificity", AtThreshold::specificity,
            "ppv", AtThreshold::positivePredictiveValue,
            "npv", AtThreshold::negativePredictiveValue,
            "accuracy", AtThreshold::accuracy,
            "alertsPer100", AtThreshold::alertsPer100,
            "f1", AtThreshold::f1,
            "balancedAccuracy", AtThreshold::balancedAccuracy,
            "nne", AtThreshold::numberNeededToEvaluate,
            "fpr", AtThreshold::falsePositiveRate);

    private static final Map<String, Function<ConfusionMatrix, Estimate>> OTHERS = Map.of(
            "mcc", m -> AtThreshold.matthews(m, 0.95),
            "lr+", m -> AtThreshold.positiveLikelihoodRatio(m, 0.95),
            "lr-", m -> AtThreshold.negativeLikelihoodRatio(m, 0.95));

    static Stream<List<String>> python() {
        return Oracle.rows("thresholds-python.csv", ";").map(List::of);
    }

    /** Oracle: src/test/oracle/thresholds.py; values by scikit-learn, intervals of shares by statsmodels. */
    @ParameterizedTest
    @MethodSource("python")
    void valuesAgreeWithScikitLearnAndSharesWithStatsmodels(List<String> row) {
        Sample sample = Arrays.stream(Sample.values())
                .filter(s -> s.label.equals(row.get(0)))
                .findFirst()
                .orElseThrow();
        double threshold = Double.parseDouble(row.get(1));
        ConfusionMatrix matrix = row.get(2).equals("above")
                ? ConfusionMatrix.above(sample.risks(), sample.happened(), threshold)
                : ConfusionMatrix.atOrAbove(sample.risks(), sample.happened(), threshold);
        String quantity = row.get(3);
        double value = Double.parseDouble(row.get(4));
        switch (quantity) {
            case "tp" -> assertThat(matrix.truePositives()).isEqualTo((long) value);
            case "fp" -> assertThat(matrix.falsePositives()).isEqualTo((long) value);
            case "fn" -> assertThat(matrix.falseNegatives()).isEqualTo((long) value);
            case "tn" -> assertThat(matrix.trueNegatives()).isEqualTo((long) value);
            default -> {
                if (OTHERS.containsKey(quantity)) {
                    Oracle.agrees(
                            Oracle.known(OTHERS.get(quantity).apply(matrix)).value(), value, 1e-9);
                } else if (row.get(5).isEmpty()) {
                    Oracle.agrees(Oracle.known(share(quantity, matrix, WILSON)).value(), value, 1e-9);
                } else {
                    Oracle.agrees(share(quantity, matrix, WILSON), value, number(row, 5), number(row, 6), 1e-9);
                    Oracle.agrees(
                            share(quantity, matrix, CLOPPER_PEARSON), value, number(row, 7), number(row, 8), 1e-9);
                }
            }
        }
    }

    private static Estimate share(String quantity, ConfusionMatrix matrix, ProportionInterval kind) {
        Share share = SHARES.get(quantity);
        return share == null ? fail("no share " + quantity) : share.of(matrix, kind, 0.95);
    }

    private static double number(List<String> row, int column) {
        return Double.parseDouble(row.get(column));
    }

    static Stream<List<String>> counts() {
        return Oracle.rows("fourcounts.csv", ";")
                .map(List::of)
                .filter(row -> SHARES.containsKey(row.get(4)) || OTHERS.containsKey(row.get(4)));
    }

    /** Oracle: src/test/oracle/thresholds.R, the formulas written a second time; the variance of phi from its closed form. */
    @ParameterizedTest
    @MethodSource("counts")
    void intervalsAgreeWithR(List<String> row) {
        ConfusionMatrix matrix = matrix(
                Long.parseLong(row.get(0)),
                Long.parseLong(row.get(1)),
                Long.parseLong(row.get(2)),
                Long.parseLong(row.get(3)));
        Estimate estimate = OTHERS.containsKey(row.get(4))
                ? OTHERS.get(row.get(4)).apply(matrix)
                : share(row.get(4), matrix, WILSON);
        Oracle.agrees(estimate, number(row, 5), number(row, 6), number(row, 7), 1e-9);
    }

    private static ConfusionMatrix matrix(long tp, long fp, long fn, long tn) {
        return new ConfusionMatrix(tp, fp, fn, tn);
    }

    /** By hand: 8 of 10 events found, 4 false alerts among 20. */
    @Test
    void valuesByHand() {
        ConfusionMatrix matrix = matrix(8, 4, 2, 16);
        assertThat(value(AtThreshold.sensitivity(matrix, WILSON, 0.95))).isEqualTo(0.8);
        assertThat(value(AtThreshold.falsePositiveRate(matrix, WILSON, 0.95))).isEqualTo(0.2);
        assertThat(value(AtThreshold.positivePredictiveValue(matrix, WILSON, 0.95)))
                .isEqualTo(8.0 / 12);
        assertThat(value(AtThreshold.numberNeededToEvaluate(matrix, WILSON, 0.95)))
                .isEqualTo(1.5);
        assertThat(value(AtThreshold.alertsPer100(matrix, WILSON, 0.95))).isEqualTo(40);
        assertThat(value(AtThreshold.f1(matrix, WILSON, 0.95))).isEqualTo(16.0 / 22);
        Oracle.agrees(value(AtThreshold.positiveLikelihoodRatio(matrix, 0.95)), 4, 1e-15);
        Oracle.agrees(value(AtThreshold.matthews(matrix, 0.95)), 120 / Math.sqrt(12.0 * 18 * 10 * 20), 1e-15);
    }

    private static double value(Estimate estimate) {
        return Oracle.known(estimate).value();
    }

    @Test
    void theNumberOfCasesIsThatOfTheShare() {
        ConfusionMatrix matrix = matrix(8, 4, 2, 16);
        assertThat(Oracle.known(AtThreshold.sensitivity(matrix, WILSON, 0.95)).n())
                .isEqualTo(10);
        assertThat(Oracle.known(AtThreshold.positivePredictiveValue(matrix, WILSON, 0.95))
                        .n())
                .isEqualTo(12);
        assertThat(Oracle.known(AtThreshold.f1(matrix, WILSON, 0.95)).n()).isEqualTo(14);
        assertThat(Oracle.known(AtThreshold.balancedAccuracy(matrix, WILSON, 0.95))
                        .n())
                .isEqualTo(30);
    }

    @Test
    void noCasesAreTooFewForEverything() {
        SHARES.forEach((name, share) -> assertThat(share.of(ConfusionMatrix.EMPTY, WILSON, 0.95))
                .as(name)
                .isEqualTo(new Estimate.TooFew(0, 10)));
        OTHERS.forEach((name, other) ->
                assertThat(other.apply(ConfusionMatrix.EMPTY)).as(name).isEqualTo(new Estimate.TooFew(0, 10)));
    }

    @Test
    void fewerThanNeededIsTooFewAndSaysHowMany() {
        ConfusionMatrix matrix = matrix(5, 4, 4, 87);
        assertThat(AtThreshold.sensitivity(matrix, WILSON, 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(AtThreshold.positivePredictiveValue(matrix, WILSON, 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(AtThreshold.matthews(matrix, 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(AtThreshold.positiveLikelihoodRatio(matrix, 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(AtThreshold.balancedAccuracy(matrix, WILSON, 0.95)).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(AtThreshold.specificity(matrix, WILSON, 0.95)).isInstanceOf(Estimate.Known.class);
    }

    @ParameterizedTest
    @CsvSource({
        "sensitivity,      0, 6, 0, 14, there is no event among the 20 cases",
        "specificity,      6, 0, 14, 0, there is no case without the event among the 20 cases",
        "ppv,              0, 0, 10, 10, there is no alert among the 20 cases",
        "npv,              10, 10, 0, 0, there is no case without an alert among the 20 cases",
        "f1,               0, 0, 0, 20, there is no alert and no event among the 20 cases",
        "balancedAccuracy, 0, 6, 0, 14, there is no event among the 20 cases",
        "mcc,              0, 6, 0, 14, none of the 20 cases had the event",
        "mcc,              6, 0, 14, 0, all of the 20 cases had the event",
        "mcc,              0, 0, 10, 10, none of the 20 cases had an alert",
        "mcc,              10, 10, 0, 0, all of the 20 cases had an alert",
        "lr+,              0, 6, 0, 14, none of the 20 cases had the event",
        "lr+,              6, 0, 4, 10, 'no case without the event had an alert: infinite, or 0 / 0'",
        "lr-,              6, 10, 4, 0, 'every case without the event had an alert: infinite, or 0 / 0'",
        "nne,              0, 10, 4, 20, none of the 10 alerts was followed by the event: infinite"
    })
    void whatDoesNotExistIsUndefinedAndSaysWhy(String quantity, long tp, long fp, long fn, long tn, String reason) {
        ConfusionMatrix matrix = matrix(tp, fp, fn, tn);
        assertThat(OTHERS.containsKey(quantity) ? OTHERS.get(quantity).apply(matrix) : share(quantity, matrix, WILSON))
                .isEqualTo(new Estimate.Undefined(reason));
    }

    /** By hand: with 10 events and 20 others and no error, 1 - q is .69150 and .83157; phi of the table of these shares. */
    @Test
    void perfectAlertsHaveAnIntervalOfMatthewsThatIsNoPoint() {
        Estimate perfect = AtThreshold.matthews(matrix(10, 0, 0, 20), 0.95);
        double sensitivity = Math.pow(0.025, 1 / 10.0);
        double specificity = Math.pow(0.025, 1 / 20.0);
        double alerts = sensitivity / 3 + 2 * (1 - specificity) / 3;
        double bound = (sensitivity + specificity - 1) * Math.sqrt(2) / 3 / Math.sqrt(alerts * (1 - alerts));
        Oracle.agrees(perfect, 1, bound, 1, 1e-12);
        Oracle.agrees(AtThreshold.matthews(matrix(0, 20, 10, 0), 0.95), -1, -1, -bound, 1e-12);
    }

    /** Whatever the four counts are, an answer is finite (its own type refuses anything else) and nothing is thrown. */
    @Test
    void everySmallTableHasAnAnswer() {
        for (int tp = 0; tp <= 12; tp += 3) {
            for (int fp = 0; fp <= 12; fp += 3) {
                for (int fn = 0; fn <= 12; fn += 3) {
                    for (int tn = 0; tn <= 12; tn += 3) {
                        ConfusionMatrix matrix = matrix(tp, fp, fn, tn);
                        SHARES.forEach((name, share) -> {
                            for (ProportionInterval kind : ProportionInterval.values()) {
                                share.of(matrix, kind, 0.95)
                                        .match(
                                                k -> assertThat(k.interval().upper())
                                                        .as(name + matrix)
                                                        .isGreaterThan(
                                                                k.interval().lower()),
                                                few -> {},
                                                undefined -> {});
                            }
                        });
                        OTHERS.forEach((name, other) -> other.apply(matrix)
                                .match(
                                        k -> assertThat(k.interval().upper())
                                                .as(name + matrix)
                                                .isGreaterThan(k.interval().lower()),
                                        few -> {},
                                        undefined -> {}));
                    }
                }
            }
        }
    }

    @Test
    void exchangingTheClassesExchangesWhatIsSaidOfThem() {
        ConfusionMatrix there = matrix(11, 797, 13, 4181);
        ConfusionMatrix back = matrix(4181, 13, 797, 11);
        assertThat(AtThreshold.specificity(there, WILSON, 0.95)).isEqualTo(AtThreshold.sensitivity(back, WILSON, 0.95));
        assertThat(AtThreshold.negativePredictiveValue(there, CLOPPER_PEARSON, 0.95))
                .isEqualTo(AtThreshold.positivePredictiveValue(back, CLOPPER_PEARSON, 0.95));
        Oracle.agrees(value(AtThreshold.matthews(there, 0.95)), value(AtThreshold.matthews(back, 0.95)), 1e-12);
        Oracle.agrees(
                value(AtThreshold.positiveLikelihoodRatio(there, 0.95)),
                1 / value(AtThreshold.negativeLikelihoodRatio(back, 0.95)),
                1e-12);
    }

    @Test
    void levelOutsideItsRangeIsRefusedEvenWithoutCases() {
        for (double bad : new double[] {0, 1, Double.NaN}) {
            SHARES.forEach((name, share) -> assertThatThrownBy(() -> share.of(ConfusionMatrix.EMPTY, WILSON, bad))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("level"));
            assertThatThrownBy(() -> AtThreshold.matthews(ConfusionMatrix.EMPTY, bad))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> AtThreshold.negativeLikelihoodRatio(ConfusionMatrix.EMPTY, bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
