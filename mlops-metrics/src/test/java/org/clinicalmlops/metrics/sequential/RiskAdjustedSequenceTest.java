package org.clinicalmlops.metrics.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiskAdjustedSequenceTest {
    /** By hand: -ln(1 + p), and ln 2 more with the event, as in the risk-adjusted CUSUM. */
    @ParameterizedTest
    @CsvSource({
        "0.02, false, -0.0198026273",
        "0.05, false, -0.0487901642",
        "0.10, true,   0.5978370008",
        "0.20, false, -0.1823215568",
        "0.30, true,   0.4307829161",
        "0.50, true,   0.2876820725"
    })
    void withoutToleranceTheWeightIsThatOfTheRiskAdjustedCusum(double risk, boolean event, double expected) {
        assertThat(RiskAdjustedSequence.weight(risk, event, 1, 2)).isCloseTo(expected, within(5e-11));
    }

    /** By hand at p = .1: (1 - p + R p) is 1.1 and (1 - p + R0 p) is 1.025; for the better .95 and .98. */
    @Test
    void withToleranceItIsTheRatioToTheToleratedOdds() {
        assertThat(RiskAdjustedSequence.weight(0.1, false, 1.25, 2)).isCloseTo(-Math.log(1.1 / 1.025), within(1e-15));
        assertThat(RiskAdjustedSequence.weight(0.1, true, 1.25, 2))
                .isCloseTo(Math.log(1.6) - Math.log(1.1 / 1.025), within(1e-15));
        assertThat(RiskAdjustedSequence.weight(0.1, false, 0.8, 0.5)).isCloseTo(-Math.log(0.95 / 0.98), within(1e-15));
        assertThat(RiskAdjustedSequence.weight(0.1, true, 0.8, 0.5))
                .isCloseTo(Math.log(0.625) - Math.log(0.95 / 0.98), within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.01, 0.1, 0.5, 0.9, 1})
    void theExpectedFactorIsOneAtTheToleranceAndBelowItNearerToOne(double risk) {
        for (double tolerated : new double[] {1, 1.25, 2}) {
            assertThat(expectedFactor(risk, tolerated, tolerated, 3)).isCloseTo(1, within(1e-12));
            assertThat(expectedFactor(risk, 1 / tolerated, 1 / tolerated, 1.0 / 3))
                    .isCloseTo(1, within(1e-12));
            for (double odds : new double[] {0.2, 0.9, 1}) {
                assertThat(expectedFactor(risk, odds, tolerated, 3)).isLessThanOrEqualTo(1 + 1e-12);
                assertThat(expectedFactor(risk, 1 / odds, 1 / tolerated, 1.0 / 3))
                        .isLessThanOrEqualTo(1 + 1e-12);
            }
        }
        if (risk > 0 && risk < 1) {
            assertThat(expectedFactor(risk, 3, 1.25, 3)).isGreaterThan(1);
        }
    }

    private static double expectedFactor(double risk, double trueOdds, double tolerated, double harmful) {
        double truth = trueOdds * risk / (1 - risk + trueOdds * risk);
        return truth * Math.exp(RiskAdjustedSequence.weight(risk, true, tolerated, harmful))
                + (1 - truth) * Math.exp(RiskAdjustedSequence.weight(risk, false, tolerated, harmful));
    }

    @Test
    void aStepAddsTheBudgetAndMultiplies() {
        assertThat(RiskAdjustedSequence.next(0, 0.01, Math.log(2))).isCloseTo(0.02, within(1e-16));
        assertThat(RiskAdjustedSequence.next(0.5, 0, Math.log(0.5))).isCloseTo(0.25, within(1e-16));
    }

    @Test
    void badArgumentsAreNamed() {
        for (double bad : new double[] {Double.NaN, -0.01, 1.01}) {
            assertThatThrownBy(() -> RiskAdjustedSequence.weight(bad, true, 1.25, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("risk must be in [0, 1], was " + bad);
        }
        double[][] wrong = {
            {1.25, 1.25},
            {1.25, 1},
            {1.25, 0.5},
            {0.8, 2},
            {0.8, 0},
            {2, Double.POSITIVE_INFINITY},
            {Double.NaN, 2},
            {1, Double.NaN}
        };
        for (double[] pair : wrong) {
            assertThatThrownBy(() -> RiskAdjustedSequence.weight(0.1, true, pair[0], pair[1]))
                    .as(Arrays.toString(pair))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("harmfulOddsRatio");
        }
        assertThatThrownBy(() -> RiskAdjustedSequence.next(-1, 0, 0)).hasMessageContaining("m must be");
        assertThatThrownBy(() -> RiskAdjustedSequence.next(Double.NaN, 0, 0)).hasMessageContaining("m must be");
        assertThatThrownBy(() -> RiskAdjustedSequence.next(0, Double.NaN, 0)).hasMessageContaining("budgetShare");
        assertThatThrownBy(() -> RiskAdjustedSequence.next(0, 0, Double.NaN)).hasMessageContaining("logWeight");
    }

    /**
     * 3,000 years at the edge of the tolerance, with a budget of one false alarm a year: there are fewer, and not so few that the
     * budget is wasted. The standard deviation of a year is about 1, so that of the mean about .02.
     */
    @ParameterizedTest(name = "{0} cases a week, true odds ratio {1}")
    @CsvSource({"20, 1.25, 1.25, 2", "80, 1.25, 1.25, 2", "300, 1.25, 1.25, 2", "80, 0.8, 0.8, 0.5", "80, 1, 1, 2"})
    void falseAlarmsAYearStayWithinTheBudget(int aWeek, double trueOdds, double tolerated, double harmful) {
        int years = 3000;
        int aYear = aWeek * 52;
        SplittableRandom random = new SplittableRandom(aWeek);
        double m = 0;
        int alarms = 0;
        for (long i = 0; i < (long) years * aYear; i++) {
            m = step(random, m, 1.0 / aYear, trueOdds, tolerated, harmful);
            if (m >= 1) {
                alarms++;
                m = 0;
            }
        }
        assertThat((double) alarms / years).isBetween(0.4, 1.0);
    }

    /** Half of 1,001 wards with 80 cases a week at a risk of about .1 know after so many weeks; odds ratios 1.5, 2 and 3. */
    @ParameterizedTest(name = "odds ratio {0}")
    @CsvSource({"1.5, 7, 11.5", "2, 2.4, 3.8", "3, 1, 1.8"})
    void harmIsFoundWithinWeeks(double trueOdds, double from, double to) {
        double[] weeks = new double[1001];
        for (int ward = 0; ward < weeks.length; ward++) {
            SplittableRandom random = new SplittableRandom(ward);
            double m = 0;
            int cases = 0;
            while (m < 1) {
                m = step(random, m, 1.0 / (80 * 52), trueOdds, 1.25, 2);
                cases++;
            }
            weeks[ward] = cases / 80.0;
        }
        Arrays.sort(weeks);
        assertThat(weeks[500]).isBetween(from, to);
    }

    private static double step(
            SplittableRandom random, double m, double share, double trueOdds, double tolerated, double harmful) {
        double u = random.nextDouble();
        double risk = 0.3 * u * u; // mean .1
        double truth = trueOdds * risk / (1 - risk + trueOdds * risk);
        double weight = RiskAdjustedSequence.weight(risk, random.nextDouble() < truth, tolerated, harmful);
        return RiskAdjustedSequence.next(m, share, weight);
    }
}
