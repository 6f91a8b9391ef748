package org.clinicalmlops.api.train;

/**
 * Thresholds of models that compare floats, as doubles that decide the same. Rounding a double to float is monotone, so that the doubles
 * which a comparison of floats sends left are all those up to some double; that double is answered here. It lies at the middle between
 * two neighbouring floats, which is a double: Java and the libraries round a tie to the float with the even last digit (IEEE 754). Exact
 * for every {@code x}, the infinities included. Pure functions.
 */
public final class FloatThreshold {
    /** From here on a double rounds to an infinite float: half a step above {@link Float#MAX_VALUE}. */
    private static final double ROUNDS_TO_INFINITY = 0x1.ffffffp127;

    private FloatThreshold() {}

    /**
     * For models that ask {@code (float) x < threshold}, as XGBoost does.
     *
     * @param threshold finite
     * @return the largest double {@code d} with {@code (float) d < threshold}: {@code x <= d} holds for the same {@code x}
     */
    public static double below(float threshold) {
        return atMost(Math.nextDown(finite(threshold)));
    }

    /**
     * For models that ask {@code (float) x <= threshold}, as the trees of scikit-learn do.
     *
     * @param threshold finite
     * @return the largest double {@code d} with {@code (float) d <= threshold}: {@code x <= d} holds for the same {@code x}
     */
    public static double upTo(float threshold) {
        return atMost(finite(threshold));
    }

    private static double atMost(float last) {
        if (last == Float.NEGATIVE_INFINITY) {
            return -ROUNDS_TO_INFINITY;
        }
        float next = Math.nextUp(last);
        double middle = next == Float.POSITIVE_INFINITY ? ROUNDS_TO_INFINITY : ((double) last + next) / 2;
        return (float) middle <= last ? middle : Math.nextDown(middle);
    }

    private static float finite(float threshold) {
        if (!Float.isFinite(threshold)) {
            throw new IllegalArgumentException("threshold must be finite, was " + threshold);
        }
        return threshold;
    }
}
