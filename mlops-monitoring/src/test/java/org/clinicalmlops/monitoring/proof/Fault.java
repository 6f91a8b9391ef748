package org.clinicalmlops.monitoring.proof;

import java.util.SplittableRandom;

/** What goes wrong between a patient and what is recorded of them. */
@FunctionalInterface
interface Fault {
    /** Changes the values in place. */
    void damage(double[] values, SplittableRandom random);

    static Fault none() {
        return (values, random) -> {};
    }
}
