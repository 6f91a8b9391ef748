package org.clinicalmlops.core.exchange;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Checkpoint;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.core.registry.Course;
import org.clinicalmlops.core.registry.Reference;
import org.clinicalmlops.core.registry.Registry;

/** What belongs into the file of a version. Stateless. */
public final class Gathering {
    private Gathering() {}

    /** The evidence of the newest approval and everything that became of the version in deployments, by number; empty without an approval. */
    public static List<Entry> of(Ledger ledger, Digest plan, Digest model) {
        Optional<Entry> approved = Registry.of(ledger).newest(EntryKind.MODEL_APPROVED, plan, model);
        if (approved.isEmpty()) {
            return List.of();
        }
        List<Long> numbers = new ArrayList<>(Registry.of(ledger).evidence(approved.get()).stream()
                .map(Reference::entry)
                .toList());
        ledger.read(Set.of(EntryKind.PLAN_DECLARED), entry -> {
            if (entry.facts().says("plan", plan.hex())) {
                numbers.add(entry.sequence());
            }
        });
        ledger.read(uses(), entry -> {
            if (entry.facts().says("model", model.hex()) && entry.facts().says("plan", plan.hex())) {
                numbers.add(entry.sequence());
            }
        });
        return numbers.stream()
                .distinct()
                .sorted()
                .map(number -> ledger.entry(number).orElseThrow())
                .toList();
    }

    private static Set<EntryKind> uses() {
        Set<EntryKind> kinds = new HashSet<>(Course.CHANGES);
        kinds.add(EntryKind.SILENT_TRIAL_JUDGED);
        return kinds;
    }

    /** The newest checkpoint that a ledger has recorded. */
    public static Optional<Checkpoint> checkpoint(Ledger ledger) {
        List<String> lines = new ArrayList<>();
        ledger.read(Set.of(EntryKind.CHECKPOINT_SIGNED), entry -> {
            lines.clear();
            entry.body().ifPresent(lines::add);
        });
        return lines.stream().findFirst().map(Checkpoint::parse);
    }
}
