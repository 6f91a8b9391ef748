package org.clinicalmlops.monitoring.proof;

import java.util.function.Function;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.feature.FeatureTable;
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
 * @param standard whether every monitor has it
 * @param keepsRows how many raw rows it needs; 0 if counts are enough
 * @param opener makes one
 */
record Entry(String id, Family family, Reads reads, boolean standard, int keepsRows, Opener opener) {

    /** What a detector looks at. */
    enum Reads {
        /** Counts of features and risks. */
        INPUTS,
        /** Matured cases. */
        OUTCOMES,
        /** Neither: what the harness measures itself with. */
        ANYTHING
    }

    /** Makes a detector. */
    @FunctionalInterface
    interface Opener {
        /** @param reference rows of the baseline, for those that keep rows */
        Detector open(Setting setting, FeatureTable reference);
    }

    /** One that every monitor has. */
    static Entry of(String id, Family family, Reads reads, Function<Setting, Detector> opener) {
        return new Entry(id, family, reads, true, 0, (setting, reference) -> opener.apply(setting));
    }

    /** One that a plan can add. */
    static Entry option(String id, int keepsRows, Function<FeatureTable, DetectorSpec> spec) {
        return new Entry(
                id,
                Family.DRIFT,
                Reads.INPUTS,
                false,
                keepsRows,
                (setting, reference) -> spec.apply(reference).open(setting));
    }

    /** Whether it may call somebody; what only describes must never alarm. */
    boolean pages() {
        return family().share() > 0;
    }

    /** As a plan names it. */
    DetectorSpec spec() {
        return new Spec(this);
    }

    private record Spec(Entry entry) implements DetectorSpec {
        @Override
        public String id() {
            return entry.id();
        }

        @Override
        public Family family() {
            return entry.family();
        }

        @Override
        public Detector open(Setting setting) {
            return entry.opener().open(setting, null);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("proof").with("id", entry.id());
        }
    }
}
