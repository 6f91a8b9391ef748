package org.clinicalmlops.monitoring.proof;

import java.util.List;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.feed.Missingness;
import org.clinicalmlops.monitoring.harm.Calibration;
import org.clinicalmlops.monitoring.harm.DiscriminationLoss;
import org.clinicalmlops.monitoring.input.InputDrift;
import org.clinicalmlops.monitoring.proof.Entry.Reads;

/** The detectors that are to be proved: one line each. */
final class Registry {
    /** Alarms at every window: what a table says of a detector that keeps no promise. */
    static final Entry ALWAYS = Entry.of(
            "(always fires)", Family.DESCRIPTION, Reads.ANYTHING, s -> new Constant("(always fires)", State.ALARM));

    /** Never alarms: what a table says of a detector that finds nothing. */
    static final Entry NEVER =
            Entry.of("(never fires)", Family.DESCRIPTION, Reads.ANYTHING, s -> new Constant("(never fires)", State.OK));

    private static final List<Entry> ENTRIES = List.of(
            Entry.of(InputDrift.ID, Family.DRIFT, Reads.INPUTS, InputDrift::new),
            Entry.of(Missingness.ID, Family.FEED, Reads.INPUTS, Missingness::new),
            Entry.of(Calibration.ID, Family.CALIBRATION, Reads.OUTCOMES, Calibration::new),
            Entry.of(DiscriminationLoss.ID, Family.HARM, Reads.OUTCOMES, DiscriminationLoss::new));

    private Registry() {}

    /** Those that read something and either keep rows or do not, then the two that measure the harness. */
    static List<Entry> of(Reads reads, boolean keepingRows) {
        List<Entry> found = new java.util.ArrayList<>(ENTRIES.stream()
                .filter(e -> e.reads() == reads && e.keepsRows() > 0 == keepingRows)
                .toList());
        found.add(ALWAYS);
        found.add(NEVER);
        return found;
    }

    static List<Entry> all() {
        return ENTRIES;
    }

    /** What a detector has in a standard monitor of {@code features} features: its family's part, shared. */
    static double standardPerYear(Entry entry) {
        long sharing =
                ENTRIES.stream().filter(e -> e.family() == entry.family()).count();
        return sharing == 0 ? entry.family().share() : entry.family().share() / sharing;
    }

    private record Constant(String id, State state) implements Detector {
        @Override
        public List<Finding> close(Window window) {
            return List.of(Finding.of(Kind.OVERSIGHT, id, Finding.MODEL, state, "model: as ever."));
        }

        @Override
        public void save(StateOutput out) {}

        @Override
        public void restore(StateInput in) {}
    }
}
