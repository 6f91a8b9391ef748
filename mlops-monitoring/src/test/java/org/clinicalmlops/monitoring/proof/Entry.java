package org.clinicalmlops.monitoring.proof;

import java.util.function.Function;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Family;

/**
 * A detector that is to be proved.
 *
 * @param id as findings name it
 * @param family whose part of the allowance it has
 * @param reads what it looks at: which streams can wake it
 * @param keepsRows how many raw rows it needs; 0 if counts are enough
 * @param opener makes one
 */
record Entry(String id, Family family, Reads reads, int keepsRows, Function<Setting, Detector> opener) {

    /** What a detector looks at. */
    enum Reads {
        /** Counts of features and risks. */
        INPUTS,
        /** Matured cases. */
        OUTCOMES,
        /** Neither: what the harness measures itself with. */
        ANYTHING
    }

    static Entry of(String id, Family family, Reads reads, Function<Setting, Detector> opener) {
        return new Entry(id, family, reads, 0, opener);
    }

    /** As a plan names it. */
    DetectorSpec spec() {
        return new Spec(id, family, keepsRows, opener);
    }

    private record Spec(String id, Family family, int keepsRows, Function<Setting, Detector> opener)
            implements DetectorSpec {
        @Override
        public Detector open(Setting setting) {
            return opener.apply(setting);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("proof").with("id", id);
        }
    }

    Entry keeping(int rows) {
        return new Entry(id, family, reads, rows, opener);
    }
}
