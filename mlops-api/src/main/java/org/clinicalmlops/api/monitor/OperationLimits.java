package org.clinicalmlops.api.monitor;

import java.time.Duration;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * What the operation around a model may be like. Each is a limit that people agreed on, not a test: it is passed when the window's
 * own figure passes it.
 *
 * @param abstainedAtMost share of attempts without an answer; in [0, 1]
 * @param slowest the 99th percentile of the time of a prediction may be so long; longer than zero
 * @param alertsPerHundredAtMost predictions of 100 that ask somebody for action; in [0, 100]
 * @param overriddenAtMost share of answered alerts that were decided otherwise; in [0, 1]
 * @param scoredAtLeast share of eligible patients who got a prediction, where the host tells who was eligible; in [0, 1]
 */
public record OperationLimits(
        double abstainedAtMost,
        Duration slowest,
        double alertsPerHundredAtMost,
        double overriddenAtMost,
        double scoredAtLeast)
        implements Declared {
    public OperationLimits {
        share("abstainedAtMost", abstainedAtMost);
        share("overriddenAtMost", overriddenAtMost);
        share("scoredAtLeast", scoredAtLeast);
        if (!(alertsPerHundredAtMost >= 0 && alertsPerHundredAtMost <= 100)) {
            throw new IllegalArgumentException(
                    "alertsPerHundredAtMost must be in [0, 100], was " + alertsPerHundredAtMost);
        }
        if (slowest.isNegative() || slowest.isZero()) {
            throw new IllegalArgumentException("slowest must be longer than zero, was " + slowest);
        }
    }

    /** A tenth of attempts unanswered, a second, half of the predictions, nine overrides of ten, four of five scored. Our choice. */
    public static OperationLimits standard() {
        return new OperationLimits(0.1, Duration.ofSeconds(1), 50, 0.9, 0.8);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1], was " + value);
        }
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("operation-limits")
                .with("abstainedAtMost", abstainedAtMost)
                .with("slowest", slowest.toString())
                .with("alertsPerHundredAtMost", alertsPerHundredAtMost)
                .with("overriddenAtMost", overriddenAtMost)
                .with("scoredAtLeast", scoredAtLeast);
    }
}
