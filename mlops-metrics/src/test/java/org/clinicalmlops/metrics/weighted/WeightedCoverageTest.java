package org.clinicalmlops.metrics.weighted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Coverage of 95 % intervals by simulation, from fixed seeds: cases are drawn from a population with a probability that depends on
 * risk and outcome, and weighted by one over it. In the population log odds are .3 + .7 times the predicted ones, which are normal
 * about -1.5 with standard deviation 1.5.
 */
class WeightedCoverageTest {
    /** How probable it is that a case is drawn, by its place z in the population. */
    private enum Sampling {
        /** Most events, and some others. */
        CASE_CONTROL {
            @Override
            double probability(double z, boolean event) {
                return event ? 0.8 : 0.05 + 0.3 * predicted(z);
            }
        },
        /** Hardly any of those at low risk: weights from 1 to 50, a quarter of the cases are effective. */
        UNEQUAL {
            @Override
            double probability(double z, boolean event) {
                return Math.max(0.02, LogOdds.sigmoid(1.5 * z + (event ? 0 : -2)));
            }
        };

        abstract double probability(double z, boolean event);
    }

    private static double predicted(double z) {
        return LogOdds.sigmoid(-1.5 + 1.5 * z);
    }

    private static double actual(double z) {
        return LogOdds.sigmoid(0.3 + 0.7 * (-1.5 + 1.5 * z));
    }

    /** Four standard errors of 2,000 samples at .95 are .019. */
    @ParameterizedTest(name = "{0}, {1} cases")
    @CsvSource({"CASE_CONTROL, 1000, 0.93", "UNEQUAL, 1000, 0.93", "UNEQUAL, 400, 0.92"})
    void intervalsCoverWhatThePopulationHas(Sampling sampling, int n, double least) {
        coverage(2_000, sampling, n, true)
                .forEach((number, share) -> assertThat(share).as(number.name()).isBetween(least, 0.975));
    }

    /** The same cases tell of another population: this simulation would see it. */
    @Test
    void withoutWeightsTheyWouldNot() {
        Map<Weighted, Double> coverage = coverage(200, Sampling.CASE_CONTROL, 1_000, false);
        coverage.remove(Weighted.SENSITIVITY); // all events are drawn with one probability
        coverage.forEach((number, share) -> assertThat(share).as(number.name()).isLessThan(0.1));
    }

    private static Map<Weighted, Double> coverage(int samples, Sampling sampling, int n, boolean weighted) {
        Map<Weighted, Double> truths = truths();
        Map<Weighted, Double> coverage = new EnumMap<>(Weighted.class);
        for (int seed = 0; seed < samples; seed++) {
            WeightedCases cases = draw(new SplittableRandom(seed), sampling, n, weighted);
            truths.forEach((number, truth) -> coverage.merge(
                    number,
                    Oracle.known(number.of(cases)).interval().contains(truth) ? 1.0 / samples : 0,
                    Double::sum));
        }
        assertThat(coverage).hasSize(Weighted.values().length);
        return coverage;
    }

    private static WeightedCases draw(SplittableRandom random, Sampling sampling, int n, boolean weighted) {
        double[] risks = new double[n];
        boolean[] happened = new boolean[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; ) {
            double z = random.nextGaussian();
            boolean event = random.nextDouble() < actual(z);
            double probability = sampling.probability(z, event);
            if (random.nextDouble() < probability) {
                risks[i] = predicted(z);
                happened[i] = event;
                weights[i++] = weighted ? 1 / probability : 1;
            }
        }
        return WeightedCases.of(risks, happened, weights);
    }

    /** Integrals over the population, by the trapezoid rule from -8 to 8 standard deviations. */
    private static Map<Weighted, Double> truths() {
        int n = 16_001;
        double[] z = Sample.doubles(n, k -> (k - 8_000) / 1_000.0);
        double[] mass = Sample.doubles(n, k -> Math.exp(-z[k] * z[k] / 2) / Math.sqrt(2 * Math.PI) / 1_000);
        double events = 0;
        double expected = 0;
        double brier = 0;
        double logLoss = 0;
        double truePositives = 0;
        double positives = 0;
        double trueNegatives = 0;
        double othersBelow = 0;
        double auroc = 0;
        for (int k = 0; k < n; k++) {
            double p = predicted(z[k]);
            double e = mass[k] * actual(z[k]);
            double o = mass[k] - e;
            events += e;
            expected += mass[k] * p;
            brier += e * (1 - p) * (1 - p) + o * p * p;
            logLoss -= e * Math.log(p) + o * Math.log1p(-p);
            auroc += e * (othersBelow + o / 2);
            othersBelow += o;
            double alert = p > 0.5 ? 1 : p == 0.5 ? 0.5 : 0;
            truePositives += e * alert;
            positives += mass[k] * alert;
            trueNegatives += o * (1 - alert);
        }
        double averagePrecision = 0;
        double eventsAbove = 0;
        double above = 0;
        for (int k = n - 1; k >= 0; k--) {
            double e = mass[k] * actual(z[k]);
            averagePrecision += e * (eventsAbove + e / 2) / (above + mass[k] / 2);
            eventsAbove += e;
            above += mass[k];
        }
        double low = -5;
        double high = 5;
        while (high - low > 1e-10) {
            double middle = (low + high) / 2;
            double more = events;
            for (int k = 0; k < n; k++) {
                more -= mass[k] * LogOdds.sigmoid(middle + LogOdds.logit(predicted(z[k])));
            }
            low = more > 0 ? middle : low;
            high = more > 0 ? high : middle;
        }
        Map<Weighted, Double> truths = new EnumMap<>(Weighted.class);
        truths.put(Weighted.AUROC, auroc / events / (1 - events));
        truths.put(Weighted.AVERAGE_PRECISION, averagePrecision / events);
        truths.put(Weighted.BRIER, brier);
        truths.put(Weighted.LOG_LOSS, logLoss);
        truths.put(Weighted.OBSERVED_OVER_EXPECTED, events / expected);
        truths.put(Weighted.INTERCEPT, low);
        truths.put(Weighted.SLOPE, 0.7);
        truths.put(Weighted.SENSITIVITY, truePositives / events);
        truths.put(Weighted.SPECIFICITY, trueNegatives / (1 - events));
        truths.put(Weighted.PPV, truePositives / positives);
        truths.put(Weighted.NPV, trueNegatives / (1 - positives));
        return truths;
    }
}
