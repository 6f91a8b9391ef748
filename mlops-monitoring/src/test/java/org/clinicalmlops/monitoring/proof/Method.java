package org.clinicalmlops.monitoring.proof;

import java.util.function.BiFunction;

/**
 * A way to watch outcomes that has one setting.
 *
 * @param name for the table
 * @param setting what the setting is
 * @param strict the setting at which it alarms least
 * @param loose the setting at which it alarms most
 * @param ours whether it is to be ahead
 * @param opener opens it on a stream with a setting
 */
record Method(
        String name,
        String setting,
        double strict,
        double loose,
        boolean ours,
        BiFunction<CaseStream, Double, Watch> opener) {

    /** The setting at a place between the strictest, 0, and the loosest, 1; even steps of its logarithm. */
    double at(double place) {
        return Math.exp(Math.log(strict) + place * (Math.log(loose) - Math.log(strict)));
    }
}
