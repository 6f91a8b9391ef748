package org.clinicalmlops.api.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: the comparison of floats itself, at the threshold, its neighbours and what lies around the answer. */
class FloatThresholdTest {
    @ParameterizedTest
    @ValueSource(
            floats = {
                0,
                -0.0f,
                1,
                -1,
                0.1f,
                -0.1f,
                65.5f,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                Float.MIN_NORMAL,
                -Float.MIN_NORMAL,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                0x1.fffffcp127f,
                16777217f
            })
    void edgesDecideAsFloatsDo(float threshold) {
        decidesAsFloatsDo(threshold);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyFloatDecidesAsFloatsDo(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            float threshold = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(threshold)) {
                decidesAsFloatsDo(threshold);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aThresholdThatIsNotFiniteIsRefused(float threshold) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FloatThreshold.below(threshold))
                .withMessage("threshold must be finite, was " + threshold);
        assertThatIllegalArgumentException().isThrownBy(() -> FloatThreshold.upTo(threshold));
    }

    private static void decidesAsFloatsDo(float threshold) {
        double below = FloatThreshold.below(threshold);
        double upTo = FloatThreshold.upTo(threshold);
        double[] around = {
            below,
            Math.nextUp(below),
            Math.nextDown(below),
            upTo,
            Math.nextUp(upTo),
            Math.nextDown(upTo),
            threshold,
            Math.nextUp(threshold),
            Math.nextDown(threshold),
            Math.nextUp((double) threshold),
            Math.nextDown((double) threshold),
            0,
            -0.0,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN
        };
        for (double x : around) {
            assertThat(x <= below).as("(float) %s < %s", x, threshold).isEqualTo((float) x < threshold);
            assertThat(x <= upTo).as("(float) %s <= %s", x, threshold).isEqualTo((float) x <= threshold);
        }
    }
}
