package org.clinicalmlops.metrics.samplesize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.clinicalmlops.metrics.distribution.Homogeneity;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.clinicalmlops.metrics.fixtures.Tests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: src/test/oracle/noncentral.py, scipy and the definition with 400 digits. */
class DriftPowerTest {
    private static Stream<Arguments> tails() {
        return Oracle.rows("noncentral.csv", ";")
                .map(row -> Arguments.of(
                        (Object) Stream.of(row).mapToDouble(Double::parseDouble).toArray()));
    }

    @ParameterizedTest
    @MethodSource("tails")
    void tailsAndQuantilesAgree(double[] row) {
        assertThat(NoncentralChiSquare.lowerTail(row[0], row[1], row[2])).isCloseTo(row[3], relative(row[3]));
        assertThat(NoncentralChiSquare.upperTail(row[0], row[1], row[2])).isCloseTo(row[4], relative(row[4]));
        if (row[4] > 1e-300 && row[4] < 0.999999) {
            assertThat(NoncentralChiSquare.critical(row[4], row[1], row[2])).isCloseTo(row[0], within(1e-8 * row[0]));
        }
    }

    private static Offset<Double> relative(double expected) {
        return within(Math.max(1e-9 * expected, 1e-300));
    }

    private static Stream<Arguments> powers() {
        return Oracle.rows("driftpower.csv", ";").map(row -> Arguments.of((Object) row));
    }

    private static double[] shares(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @ParameterizedTest
    @MethodSource("powers")
    void powerAndNeededCasesAgree(String[] row) {
        double[] reference = shares(row[0]);
        double[] current = shares(row[1]);
        long n = Long.parseLong(row[2]);
        double alpha = Double.parseDouble(row[4]);
        assertThat(DriftPower.power(reference, current, n, Long.parseLong(row[3]), alpha))
                .isCloseTo(Double.parseDouble(row[5]), within(1e-9));
        assertThat(DriftPower.neededCases(reference, current, n, alpha, 0.8))
                .isEqualTo(row[6].isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(row[6])));
    }

    /** As often as promised: 2,000 samples of the cases that 80 % power needs, drawn with the change. */
    @Test
    void theNeededCasesHaveTheirPower() {
        double[] p = {0.5, 0.3, 0.2};
        double[] q = {0.42, 0.33, 0.25};
        long m = DriftPower.neededCases(p, q, 3000, 0.05, 0.8).orElseThrow();
        SplittableRandom random = new SplittableRandom(11);
        int found = 0;
        for (int run = 0; run < 2000; run++) {
            long[][] table = {draw(random, p, 3000), draw(random, q, m)};
            found += Tests.tested(Homogeneity.chiSquare(table)).pValue() <= 0.05 ? 1 : 0;
        }
        assertThat(found / 2000.0).isCloseTo(0.8, within(0.03));
    }

    private static long[] draw(SplittableRandom random, double[] shares, long n) {
        long[] counts = new long[shares.length];
        for (long i = 0; i < n; i++) {
            double u = random.nextDouble();
            int bin = 0;
            while (bin < shares.length - 1 && u >= shares[bin]) {
                u -= shares[bin++];
            }
            counts[bin]++;
        }
        return counts;
    }

    @Test
    void badArgumentsAreRefused() {
        double[] p = {0.5, 0.5};
        assertThatThrownBy(() -> DriftPower.power(p, new double[] {1}, 10, 10, 0.05))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reference and current must be of one length, were 2 and 1");
        assertThatThrownBy(() -> DriftPower.power(p, new double[] {0.5, 0.6}, 10, 10, 0.05))
                .hasMessage("current must add up to 1, did to 1.1");
        assertThatThrownBy(() -> DriftPower.power(p, new double[] {Double.NaN, 1}, 10, 10, 0.05))
                .hasMessage("current[0] must be in [0, 1], was NaN");
        assertThatThrownBy(() -> DriftPower.power(p, p, 0, 10, 0.05)).hasMessage("nReference must be >= 1, was 0");
        assertThatThrownBy(() -> DriftPower.power(p, p, 10, 0, 0.05)).hasMessage("nCurrent must be >= 1, was 0");
        assertThatThrownBy(() -> DriftPower.power(p, p, 10, 10, 0)).hasMessageContaining("alpha must be in (0, 1)");
        assertThatThrownBy(() -> DriftPower.neededCases(p, p, 10, 0.05, 0.05)).hasMessageContaining("power must be in");
        assertThatThrownBy(() -> DriftPower.power(new double[] {1}, new double[] {1}, 10, 10, 0.05))
                .hasMessage("bins with a share above 0 must be >= 2, were 1");
        assertThatThrownBy(() -> NoncentralChiSquare.upperTail(Double.NaN, 1, 1))
                .hasMessageContaining("was NaN");
        assertThatThrownBy(() -> NoncentralChiSquare.lowerTail(1, 0, 1)).hasMessageContaining("degreesOfFreedom");
        assertThatThrownBy(() -> NoncentralChiSquare.critical(0.5, 1, -1)).hasMessageContaining("noncentrality");
        assertThatThrownBy(() -> NoncentralChiSquare.critical(1, 1, 1)).hasMessageContaining("alpha must be in");
    }
}
