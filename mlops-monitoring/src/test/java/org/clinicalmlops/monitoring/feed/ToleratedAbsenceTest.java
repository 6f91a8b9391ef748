package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.metrics.sequential.BinaryChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleratedAbsenceTest {
    private static ToleratedAbsence of(long rows, long missing, long inARow) {
        FeatureProfile profile = FeatureProfile.of("lactate", new double[0], new long[] {rows - missing}, missing)
                .withMissingInARow(inARow);
        return new ToleratedAbsence(Absence.of(profile, 0.8));
    }

    /** Oracle: the distribution of the number of missing rows of a chain, row by row. */
    private static double[] distribution(BinaryChain chain, int n, boolean after) {
        double[][] p = new double[2][n + 1]; // by the last row and the number
        p[after ? 1 : 0][0] = 1;
        for (int row = 0; row < n; row++) {
            double[][] next = new double[2][n + 1];
            for (int s = 0; s <= row; s++) {
                next[0][s] += p[0][s] * (1 - chain.onset()) + p[1][s] * (1 - chain.persistence());
                next[1][s + 1] += p[0][s] * chain.onset() + p[1][s] * chain.persistence();
            }
            p = next;
        }
        double[] both = new double[n + 1];
        Arrays.setAll(both, indexOf(p));
        return both;
    }

    private static java.util.function.IntToDoubleFunction indexOf(double[][] p) {
        return s -> p[0][s] + p[1][s];
    }

    @ParameterizedTest(name = "{1} of {0} missing, {2} in a row, blocks of {3}")
    @CsvSource({"1000, 150, 25, 50", "1000, 150, 120, 50", "3000, 150, 120, 120", "1000, 0, 0, 50", "1000, 600, 500, 60"
    })
    void atTheEdgeOfWhatIsToleratedTheTiltedBetsExpectOneAndNearerLess(long rows, long missing, long inARow, int n) {
        ToleratedAbsence limits = of(rows, missing, inARow);
        for (boolean after : new boolean[] {false, true}) {
            BinaryChain edge =
                    BinaryChain.ofRate(limits.most(), limits.absence().persistence());
            BinaryChain inside =
                    BinaryChain.ofRate(limits.absence().rate(), limits.absence().persistence());
            double[] atEdge = expectations(distribution(edge, n, after), n, after, limits);
            double[] within = expectations(distribution(inside, n, after), n, after, limits);
            for (int j = 8; j < ToleratedAbsence.BETS_ON_MORE; j++) {
                assertThat(atEdge[j]).isCloseTo(1, within(1e-9));
                assertThat(within[j]).isLessThan(1);
            }
        }
    }

    private static double[] expectations(double[] distribution, int n, boolean after, ToleratedAbsence limits) {
        double[] sums = new double[ToleratedAbsence.BETS_ON_MORE];
        for (int s = 0; s <= n; s++) {
            double[] factors = limits.more(s, n, after, limits.atMost(new Scatter()));
            for (int j = 0; j < sums.length; j++) {
                assertThat(factors[j]).isNotNegative();
                sums[j] += distribution[s] * factors[j];
            }
        }
        return sums;
    }

    @Test
    void fewerMirrorsMore() {
        ToleratedAbsence limits = of(1000, 300, 200);
        BinaryChain edge = BinaryChain.ofRate(limits.least(), limits.absence().persistence());
        double[] distribution = distribution(edge, 50, false);
        double[] sums = new double[ToleratedAbsence.BETS_ON_FEWER];
        for (int s = 0; s <= 50; s++) {
            double[] factors = limits.fewer(s, 50, false, limits.atLeast(new Scatter()));
            for (int j = 0; j < sums.length; j++) {
                sums[j] += distribution[s] * factors[j];
            }
        }
        assertThat(Arrays.stream(sums).boxed())
                .allSatisfy(sum -> assertThat(sum).isCloseTo(1, within(1e-9)));
        assertThat(limits.fewer(0, 50, false, limits.atLeast(new Scatter()))[0]).isGreaterThan(1);
        assertThat(limits.fewer(15, 50, false, limits.atLeast(new Scatter()))[0])
                .isLessThan(1);
    }

    /** By hand: 1 + .75 / m (L - m) at its largest; .25 at no missing value, whatever m is. */
    @Test
    void plainBetsNeedTheMeanOnly() {
        ToleratedAbsence limits = of(1000, 150, 25);
        assertThat(limits.more(0, 50, false, limits.atMost(new Scatter()))[0]).isCloseTo(0.25, within(1e-12));
        assertThat(limits.more(limits.most() * 50, 50, false, limits.atMost(new Scatter()))[0])
                .isCloseTo(1, within(1e-12));
        assertThat(limits.more(50, 50, false, limits.atMost(new Scatter()))[1])
                .isCloseTo(1 + 0.375 / limits.most() * (1 - limits.most()), within(1e-12));
    }

    @Test
    void theToleranceIsTwoPointsOrAQuarter() {
        ToleratedAbsence rare = of(100_000, 1000, 100);
        assertThat(rare.most() - rare.absence().upper()).isCloseTo(0.02, within(1e-12));
        ToleratedAbsence often = of(100_000, 40_000, 20_000);
        assertThat(often.absence().lower() - often.least()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void whatScattersFromBlockToBlockIsLessEvidence() {
        Scatter scatter = new Scatter();
        for (int week = 0; week < 4; week++) {
            for (int day = 0; day < 7; day++) {
                scatter.learn(day < 5 ? 8 : 40, 80);
            }
        }
        scatter.learnt();
        ToleratedAbsence limits = of(1000, 210, 60);
        double known = Arrays.stream(limits.more(40, 80, false, limits.atMost(scatter)))
                .max()
                .orElseThrow();
        double unknown = Arrays.stream(limits.more(40, 80, false, limits.atMost(new Scatter())))
                .max()
                .orElseThrow();
        assertThat(known).isLessThan(3);
        assertThat(unknown).isGreaterThan(50);
    }

    @Test
    void aFewEqualBlocksScatterNotAtAll() {
        Scatter scatter = new Scatter();
        scatter.learnt();
        scatter.learn(0, 50);
        scatter.learn(0, 50);
        scatter.learnt();
        BinaryChain chain = new BinaryChain(0.1, 0.5);
        assertThat(scatter.atLeast(chain)).isSameAs(chain);
    }

    @Test
    void aHugeBlockIsANumber() {
        ToleratedAbsence limits = of(1000, 150, 75);
        assertThat(Arrays.stream(limits.more(3_000_000, 3_000_000, true, limits.atMost(new Scatter()))))
                .allMatch(Double::isFinite);
        assertThat(Arrays.stream(limits.more(0, 3_000_000, true, limits.atMost(new Scatter()))))
                .allMatch(x -> x >= 0);
    }
}
