package org.clinicalmlops.core.learn.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;

/** All updates of one deployment, as the ledger knows them at one moment, and the only way to record what comes next. */
final class Updates {
    private static final Set<EntryKind> STEPS =
            Set.of(EntryKind.UPDATE_STARTED, EntryKind.UPDATE_STEP_DONE, EntryKind.UPDATE_ENDED);
    private static final Set<EntryKind> GATES =
            Set.of(EntryKind.GATES_DECIDED, EntryKind.SIGNED_OFF, EntryKind.MODEL_APPROVED, EntryKind.MODEL_REJECTED);

    private final List<UpdateRun> runs = new ArrayList<>();
    private final ConditionalLedger ledger;

    private Updates(Ledger ledger, String deployment) {
        Predicate<Entry> mine = entry -> entry.facts().says("deployment", deployment);
        Predicate<Entry> judged = entry -> last().flatMap(UpdateRun::candidate)
                .filter(model -> entry.facts().says("model", model.hex()))
                .isPresent();
        this.ledger = new ConditionalLedger(
                ledger,
                Set.of(
                        EntryKind.UPDATE_STARTED,
                        EntryKind.UPDATE_STEP_DONE,
                        EntryKind.UPDATE_ENDED,
                        EntryKind.GATES_DECIDED,
                        EntryKind.SIGNED_OFF,
                        EntryKind.MODEL_APPROVED,
                        EntryKind.MODEL_REJECTED),
                entry -> GATES.contains(entry.kind()) ? judged.test(entry) : mine.test(entry));
        ledger.read(STEPS, entry -> {
            if (mine.test(entry)) {
                take(entry);
            }
        });
    }

    /** Cost: one pass over the entries of updates. */
    static Updates of(Ledger ledger, String deployment) {
        return new Updates(ledger, deployment);
    }

    private void take(Entry entry) {
        if (entry.kind() == EntryKind.UPDATE_STARTED) {
            runs.add(UpdateRun.started(entry));
            return;
        }
        Facts facts = entry.facts();
        Step step = Step.valueOf(facts.required("step"));
        for (int i = 0; i < runs.size(); i++) {
            if (facts.says("update", runs.get(i).id())) {
                runs.set(
                        i,
                        entry.kind() == EntryKind.UPDATE_STEP_DONE
                                ? runs.get(i).with(step, entry)
                                : runs.get(i)
                                        .ended(new UpdateEnd(
                                                UpdateEnd.How.valueOf(facts.required("end")),
                                                step,
                                                facts.required("reason"))));
            }
        }
    }

    /** Oldest first. */
    List<UpdateRun> all() {
        return List.copyOf(runs);
    }

    /** The newest. */
    Optional<UpdateRun> last() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(runs.size() - 1));
    }

    /** The one that is not over. */
    Optional<UpdateRun> running() {
        return last().filter(run -> run.end().isEmpty());
    }

    /** Takes entries only while nobody else has recorded anything of these updates. */
    Ledger ledger() {
        return ledger;
    }
}
