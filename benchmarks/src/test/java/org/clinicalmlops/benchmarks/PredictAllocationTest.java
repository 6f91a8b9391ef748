package org.clinicalmlops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a prediction with rules, monitor and audit leaves on the heap for its caller's thread. */
@Tag("allocation")
class PredictAllocationTest {
    /** The answer, its id, the risk and the time take half of it. */
    private static final long BAR = 256;

    @Test
    void aPredictionCostsItsCallerAtMost256Bytes() {
        try (ServedModel served = new ServedModel()) {
            double least = Double.MAX_VALUE;
            for (int burst = 0; burst < 30 && least > BAR; burst++) {
                Spent spent = new Spent();
                Spent.Begin begin = Spent.begin();
                double sum = served.predict(0, ServedModel.BURST);
                spent.end(begin, ServedModel.BURST);
                served.drain();
                assertThat(sum).isPositive();
                least = Math.min(least, spent.bytes / (double) spent.ops);
            }
            assertThat(least).isLessThanOrEqualTo(BAR);
        }
    }
}
