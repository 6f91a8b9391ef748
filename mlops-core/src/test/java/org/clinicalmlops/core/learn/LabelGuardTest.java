package org.clinicalmlops.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.distribution.FisherExact;
import org.junit.jupiter.api.Test;

class LabelGuardTest {
    private static final LabelGuard GUARD =
            LabelGuard.alpha(0.01).toleratingOddsRatio(1.5).andSlope(0.5);

    /** What is done to the outcomes of the source "c". */
    private interface Attack {
        boolean label(boolean happened, SplittableRandom random);
    }

    private static LabelledRows rows(int n, long seed, Attack attack) {
        SplittableRandom random = new SplittableRandom(seed);
        String[] from = new String[n];
        double[] risks = new double[n];
        boolean[] happened = new boolean[n];
        for (int i = 0; i < n; i++) {
            from[i] = "abcd".substring(i % 4, i % 4 + 1);
            risks[i] = LogOdds.sigmoid(4 * random.nextDouble() - 3);
            happened[i] = random.nextDouble() < risks[i];
            if (from[i].equals("c")) {
                happened[i] = attack.label(happened[i], random);
            }
        }
        return LabelledRows.of(from, risks, happened);
    }

    private static String where(GuardAnswer answer) {
        return answer.fold(p -> "passed", GuardAnswer.Failed::where, i -> "insufficient: " + i.where());
    }

    @Test
    void honestSourcesPass() {
        int alarms = 0;
        for (int s = 0; s < 300; s++) {
            LabelledRows rows = rows(1200, s, (h, r) -> h);
            assertThat(rows.size()).isEqualTo(1200);
            alarms += where(GUARD.eventRates(rows)).equals("passed") ? 0 : 1;
            alarms += where(GUARD.flips(rows)).equals("passed") ? 0 : 1;
        }
        assertThat(alarms).isLessThanOrEqualTo(12); // 0.01 of 600 and a little more than two standard errors
    }

    @Test
    void addedEventsAreFoundByTheirRate() {
        for (int s = 0; s < 20; s++) {
            LabelledRows rows = rows(1200, s, (h, r) -> h || r.nextDouble() < 0.3);
            assertThat(where(GUARD.eventRates(rows))).isEqualTo("c");
        }
    }

    /** Flips that keep the share of events: the rate sees nothing. */
    @Test
    void flipsAreFoundByTheSlope() {
        int found = 0;
        for (int s = 0; s < 20; s++) {
            LabelledRows rows = rows(2000, s, (h, r) -> r.nextDouble() < 0.8 ? r.nextDouble() < 0.3 : h);
            found += where(GUARD.flips(rows)).equals("c") ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(18);
        assertThat(where(GUARD.flips(rows(1200, 1, (h, r) -> !h)))).isEqualTo("c");
    }

    /** Four sources of 60 rows; p by FisherExact, which has its own oracle. */
    @Test
    void theValueIsTheCorrectedPValue() {
        String[] from = new String[240];
        boolean[] happened = new boolean[240];
        for (int i = 0; i < 240; i++) {
            from[i] = "abcd".substring(i % 4, i % 4 + 1);
            happened[i] = i % 4 == 2 ? i < 160 : i < 60;
        }
        GuardAnswer.Failed failed =
                (GuardAnswer.Failed) GUARD.eventRates(LabelledRows.of(from, new double[240], happened));
        assertThat(failed.where()).isEqualTo("c");
        assertThat(failed.value()).isCloseTo(4 * FisherExact.pValue(40, 60, 45, 180), within(1e-15));
        assertThat(failed.limit()).isEqualTo(0.01);
        LabelGuard tolerant = LabelGuard.alpha(0.01).toleratingOddsRatio(7).andSlope(0.5);
        assertThat(where(tolerant.eventRates(LabelledRows.of(from, new double[240], happened))))
                .isEqualTo("passed");
    }

    @Test
    void fewRowsSayNothing() {
        LabelledRows few = rows(40, 1, (h, r) -> h);
        assertThat(where(GUARD.eventRates(few))).isEqualTo("insufficient: a");
        assertThat(where(GUARD.flips(few))).isEqualTo("insufficient: a");
        LabelledRows none = LabelledRows.of(new String[0], new double[0], new boolean[0]);
        assertThat(where(GUARD.eventRates(none))).isEqualTo("insufficient: all");
        assertThat(where(GUARD.flips(none))).isEqualTo("insufficient: all");
        LabelledRows alone = LabelledRows.of(new String[] {"a"}, new double[] {0.5}, new boolean[1]);
        assertThat(where(GUARD.eventRates(alone))).isEqualTo("insufficient: a");
    }

    @Test
    void refusesWhatIsOutsideItsRange() {
        assertThatIllegalArgumentException().isThrownBy(() -> LabelGuard.alpha(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelGuard.alpha(0.01).toleratingOddsRatio(0.9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelGuard.alpha(0.01).toleratingOddsRatio(1).andSlope(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledRows.of(new String[] {"a"}, new double[] {Double.NaN}, new boolean[1]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LabelledRows.of(new String[0], new double[] {0.1}, new boolean[1]));
    }
}
