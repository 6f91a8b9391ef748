package org.clinicalmlops.metrics.discrimination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small part of what src/test/oracle/DiscriminationCoverage.java simulates; standard error of a share below 0.006. */
class DiscriminationCoverageTest {
    private static double coverage(int samples, double truth, LongFunction<Estimate> of) {
        int covers = 0;
        for (int seed = 0; seed < samples; seed++) {
            covers += Oracle.known(of.apply(seed)).interval().contains(truth) ? 1 : 0;
        }
        return (double) covers / samples;
    }

    @ParameterizedTest(name = "{0} events, {1} others, AUROC {2}, spread of events {3}")
    @CsvSource({
        "30, 30, 0.6, 1, 0.9",
        "30, 30, 0.95, 1.5, 0.9",
        "100, 100, 0.75, 1, 0.93",
        "100, 100, 0.95, 1.5, 0.93",
        "500, 500, 0.75, 1, 0.93",
        "500, 500, 0.95, 1.5, 0.93"
    })
    void delongOnTheLogitScale(int events, int others, double truth, double spread, double least) {
        double shift =
                new NormalDistribution(null, 0, 1).inverseCumulativeProbability(truth) * Math.sqrt(1 + spread * spread);
        boolean[] happened = Sample.flags(events + others, k -> k < events);
        double coverage = coverage(4000, truth, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            double[] risks = Sample.doubles(
                    events + others,
                    k -> LogOdds.sigmoid(random.nextGaussian() * (k < events ? spread : 1) + (k < events ? shift : 0)));
            return Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95);
        });
        assertThat(coverage).isBetween(least, 0.97);
    }

    /** True values: the integral of the precision over the sensitivity. */
    @ParameterizedTest(name = "n {0}, share of events {1}, shift {2}, average precision {3}")
    @CsvSource({"200, 0.5, 1, 0.7530", "1000, 0.1, 2.3, 0.7597"})
    void averagePrecision(int n, double share, double shift, double truth) {
        double coverage = coverage(2000, truth, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            boolean[] happened = Sample.flags(n, k -> random.nextDouble() < share);
            double[] risks = Sample.doubles(n, k -> LogOdds.sigmoid(random.nextGaussian() + (happened[k] ? shift : 0)));
            return PrecisionRecall.average(risks, happened, 0.95);
        });
        assertThat(coverage).isBetween(0.925, 0.97);
    }

    /** Exponential times, log hazard ratio 1, half of all censored at random; true values from 5,000,000 cases without censoring. */
    @ParameterizedTest(name = "n {0}")
    @CsvSource({"200", "1000"})
    void concordanceAndAurocAtAHorizonUnderCensoring(int n) {
        double uno = coverage(1500, 0.7311, seed -> {
            Followed f = new Followed(seed, n);
            return Concordance.uno(f.scores, f.times, f.happened, 1, AurocScale.LOGIT, 0.95);
        });
        double at = coverage(1500, 0.8237, seed -> {
            Followed f = new Followed(seed, n);
            return TimeDependentAuroc.at(1, f.scores, f.times, f.happened, AurocScale.LOGIT, 0.95);
        });
        assertThat(uno).isBetween(0.93, 0.97);
        assertThat(at).isBetween(0.93, 0.97);
    }

    private static final class Followed {
        final double[] scores;
        final double[] times;
        final boolean[] happened;

        Followed(long seed, int n) {
            SplittableRandom random = new SplittableRandom(seed);
            scores = new double[n];
            times = new double[n];
            happened = new boolean[n];
            for (int i = 0; i < n; i++) {
                scores[i] = random.nextGaussian();
                double event = -Math.log1p(-random.nextDouble()) / Math.exp(scores[i]);
                double end = -Math.log1p(-random.nextDouble());
                times[i] = Math.min(event, end);
                happened[i] = event <= end;
            }
        }
    }
}
