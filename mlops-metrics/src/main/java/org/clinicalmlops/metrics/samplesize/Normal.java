package org.clinicalmlops.metrics.samplesize;

import java.util.function.DoubleUnaryOperator;

/** Expectations over the standard normal distribution. */
final class Normal {
    /** Farthest point and step: beyond 12 there is less than 1e-32; with this step the trapezoid rule is as precise as doubles are. */
    private static final int FARTHEST = 12;

    private static final int STEPS_PER_UNIT = 64;

    private Normal() {}

    /** {@code E f(Z)} of a smooth f, by the trapezoid rule. */
    static double expectation(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = -FARTHEST * STEPS_PER_UNIT; i <= FARTHEST * STEPS_PER_UNIT; i++) {
            double z = (double) i / STEPS_PER_UNIT;
            sum += f.applyAsDouble(z) * Math.exp(-z * z / 2);
        }
        return sum / (STEPS_PER_UNIT * Math.sqrt(2 * Math.PI));
    }
}
