package org.clinicalmlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Reading of answers in tests. */
final class Tests {
    private Tests() {}

    static HypothesisTest.Tested tested(HypothesisTest test) {
        assertThat(test).isInstanceOf(HypothesisTest.Tested.class);
        return (HypothesisTest.Tested) test;
    }

    static String reason(HypothesisTest test) {
        return test.fold(tested -> "tested", HypothesisTest.NotTested::reason);
    }

    static double measured(Distance distance) {
        assertThat(distance).isInstanceOf(Distance.Measured.class);
        return ((Distance.Measured) distance).value();
    }

    static String reason(Distance distance) {
        return distance.fold(measured -> "measured", Distance.NotMeasured::reason);
    }

    /** P-values to 1e-6 of their size, or 1e-12. */
    static void agreesP(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(Math.max(1e-6 * expected, 1e-12)));
    }
}
