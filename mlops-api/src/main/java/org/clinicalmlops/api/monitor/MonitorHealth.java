package org.clinicalmlops.api.monitor;

/**
 * What a monitor has counted since it was opened.
 *
 * @param observed rows
 * @param refused observations that were not taken: wrong number of values, or a risk outside [0, 1]
 * @param withoutEpisode rows without an episode key
 * @param awaited predictions whose outcome is not there yet
 * @param outcomesRefused outcomes that were not taken: no such prediction, before it was made, not an event or its absence; or not
 *     yet: from the future
 * @param corrected outcomes that were told differently later
 * @param censored outcomes that can never be known
 * @param intervened outcomes changed by an action because of the prediction; reported apart, never counted as events or none
 * @param clockRefused looks at an instant before the last one
 * @param sinkFailures alert events that a sink did not take, or did not pass on
 */
public record MonitorHealth(
        long observed,
        long refused,
        long withoutEpisode,
        long awaited,
        long outcomesRefused,
        long corrected,
        long censored,
        long intervened,
        long clockRefused,
        long sinkFailures) {}
