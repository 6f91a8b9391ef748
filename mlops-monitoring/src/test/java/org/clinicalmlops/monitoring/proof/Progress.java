package org.clinicalmlops.monitoring.proof;

/** Says how far a long run is. */
@FunctionalInterface
interface Progress {
    void line(String text);

    /** Says nothing. */
    static Progress none() {
        return text -> {};
    }
}
