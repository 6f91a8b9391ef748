package org.clinicalmlops.monitoring.proof;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * One feature of a made-up hospital.
 *
 * @param name of the feature
 * @param levels how many a category has; 0 for a number
 * @param source opens a source of its values, which may remember the rows before
 * @param effect what a value adds to the log-odds of the event; NaN is never asked
 */
record Column(String name, int levels, Supplier<Source> source, DoubleUnaryOperator effect) {

    /** Values row after row: a number, the number of a level, or NaN where it is missing. */
    @FunctionalInterface
    interface Source {
        /** @param day days since the monitor was opened; below 0 in the reference */
        double next(SplittableRandom random, double day);
    }

    boolean categorical() {
        return levels > 0;
    }

    /** The text of a level, as a host would have it. */
    static String text(int level) {
        return "L" + (100 + level);
    }

    Column named(String other) {
        return new Column(other, levels, source, effect);
    }
}
