package org.clinicalmlops.monitoring.proof;

/** Another way to watch a stream of numbers, for comparison. Begins anew after each alarm. Single-threaded. */
@FunctionalInterface
interface Peer {
    /** Reads the next number; true if it alarms. */
    boolean read(double x);
}
