package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;

/** Where every version is at an instant. */
final class Stages {
    private final Map<Digest, VersionUse> unused = new LinkedHashMap<>();

    private Stages() {}

    static List<VersionUse> of(Ledger ledger, Instant asOf) {
        Stages stages = new Stages();
        EntryFilter made = Course.upTo(asOf)
                .ofKinds(
                        EntryKind.MODEL_TRAINED,
                        EntryKind.MODEL_IMPORTED,
                        EntryKind.MODEL_APPROVED,
                        EntryKind.MODEL_REJECTED);
        ledger.read(made, stages::take);
        List<VersionUse> used = new ArrayList<>();
        Course.all(ledger, asOf).forEach(course -> used.addAll(in(course).values()));
        Map<Digest, Entry> retired = Course.retired(ledger, asOf);
        used.forEach(use -> stages.unused.remove(use.model()));
        List<VersionUse> all = new ArrayList<>(stages.unused.values());
        all.addAll(used);
        return all.stream()
                .map(use -> Optional.ofNullable(retired.get(use.model()))
                        .map(entry -> new VersionUse(
                                use.model(),
                                use.deployment(),
                                use.site(),
                                VersionStage.RETIRED,
                                entry.at(),
                                entry.sequence()))
                        .orElse(use))
                .toList();
    }

    private void take(Entry entry) {
        Digest model = new Digest(entry.facts().required("model"));
        VersionStage stage = switch (entry.kind()) {
            case MODEL_APPROVED -> VersionStage.APPROVED;
            case MODEL_REJECTED -> VersionStage.REJECTED;
            default -> VersionStage.TRAINED;
        };
        if (stage != VersionStage.TRAINED || !unused.containsKey(model)) {
            unused.put(
                    model,
                    new VersionUse(model, Optional.empty(), Optional.empty(), stage, entry.at(), entry.sequence()));
        }
    }

    private static Map<Digest, VersionUse> in(Course course) {
        Map<Digest, VersionUse> uses = new LinkedHashMap<>();
        Standing before = Standing.NONE;
        for (Entry entry : course.entries()) {
            Standing after = before.after(entry);
            boolean answered = before.challenger().isPresent();
            leave(
                    course,
                    before.shadow(),
                    after.shadow(),
                    answered ? VersionStage.ROLLED_BACK : VersionStage.WITHDRAWN,
                    entry,
                    uses);
            leave(
                    course,
                    before.current(),
                    after.current(),
                    entry.kind() == EntryKind.MODEL_ROLLED_BACK ? VersionStage.ROLLED_BACK : VersionStage.REPLACED,
                    entry,
                    uses);
            VersionStage stage = after.closed()
                    ? VersionStage.CLOSED
                    : !after.live() ? VersionStage.SILENT : after.stopped() ? VersionStage.STOPPED : VersionStage.LIVE;
            enter(course, after.current(), stage, entry, uses);
            VersionStage beside = after.closed()
                    ? VersionStage.CLOSED
                    : after.challenger().isEmpty()
                            ? VersionStage.SILENT
                            : after.stopped() ? VersionStage.STOPPED : VersionStage.RAMPING;
            enter(course, after.shadow(), beside, entry, uses);
            before = after;
        }
        return uses;
    }

    private static void leave(
            Course course,
            Optional<Digest> was,
            Optional<Digest> is,
            VersionStage stage,
            Entry entry,
            Map<Digest, VersionUse> uses) {
        was.filter(model -> !was.equals(is)).ifPresent(model -> put(course, model, stage, entry, uses));
    }

    private static void enter(
            Course course, Optional<Digest> model, VersionStage stage, Entry entry, Map<Digest, VersionUse> uses) {
        model.filter(version -> uses.get(version) == null || uses.get(version).stage() != stage)
                .ifPresent(version -> put(course, version, stage, entry, uses));
    }

    private static void put(
            Course course, Digest model, VersionStage stage, Entry entry, Map<Digest, VersionUse> uses) {
        uses.put(
                model,
                new VersionUse(
                        model,
                        Optional.of(course.deployment()),
                        Optional.of(course.site()),
                        stage,
                        entry.at(),
                        entry.sequence()));
    }
}
