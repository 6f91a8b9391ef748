package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.monitor.Finding.Remedy;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.junit.jupiter.api.Test;

class RemediesTest {
    private static final Estimate BEFORE = new Estimate.Known(0.78, new Interval(0.75, 0.81, 0.95), 900);

    /** Risks with log odds of mean -1.5 and standard deviation 1.2, whose AUROC is .78 if they are right. */
    private static Optional<Remedy> of(long seed, int n, DoubleUnaryOperator truth) {
        SplittableRandom random = new SplittableRandom(seed);
        Halves halves = new Halves();
        for (int i = 0; i < n; i++) {
            double risk = LogOdds.sigmoid(-1.5 + 1.2 * random.nextGaussian());
            halves.add(risk, random.nextDouble() < truth.applyAsDouble(risk));
        }
        return Remedies.of(halves, BEFORE, 0.05).remedy();
    }

    /** How often each is asked for in 100 samples. */
    private static Map<Remedy, Integer> counted(int n, DoubleUnaryOperator truth) {
        Map<Remedy, Integer> counts = new EnumMap<>(Remedy.class);
        for (int seed = 0; seed < 100; seed++) {
            of(seed, n, truth).ifPresent(remedy -> counts.merge(remedy, 1, Integer::sum));
        }
        return counts;
    }

    private static double odds(double risk, double shift, double slope) {
        return LogOdds.sigmoid(shift + slope * LogOdds.logit(risk));
    }

    @Test
    void aShiftOrASpreadOfTheRisksIsMendedByARecalibration() {
        assertThat(counted(300, p -> odds(p, 0.9, 1)).get(Remedy.RECALIBRATE)).isGreaterThan(85);
        assertThat(counted(300, p -> odds(p, -0.7, 0.8)).get(Remedy.RECALIBRATE))
                .isGreaterThan(75);
    }

    @Test
    void aLostRankingAsksForANewModel() {
        assertThat(counted(300, p -> 0.25).getOrDefault(Remedy.RECALIBRATE, 0)).isLessThan(5);
        assertThat(counted(300, p -> odds(p, 0, 0.3)).getOrDefault(Remedy.RECALIBRATE, 0))
                .isLessThan(40);
        assertThat(counted(1000, p -> odds(p, 0, 0.3)).getOrDefault(Remedy.RECALIBRATE, 0))
                .isLessThan(5);
    }

    /** Where a part of the range is off, no line through the log odds mends it. */
    @Test
    void aBentCurveAsksForANewModel() {
        assertThat(counted(4000, p -> Math.abs(LogOdds.logit(p) + 1.5) < 0.8 ? 0.5 : p)
                        .getOrDefault(Remedy.RECALIBRATE, 0))
                .isLessThan(10);
    }

    @Test
    void aModelThatIsWorseThanNoneIsStopped() {
        assertThat(counted(400, p -> odds(p, -3, -1)).get(Remedy.STOP)).isGreaterThan(95);
        assertThat(counted(400, p -> odds(p, 2.5, 1)).get(Remedy.STOP)).isGreaterThan(95);
        assertThat(counted(400, p -> p).getOrDefault(Remedy.STOP, 0)).isZero();
    }

    @Test
    void fewCasesAskForNothing() {
        assertThat(of(1, 30, p -> odds(p, 0.7, 1))).isEmpty();
        assertThat(Remedies.of(new Halves(), BEFORE, 0.05).words()).contains("too few cases");
        Halves none = new Halves();
        for (int i = 0; i < 500; i++) {
            none.add(0.2, false);
        }
        assertThat(Remedies.of(none, BEFORE, 0.05).remedy()).isEmpty();
    }

    @Test
    void withoutAnEvaluationTheRankingNeedsOnlyToBeThere() {
        SplittableRandom random = new SplittableRandom(5);
        Halves halves = new Halves();
        for (int i = 0; i < 500; i++) {
            double risk = LogOdds.sigmoid(-1.5 + 1.2 * random.nextGaussian());
            halves.add(risk, random.nextDouble() < odds(risk, 0.8, 1));
        }
        assertThat(Remedies.of(halves, new Estimate.TooFew(3, 10), 0.05).remedy())
                .contains(Remedy.RECALIBRATE);
    }
}
