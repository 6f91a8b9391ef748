package org.clinicalmlops.metrics.overall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;

class LikelihoodTest {
    private static final boolean[] HALF = Sample.flags(40, k -> k % 2 == 0);

    /** By hand: 40 cases at one half lose ln 2 each; the interval rests on 40 draws that agree. */
    @Test
    void logLossOfOneHalfIsLnTwo() {
        double q = -Math.expm1(Math.log(0.025) / 40);
        double worst = -Math.log(1e-6);
        Oracle.agrees(
                Likelihood.logLoss(Sample.doubles(40, k -> 0.5), HALF, 0.95),
                Math.log(2),
                Math.log(2) * (1 - q),
                Math.log(2) + q * (worst - Math.log(2)),
                1e-12);
    }

    @Test
    void anEventAtRiskZeroCostsWhatTheClipSays() {
        double[] risks = Sample.doubles(10, k -> k == 0 ? 0 : 1);
        Estimate.Known known = Oracle.known(Likelihood.logLoss(risks, Sample.flags(10, k -> true), 0.95));
        assertThat(known.value()).isCloseTo((-Math.log(1e-6) - 9 * Math.log1p(-1e-6)) / 10, within(1e-12));
    }

    @Test
    void theSameModelDiffersByZeroAndABetterOneIsBelow() {
        double[] risks = Sample.FORMULA200.risks();
        boolean[] happened = Sample.FORMULA200.happened();
        Oracle.agrees(Likelihood.logLossDifference(risks, risks.clone(), happened, 0.95), 0, 0, 0, 1e-15);
        Estimate.Known known = Oracle.known(
                Likelihood.logLossDifference(risks, Sample.FORMULA200.risksOfSecondModel(), happened, 0.95));
        double gap = Oracle.known(Likelihood.logLoss(risks, happened, 0.95)).value()
                - Oracle.known(Likelihood.logLoss(Sample.FORMULA200.risksOfSecondModel(), happened, 0.95))
                        .value();
        assertThat(known.value()).isCloseTo(gap, within(1e-12));
        assertThat(Likelihood.logLossDifference(new double[9], new double[9], new boolean[9], 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
    }

    @Test
    void theOverallShareExplainsNothing() {
        double[] share = Sample.doubles(40, k -> 0.5);
        Oracle.agrees(Likelihood.nagelkerke(share, HALF, 0.95), 0, 0, 0, 1e-9);
        Oracle.agrees(Likelihood.coxSnell(share, HALF, 0.95), 0, 0, 0, 1e-9);
        assertThat(Oracle.known(Brier.scaled(share, HALF, 0.95)).value()).isCloseTo(0, within(1e-15));
    }

    @Test
    void perfectRisksExplainEverything() {
        double[] perfect = Sample.doubles(40, k -> k % 2 == 0 ? 1 : 0);
        assertThat(Oracle.known(Likelihood.nagelkerke(perfect, HALF, 0.95)).value())
                .isCloseTo(1, within(1e-5));
        assertThat(Oracle.known(Likelihood.coxSnell(perfect, HALF, 0.95)).value())
                .isCloseTo(0.75, within(1e-5));
        assertThat(Oracle.known(Brier.scaled(perfect, HALF, 0.95)).value()).isEqualTo(1);
    }

    @Test
    void oneClassHasNothingToExplainAndNineAreTooFew() {
        assertThat(Likelihood.nagelkerke(new double[40], new boolean[40], 0.95))
                .isEqualTo(new Estimate.Undefined("none of the 40 cases had the event"));
        assertThat(Likelihood.coxSnell(new double[40], Sample.flags(40, k -> k < 9), 0.95))
                .isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(Brier.scaled(new double[40], new boolean[40], 0.95)).isInstanceOf(Estimate.Undefined.class);
        assertThatThrownBy(() -> Likelihood.logLoss(new double[] {1.1}, new boolean[1], 0.95))
                .hasMessageContaining("risks[0]");
    }

    /** 1,000 samples of 400 from a calibrated law; truths by a sample of 1,000,000. */
    @Test
    void intervalsByTheDeltaMethodCover() {
        double[] truth = truths();
        int scaled = 0;
        int nagelkerke = 0;
        int loss = 0;
        for (int seed = 0; seed < 1000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] risks = Sample.doubles(400, k -> LogOdds.sigmoid(random.nextGaussian() * 1.5 - 1));
            boolean[] happened = Sample.flags(400, k -> random.nextDouble() < risks[k]);
            scaled += covers(Brier.scaled(risks, happened, 0.95), truth[0]);
            nagelkerke += covers(Likelihood.nagelkerke(risks, happened, 0.95), truth[1]);
            loss += covers(Likelihood.logLoss(risks, happened, 0.95), truth[2]);
        }
        assertThat(scaled).isBetween(925, 975);
        assertThat(nagelkerke).isBetween(925, 975);
        assertThat(loss).isBetween(925, 975);
    }

    private static double[] truths() {
        SplittableRandom random = new SplittableRandom(99);
        int n = 1_000_000;
        double share = 0;
        double brier = 0;
        double loss = 0;
        for (int k = 0; k < n; k++) {
            double p = LogOdds.sigmoid(random.nextGaussian() * 1.5 - 1);
            share += p / n;
            brier += p * (1 - p) / n;
            loss -= (p * Math.log(p) + (1 - p) * Math.log1p(-p)) / n;
        }
        double l0 = share * Math.log(share) + (1 - share) * Math.log1p(-share);
        return new double[] {1 - brier / (share * (1 - share)), -Math.expm1(2 * (l0 + loss)) / -Math.expm1(2 * l0), loss
        };
    }

    private static int covers(Estimate estimate, double truth) {
        return Oracle.known(estimate).interval().contains(truth) ? 1 : 0;
    }
}
