package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: StrictMath. */
class StrictExpTest {
    private static final int DRAWS = 300_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyNumberHasTheBitsOfStrictMath(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < DRAWS; i++) {
            same(random.nextDouble(-20, 20));
            same(random.nextDouble(-760, 760));
            same(Double.longBitsToDouble(random.nextLong()));
            double halves = (random.nextInt(2100) - 1050) * 0.34657359027997264; // multiples of ln 2 / 2
            same(halves * (1 + 1e-9 * random.nextDouble(-1, 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0x1p-28,
                0x1.62e42fefa39efp-2, // ln 2 / 2
                0x1.62e42ffffffffp-2, // up to where fdlibm does not reduce
                0x1.0a2b23f3bab73p0, // 3 ln 2 / 2
                704,
                708.3964185322641,
                709.782712893384,
                745.1332191019412,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE
            })
    void whereTheMethodChangesItHasTheBitsOfStrictMath(double edge) {
        long bits = Double.doubleToLongBits(edge);
        for (long d = -20_000; d <= 20_000; d++) {
            for (long step : new long[] {1, 4099}) {
                double x = Double.longBitsToDouble(Math.max(0, bits + d * step));
                same(x);
                same(-x);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoUsualNumberHasTheBitsOfStrictMath(double x) {
        same(x);
    }

    private static void same(double x) {
        if (Double.doubleToLongBits(StrictExp.exp(x)) != Double.doubleToLongBits(StrictMath.exp(x))) {
            assertThat(StrictExp.exp(x)).as("exp(%s)", x).isEqualTo(StrictMath.exp(x));
        }
    }
}
