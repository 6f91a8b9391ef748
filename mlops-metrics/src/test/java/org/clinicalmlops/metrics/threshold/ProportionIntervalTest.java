package org.clinicalmlops.metrics.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProportionIntervalTest {
    static Stream<String[]> binomial() {
        return Oracle.rows("binomial.csv", ";");
    }

    /** Oracle: src/test/oracle/thresholds.R, prop.test without continuity correction and binom.test. */
    @ParameterizedTest
    @MethodSource("binomial")
    void boundsAgreeWithR(String hits, String n, String level, String lower, String upper, String least, String most) {
        Interval wilson =
                ProportionInterval.WILSON.of(Long.parseLong(hits), Long.parseLong(n), Double.parseDouble(level));
        agrees(wilson.lower(), Double.parseDouble(lower));
        agrees(wilson.upper(), Double.parseDouble(upper));
        Interval exact = ProportionInterval.CLOPPER_PEARSON.of(
                Long.parseLong(hits), Long.parseLong(n), Double.parseDouble(level));
        agrees(exact.lower(), Double.parseDouble(least));
        agrees(exact.upper(), Double.parseDouble(most));
        assertThat(exact.level()).isEqualTo(Double.parseDouble(level));
    }

    private static void agrees(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-9 * expected));
    }

    @ParameterizedTest
    @EnumSource
    void missesMirrorHits(ProportionInterval kind) {
        for (int n = 1; n <= 40; n++) {
            for (int hits = 0; hits <= n; hits++) {
                Interval there = kind.of(hits, n, 0.9);
                Interval back = kind.of(n - hits, n, 0.9);
                assertThat(back.lower()).isCloseTo(1 - there.upper(), within(1e-13));
                assertThat(there.contains((double) hits / n)).isTrue();
                assertThat(there.within(0, 1)).isTrue();
                assertThat(there.lower()).isLessThan(there.upper());
            }
        }
    }

    /** Oracle: src/test/oracle/binomial-coverage.R; the figures of the Javadoc. */
    @Test
    void enumeratedCoverageIsAsDocumented() {
        double[] sum = new double[2];
        double[] least = {1, 1};
        int rows = 0;
        for (String[] row : Oracle.rows("binomial-coverage.csv", ";").toList()) {
            int n = Integer.parseInt(row[0]);
            for (ProportionInterval kind : ProportionInterval.values()) {
                double[] seen = coverage(kind, n);
                int column = kind == ProportionInterval.WILSON ? 1 : 4;
                assertThat(seen[0])
                        .as("mean, n = %d, %s", n, kind)
                        .isCloseTo(Double.parseDouble(row[column]), within(1e-9));
                assertThat(seen[1])
                        .as("least, n = %d, %s", n, kind)
                        .isCloseTo(Double.parseDouble(row[column + 1]), within(1e-9));
                assertThat(seen[0]).as("mean, n = %d, %s", n, kind).isGreaterThanOrEqualTo(0.94);
                sum[kind.ordinal()] += seen[0];
                least[kind.ordinal()] = Math.min(least[kind.ordinal()], seen[1]);
            }
            rows++;
        }
        assertThat(rows).isEqualTo(91);
        assertThat(sum[0] / rows).isCloseTo(0.9519, within(5e-4));
        assertThat(least[0]).isCloseTo(0.8391, within(5e-4));
        assertThat(sum[1] / rows).isCloseTo(0.9699, within(5e-4));
        assertThat(least[1]).isBetween(0.95, 0.96);
    }

    /** Mean and least coverage over p = 0.005, 0.010 .. 0.995. */
    private static double[] coverage(ProportionInterval kind, int n) {
        Interval[] intervals = new Interval[n + 1];
        for (int hits = 0; hits <= n; hits++) {
            intervals[hits] = kind.of(hits, n, 0.95);
        }
        double sum = 0;
        double least = 1;
        for (int i = 1; i < 200; i++) {
            double[] probabilities = Binomial.probabilities(n, i / 200.0);
            double covered = 0;
            for (int hits = 0; hits <= n; hits++) {
                covered += intervals[hits].contains(i / 200.0) ? probabilities[hits] : 0;
            }
            sum += covered;
            least = Math.min(least, covered);
        }
        return new double[] {sum / 199, least};
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 'n must be >= 1, was 0'",
        "'-1', 5, 'hits must be in [0, 5], was -1'",
        "6, 5, 'hits must be in [0, 5], was 6'"
    })
    void countsOutsideTheirRangeAreRefused(long hits, long n, String message) {
        for (ProportionInterval kind : ProportionInterval.values()) {
            assertThatThrownBy(() -> kind.of(hits, n, 0.95))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void levelOutsideItsRangeIsRefused() {
        for (double bad : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> ProportionInterval.WILSON.of(1, 2, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("level must be in (0, 1), was " + bad);
        }
    }
}
