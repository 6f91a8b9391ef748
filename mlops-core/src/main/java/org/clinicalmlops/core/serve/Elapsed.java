package org.clinicalmlops.core.serve;

/**
 * How much time really passes, for bounds on waiting: it goes on while the workspace's clock stands or jumps, and enters no result and no record.
 * The only place that asks the JVM for it.
 */
final class Elapsed {
    private Elapsed() {}

    /** Nanoseconds from an origin of no meaning; never goes back. */
    static long nanos() {
        return System.nanoTime();
    }
}
