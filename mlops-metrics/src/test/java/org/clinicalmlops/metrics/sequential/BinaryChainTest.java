package org.clinicalmlops.metrics.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryChainTest {
    /** Oracle: all sequences of n rows, one by one. */
    @ParameterizedTest(name = "onset {0}, persistence {1}, theta {2}, {3} rows after {4}")
    @CsvSource({
        "0.1, 0.5, 0.7, 1, false",
        "0.1, 0.5, 0.7, 1, true",
        "0.1, 0.5, 0.7, 10, false",
        "0.1, 0.5, 2, 10, true",
        "0.02, 0.9, 2, 11, false",
        "0.3, 0.3, -1.5, 12, true",
        "0.2, 0.6, -3, 7, false",
        "0, 0.4, 1, 6, true",
        "0.2, 0.6, 0, 7, false"
    })
    void theMomentIsThatOfAllSequences(double onset, double persistence, double theta, int n, boolean after) {
        double sum = 0;
        for (int rows = 0; rows < 1 << n; rows++) {
            double probability = 1;
            boolean before = after;
            for (int i = 0; i < n; i++) {
                double p = before ? persistence : onset;
                before = (rows >> i & 1) == 1;
                probability *= before ? p : 1 - p;
            }
            sum += probability * Math.exp(theta * Integer.bitCount(rows));
        }
        assertThat(new BinaryChain(onset, persistence).logMoment(theta, n, after))
                .isCloseTo(Math.log(sum), within(1e-13));
    }

    /** By hand: independent rows multiply. */
    @ParameterizedTest
    @CsvSource({"1, 0.1, 2", "50, 0.2, 0.5", "1000, 0.01, -3", "1000000000, 0.15, 0.01", "1000000000, 0.15, 4"})
    void ofIndependentRowsItIsAPower(long n, double rate, double theta) {
        double expected = n * Math.log1p(rate * Math.expm1(theta));
        assertThat(BinaryChain.ofRate(rate, 0).logMoment(theta, n, false))
                .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
    }

    @Test
    void withoutARowThereIsNothing() {
        assertThat(new BinaryChain(0.1, 0.5).logMoment(2, 0, true)).isZero();
    }

    /** Oracle: the second derivative of the log-moment at 0 is the variance; a long lead-in makes the start no matter. */
    @ParameterizedTest
    @CsvSource({"0.15, 0.5, 50", "0.15, 0.8, 50", "0.02, 0.9, 200", "0.5, 0.97, 1000"})
    void theInflationIsThatOfTheVariance(double rate, double persistence, long n) {
        BinaryChain chain = BinaryChain.ofRate(rate, persistence);
        double h = 1e-3;
        double second = (stationary(chain, h, n) - 2 * stationary(chain, 0, n) + stationary(chain, -h, n)) / (h * h);
        assertThat(chain.inflation(n)).isCloseTo(second / (n * rate * (1 - rate)), within(1e-3 * chain.inflation(n)));
    }

    private static double stationary(BinaryChain chain, double theta, long n) {
        double with = chain.rate()
                * (chain.persistence() * Math.exp(theta + chain.logMoment(theta, n - 1, true))
                        + (1 - chain.persistence()) * Math.exp(chain.logMoment(theta, n - 1, false)));
        double without = (1 - chain.rate())
                * (chain.onset() * Math.exp(theta + chain.logMoment(theta, n - 1, true))
                        + (1 - chain.onset()) * Math.exp(chain.logMoment(theta, n - 1, false)));
        return Math.log(with + without);
    }

    /** By hand: r = .5 gives 1 for one row, 1 + .5 for two, 3 in the long run. */
    @Test
    void inflationByHand() {
        BinaryChain chain = new BinaryChain(0.25, 0.75);
        assertThat(chain.inflation(1)).isCloseTo(1, within(1e-12));
        assertThat(chain.inflation(2)).isCloseTo(1.5, within(1e-12));
        assertThat(chain.inflation()).isCloseTo(3, within(1e-12));
        assertThat(chain.inflation(1_000_000)).isCloseTo(3, within(1e-5));
        assertThat(new BinaryChain(0.25, 0.25).inflation(50)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0.15, 0.5, 50, 4", "0.15, 0.15, 200, 30", "0.001, 0.8, 50, 20", "0.15, 0.5, 50, 1", "0.9, 0, 50, 8"})
    void aChainAsInflatedAsAskedFor(double rate, double persistence, long n, double inflation) {
        BinaryChain chain = BinaryChain.ofRate(rate, persistence);
        BinaryChain more = chain.atLeast(inflation, n);
        assertThat(more.inflation(n)).isCloseTo(Math.max(inflation, chain.inflation(n)), within(1e-6 * inflation));
        assertThat(more.rate()).isCloseTo(rate, within(1e-9));
    }

    @Test
    void whatNoChainCanHaveIsTheMostPersistentOne() {
        BinaryChain most = BinaryChain.ofRate(0.1, 0.5).atLeast(1e6, 50);
        assertThat(most.inflation(50)).isCloseTo(50, within(0.1));
        assertThat(most.persistence()).isLessThan(1);
    }

    @ParameterizedTest
    @CsvSource({"0.15, 0.8", "0.15, 0.05", "0, 0.3", "0.99, 0.2"})
    void theRateIsWhatWasAskedFor(double rate, double persistence) {
        BinaryChain chain = BinaryChain.ofRate(rate, persistence);
        assertThat(chain.rate()).isCloseTo(rate, within(1e-12));
        assertThat(chain.persistence()).isEqualTo(Math.max(rate, persistence));
    }

    @Test
    void aLongBurstIsLessOfASurpriseWhereRunsAreLong() {
        assertThat(BinaryChain.ofRate(0.15, 0.8).logMoment(1, 50, false))
                .isGreaterThan(BinaryChain.ofRate(0.15, 0.5).logMoment(1, 50, false));
        assertThat(BinaryChain.ofRate(0.15, 0.5).logMoment(1, 50, true))
                .isGreaterThan(BinaryChain.ofRate(0.15, 0.5).logMoment(1, 50, false));
    }

    @Test
    void argumentsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new BinaryChain(Double.NaN, 0.5)).hasMessage("onset must be in [0, 1), was NaN");
        assertThatThrownBy(() -> new BinaryChain(0.5, 0.4))
                .hasMessage("persistence must be in [onset 0.5, 1), was 0.4");
        assertThatThrownBy(() -> BinaryChain.ofRate(1, 0.5)).hasMessage("rate must be in [0, 1), was 1.0");
        assertThatThrownBy(() -> BinaryChain.ofRate(0.1, 1)).hasMessage("persistence must be in [0, 1), was 1.0");
        BinaryChain chain = new BinaryChain(0.1, 0.5);
        assertThatThrownBy(() -> chain.logMoment(Double.NaN, 1, false)).hasMessage("theta must be finite, was NaN");
        assertThatThrownBy(() -> chain.logMoment(1, -1, false)).hasMessage("n must be >= 0, was -1");
        assertThatThrownBy(() -> chain.inflation(0)).hasMessage("n must be >= 1, was 0");
        assertThatThrownBy(() -> chain.atLeast(Double.NaN, 5)).hasMessage("inflation must be >= 0, was NaN");
    }
}
