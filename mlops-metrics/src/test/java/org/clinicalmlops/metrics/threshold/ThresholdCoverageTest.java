package org.clinicalmlops.metrics.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.metrics.threshold.ProportionInterval.CLOPPER_PEARSON;
import static org.clinicalmlops.metrics.threshold.ProportionInterval.WILSON;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.fairness.Fairness;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Coverage of 95 % intervals by adding up the probabilities of all tables, for m events and m others, sensitivities and
 * specificities of 0.5, 0.6 .. 0.9 and 0.95 each. Tables without an answer count neither way.
 * The bounds are those of the Javadoc of AtThreshold; the exact kind must keep its level everywhere.
 */
class ThresholdCoverageTest {
    private static final double[] SHARES = {0.5, 0.6, 0.7, 0.8, 0.9, 0.95};

    private record Quantity(String name, Of of, Truth truth, double mean, double least) {
        interface Of {
            Estimate of(ConfusionMatrix matrix);
        }

        interface Truth {
            double of(double sensitivity, double specificity);
        }
    }

    private static List<Quantity> quantities(int m) {
        List<Quantity> all = new ArrayList<>();
        all.add(new Quantity(
                "balanced accuracy",
                t -> AtThreshold.balancedAccuracy(t, WILSON, 0.95),
                (a, b) -> (a + b) / 2,
                0.945,
                0.92));
        if (m == 30) { // 20,000 quantiles of the beta distribution at 100 tell no more
            all.add(new Quantity(
                    "balanced accuracy, exact",
                    t -> AtThreshold.balancedAccuracy(t, CLOPPER_PEARSON, 0.95),
                    (a, b) -> (a + b) / 2,
                    0.96,
                    0.95));
        }
        all.add(new Quantity(
                "LR+", t -> AtThreshold.positiveLikelihoodRatio(t, 0.95), (a, b) -> a / (1 - b), 0.945, 0.92));
        all.add(new Quantity(
                "LR-", t -> AtThreshold.negativeLikelihoodRatio(t, 0.95), (a, b) -> (1 - a) / b, 0.945, 0.92));
        all.add(new Quantity(
                "MCC",
                t -> AtThreshold.matthews(t, 0.95),
                (a, b) -> (a + b - 1) / Math.sqrt((a + 1 - b) * (b + 1 - a)),
                0.945,
                0.92));
        all.add(new Quantity(
                "difference",
                t -> Fairness.difference(
                        AtThreshold.sensitivity(t, WILSON, 0.95), AtThreshold.specificity(t, WILSON, 0.95)),
                (a, b) -> a - b,
                0.945,
                0.92));
        all.add(new Quantity(
                "ratio",
                t -> Fairness.ratio(AtThreshold.sensitivity(t, WILSON, 0.95), AtThreshold.specificity(t, WILSON, 0.95)),
                (a, b) -> a / b,
                0.945,
                0.92));
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 100})
    void coverageIsAsDocumented(int m) {
        for (Quantity quantity : quantities(m)) {
            Estimate[] answers = new Estimate[(m + 1) * (m + 1)];
            for (int tp = 0; tp <= m; tp++) {
                for (int tn = 0; tn <= m; tn++) {
                    answers[tp * (m + 1) + tn] = quantity.of.of(new ConfusionMatrix(tp, m - tn, m - tp, tn));
                }
            }
            double sum = 0;
            double least = 1;
            for (double a : SHARES) {
                for (double b : SHARES) {
                    double covered = coverage(answers, m, a, b, quantity.truth.of(a, b));
                    sum += covered;
                    least = Math.min(least, covered);
                }
            }
            assertThat(sum / 36).as(quantity.name).isGreaterThanOrEqualTo(quantity.mean);
            assertThat(least).as(quantity.name).isGreaterThanOrEqualTo(quantity.least);
        }
    }

    private static double coverage(Estimate[] answers, int m, double a, double b, double truth) {
        double[] ofA = Binomial.probabilities(m, a);
        double[] ofB = Binomial.probabilities(m, b);
        double covered = 0;
        double known = 0;
        for (int tp = 0; tp <= m; tp++) {
            for (int tn = 0; tn <= m; tn++) {
                if (answers[tp * (m + 1) + tn] instanceof Estimate.Known k) {
                    known += ofA[tp] * ofB[tn];
                    covered += k.interval().contains(truth) ? ofA[tp] * ofB[tn] : 0;
                }
            }
        }
        return covered / known;
    }

    /** F1 of n cases of whom tp are true positives and err are errors, in shares: given tp + err, true positives are binomial. */
    @ParameterizedTest
    @ValueSource(ints = {60, 120})
    void f1CoversGivenTheCasesWithAnAlertOrAnEvent(int n) {
        double wilson = f1(n, WILSON, 0.93);
        assertThat(wilson).isGreaterThanOrEqualTo(0.945);
        assertThat(f1(n, CLOPPER_PEARSON, 0.95)).isGreaterThan(wilson);
    }

    /** Mean coverage; none must be below {@code least}. */
    private static double f1(int n, ProportionInterval kind, double least) {
        Estimate[][] answers = new Estimate[n + 1][];
        for (int m = AtThreshold.NEEDED; m <= n; m++) {
            answers[m] = new Estimate[m + 1];
            for (int x = 0; x <= m; x++) {
                answers[m][x] = AtThreshold.f1(new ConfusionMatrix(x, m - x, 0, n - m), kind, 0.95);
            }
        }
        double sum = 0;
        for (double tp : new double[] {0.1, 0.2, 0.4}) {
            for (double err : new double[] {0.05, 0.1, 0.3}) {
                double[] counted = Binomial.probabilities(n, tp + err);
                double covered = 0;
                double known = 0;
                for (int m = AtThreshold.NEEDED; m <= n; m++) {
                    double[] hits = Binomial.probabilities(m, tp / (tp + err));
                    known += counted[m];
                    for (int x = 0; x <= m; x++) {
                        boolean holds = Oracle.known(answers[m][x]).interval().contains(2 * tp / (2 * tp + err));
                        covered += holds ? counted[m] * hits[x] : 0;
                    }
                }
                assertThat(covered / known).as("%s, %s", tp, err).isGreaterThanOrEqualTo(least);
                sum += covered / known;
            }
        }
        return sum / 9;
    }
}
