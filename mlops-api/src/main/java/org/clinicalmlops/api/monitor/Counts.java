package org.clinicalmlops.api.monitor;

/**
 * What was observed in a stretch of time, as whole numbers that add up exactly. Of rows that share an episode only the first is in
 * the counts of features, risks and patterns: rows that share their fate, counted as many, would break every promise on false
 * alarms. Immutable.
 */
public interface Counts {
    /** Predictions and attempts, repeated ones of an episode included. */
    long rows();

    /** Rows that are in the counts of features: the first of each episode, and those without an episode key. */
    long firsts();

    /** Rows without an episode key; while there are any, no sequential test is made of these counts. */
    long withoutEpisode();

    /** Of one feature, over everybody. */
    FeatureCounts feature(int feature);

    /** Of one feature in one group of the plan. Without magnitudes. */
    FeatureCounts feature(int feature, int group);

    /** Rows in each cell of {@link RiskCells}; {@code missing} are attempts without an answer. */
    FeatureCounts risk();

    /** The same in one group of the plan. */
    FeatureCounts risk(int group);

    /** Rows of a pattern of missing values, by its place in {@link MissingPatterns}; the last place is that of all others. */
    long pattern(int place);

    /** How often something was told. */
    long operation(Operation operation);

    /** Predictions that took {@code [2^power, 2^(power + 1))} nanoseconds; {@code power} in [0, 63). */
    long latency(int power);

    /** Both stretches together. */
    Counts plus(Counts later);
}
