package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.StandardParts;
import org.clinicalmlops.monitoring.option.DomainClassifier;
import org.clinicalmlops.monitoring.option.Mmd;
import org.clinicalmlops.monitoring.option.RawDistributions;
import org.clinicalmlops.monitoring.proof.Entry.Reads;

/** The detectors that are to be proved: those of every monitor, as it has them, and the options, one line each. */
final class Registry {
    /** Alarms at every window: what a table says of a detector that keeps no promise. */
    static final Entry ALWAYS = constant("(always fires)", State.ALARM);

    /** Never alarms: what a table says of a detector that finds nothing. */
    static final Entry NEVER = constant("(never fires)", State.OK);

    private static final long SEED = 20_260_101;

    private static final List<Entry> ENTRIES = Stream.concat(
                    StandardParts.detectors().stream().map(Registry::standard),
                    Stream.of(
                            option("input.raw", 10_000, table -> RawDistributions.against(table, table.levels())),
                            option("input.domain", 1_000, table -> DomainClassifier.against(table, table.levels())),
                            option("input.mmd", 500, table -> Mmd.against(table, table.levels(), SEED))))
            .toList();

    private Registry() {}

    private static Entry standard(DetectorSpec spec) {
        boolean outcomes = spec.id().startsWith("harm.") && !spec.id().equals("harm.estimated");
        return new Entry(
                spec.id(),
                spec.family(),
                outcomes ? Reads.OUTCOMES : Reads.INPUTS,
                StandardParts.perYear(spec),
                true,
                0,
                reference -> spec);
    }

    private static Entry option(String id, int keepsRows, Entry.Opener opener) {
        double perYear = StandardParts.perYearOfAdded(Family.DRIFT);
        return new Entry(id, Family.DRIFT, Reads.INPUTS, perYear, false, keepsRows, opener);
    }

    private static Entry constant(String id, State state) {
        return new Entry(id, Family.DRIFT, Reads.ANYTHING, 0, false, 0, reference -> new ConstantSpec(id, state));
    }

    /** Those that may page and read something, and either keep rows or do not; then the two that measure the harness. */
    static List<Entry> of(Reads reads, boolean keepingRows) {
        List<Entry> found = new ArrayList<>(ENTRIES.stream()
                .filter(e -> e.reads() == reads && e.pages() && e.keepsRows() > 0 == keepingRows)
                .toList());
        found.add(ALWAYS);
        found.add(NEVER);
        return found;
    }

    static List<Entry> all() {
        return ENTRIES;
    }

    /** Those of a standard monitor that page for what outcomes show. */
    static List<Entry> ofHarm() {
        return ENTRIES.stream()
                .filter(e -> e.reads() == Reads.OUTCOMES && e.pages() && e.standard())
                .toList();
    }

    private record ConstantSpec(String id, State state) implements DetectorSpec {
        @Override
        public Family family() {
            return Family.DESCRIPTION;
        }

        @Override
        public Detector open(Setting setting) {
            return new Constant(id, state);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("constant").with("id", id);
        }
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
