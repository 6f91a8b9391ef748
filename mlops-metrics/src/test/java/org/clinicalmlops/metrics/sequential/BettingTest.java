package org.clinicalmlops.metrics.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BettingTest {
    private static final double MEAN = 0.2;

    /** {@code 0.1 * 2^(j/2)}. */
    private static final double[] STAKES = new double[8];

    static {
        Arrays.setAll(STAKES, j -> 0.1 * Math.pow(2, j / 2.0));
    }

    /** Oracle: {@code src/test/oracle/sequential.csv}. */
    @Test
    void shiryaevRobertsOnEveryThirdValueAgreesWithTheOracle() {
        double[] states = new double[8];
        int first = 0;
        for (int k = 1; k <= 200 && first == 0; k++) {
            Betting.shiryaevRoberts(states, 1, STAKES, (k % 3 == 0 ? 1 : 0) - MEAN);
            double mean = Betting.mean(states);
            if (k == 5) {
                assertThat(mean).isCloseTo(4.75169621433116, within(1e-13));
            }
            if (k == 100) {
                assertThat(mean).isCloseTo(1134.9351111984192, within(1e-9));
            }
            first = mean >= 1e4 ? k : 0;
        }
        assertThat(first).isEqualTo(147);
    }

    /**
     * Oracle as above, on a stream without a seed: {@code v = (7919 i^2 + 104729 i + 12345) mod 1000}, 1 where v is below 200,
     * from i = 1000 on below 500.
     */
    private static double value(long i) {
        long v = (7919 * i * i + 104729 * i + 12345) % 1000;
        return v < (i < 1000 ? 200 : 500) ? 1 : 0;
    }

    @Test
    void aChangeAtTheThousandthValueIsFoundAtOnceByEither() {
        double[] roberts = new double[8];
        double[] cusum = new double[8];
        int byRoberts = 0;
        int byCusum = 0;
        for (int i = 0; i < 2000; i++) {
            Betting.shiryaevRoberts(roberts, 1, STAKES, value(i) - MEAN);
            Betting.cusum(cusum, STAKES, value(i) - MEAN);
            byRoberts = byRoberts == 0 && Betting.mean(roberts) >= 1e4 ? i : byRoberts;
            byCusum = byCusum == 0 && Betting.logMean(cusum) >= Math.log(1e4) ? i : byCusum;
        }
        assertThat(byRoberts).isEqualTo(1033);
        assertThat(byCusum).isEqualTo(1053);
    }

    /** By hand: stakes .75/.5 and half of it; gains .5 and -.5. */
    @Test
    void stakesAreHalvedAndWealthIsMultiplied() {
        double[] stakes = Betting.stakes(0.5, 2);
        assertThat(stakes).containsExactly(1.5, 0.75);
        double[] logs = new double[2];
        Betting.multiply(logs, stakes, 0.5);
        Betting.multiply(logs, stakes, -0.5);
        assertThat(logs[0]).isCloseTo(Math.log(1.75 * 0.25), within(1e-15));
        assertThat(logs[1]).isCloseTo(Math.log(1.375 * 0.625), within(1e-15));
        assertThat(Betting.logMean(logs)).isCloseTo(Math.log((0.4375 + 0.859375) / 2), within(1e-15));
        assertThat(Betting.logMean(new double[] {1000, 1000})).isEqualTo(1000);
        assertThat(Betting.logMean(new double[] {Double.NEGATIVE_INFINITY})).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    /**
     * 2,000 lives of 1,000 values at the edge of what is tolerated: at most .05 of them ever see wealth 20, by Ville's inequality.
     */
    @Test
    void wealthRarelyGrowsUnderTheNull() {
        int ever = 0;
        double[] stakes = Betting.stakes(MEAN, 8);
        for (int life = 0; life < 2000; life++) {
            SplittableRandom random = new SplittableRandom(life);
            double[] logs = new double[8];
            boolean rich = false;
            for (int i = 0; i < 1000 && !rich; i++) {
                Betting.multiply(logs, stakes, (random.nextDouble() < MEAN ? 1 : 0) - MEAN);
                rich = Betting.logMean(logs) >= Math.log(20);
            }
            ever += rich ? 1 : 0;
        }
        assertThat(ever / 2000.0).isBetween(0.005, 0.05);
    }

    /** With the share of a budget of one a year in each of 1,000 years of 1,000 values. */
    @ParameterizedTest(name = "mean {0}")
    @ValueSource(doubles = {0.2, 0.15})
    void alarmsAYearStayWithinTheBudget(double truth) {
        double[] stakes = Betting.stakes(MEAN, 8);
        double[] states = new double[8];
        SplittableRandom random = new SplittableRandom(5);
        int alarms = 0;
        for (int i = 0; i < 1_000_000; i++) {
            Betting.shiryaevRoberts(states, 1e-3, stakes, (random.nextDouble() < truth ? 1 : 0) - MEAN);
            if (Betting.mean(states) >= 1) {
                alarms++;
                Arrays.fill(states, 0);
            }
        }
        assertThat(alarms / 1000.0).isLessThanOrEqualTo(1);
        if (truth == MEAN) {
            assertThat(alarms / 1000.0).isGreaterThan(0.3);
        }
    }

    @Test
    void badArgumentsAreNamed() {
        double[] one = {1};
        assertThatThrownBy(() -> Betting.stakes(0, 8)).hasMessageContaining("deepest must be finite and > 0, was 0.0");
        assertThatThrownBy(() -> Betting.stakes(Double.NaN, 8)).hasMessageContaining("deepest");
        assertThatThrownBy(() -> Betting.stakes(1, 0)).hasMessageContaining("n must be >= 1, was 0");
        assertThatThrownBy(() -> Betting.shiryaevRoberts(one, Double.NaN, one, 0))
                .hasMessageContaining("share");
        assertThatThrownBy(() -> Betting.shiryaevRoberts(one, 0, new double[2], 0))
                .hasMessageContaining("one length");
        assertThatThrownBy(() -> Betting.multiply(one, one, Double.NaN)).hasMessageContaining("gain must be finite");
        assertThatThrownBy(() -> Betting.cusum(one, one, -1.5)).hasMessageContaining("gain must be at least -1/stake");
    }
}
