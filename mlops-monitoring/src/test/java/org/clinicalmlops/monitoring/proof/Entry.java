package org.clinicalmlops.monitoring.proof;

import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;

/**
 * A detector that is to be proved.
 *
 * @param id as findings name it
 * @param family whose part of the allowance it has
 * @param reads what it looks at: which streams can wake it
 * @param perYear what it has in a standard monitor of which one false alarm a year is expected
 * @param standard whether every monitor has it
 * @param keepsRows how many raw rows it needs; 0 if counts are enough
 * @param opener makes its specification
 */
record Entry(String id, Family family, Reads reads, double perYear, boolean standard, int keepsRows, Opener opener) {

    /** What a detector looks at. */
    enum Reads {
        /** Counts of features and risks. */
        INPUTS,
        /** Matured cases. */
        OUTCOMES,
        /** Neither: what the harness measures itself with. */
        ANYTHING
    }

    /** Makes a detector's specification. */
    @FunctionalInterface
    interface Opener {
        /** @param reference rows of the baseline, for those that keep rows */
        DetectorSpec spec(FeatureTable reference);
    }

    /** Whether it may call somebody; what only describes must never alarm. */
    boolean pages() {
        return family().share() > 0;
    }
}
