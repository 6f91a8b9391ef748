package org.clinicalmlops.api.monitor;

/**
 * What a monitor has counted since it was opened.
 *
 * @param observed predictions
 * @param refused observations that were not taken: wrong number of values, or a risk outside [0, 1]
 * @param awaited predictions whose outcome is not there yet
 * @param outcomesRefused outcomes that were not taken: no such prediction, or decided already
 * @param censored outcomes that can never be known
 * @param intervened outcomes changed by an action because of the prediction; reported apart, never counted as events or none
 */
public record MonitorHealth(
        long observed, long refused, long awaited, long outcomesRefused, long censored, long intervened) {}
