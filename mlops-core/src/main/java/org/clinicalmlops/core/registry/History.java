package org.clinicalmlops.core.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;

/** Which versions answered in a deployment one after the other, with what each rests on. */
final class History {
    /** What an approval rests on. */
    private static final Set<EntryKind> EVIDENCE = Set.of(
            EntryKind.COHORT_EXTRACTED,
            EntryKind.MODEL_IMPORTED,
            EntryKind.MODEL_TRAINED,
            EntryKind.BASELINE_PROFILED,
            EntryKind.MODEL_EVALUATED,
            EntryKind.GATES_DECIDED,
            EntryKind.SIGNED_OFF,
            EntryKind.MODEL_APPROVED,
            EntryKind.SILENT_TRIAL_JUDGED);

    private final Course course;
    private final List<Reference> known;

    private History(Ledger ledger, Course course) {
        this.course = course;
        this.known = known(ledger);
    }

    private static List<Reference> known(Ledger ledger) {
        List<Reference> known = new ArrayList<>();
        ledger.read(EVIDENCE, entry -> known.add(Reference.of(entry)));
        return known;
    }

    static List<Reference> evidence(Ledger ledger, Entry approved) {
        return evidence(known(ledger), Reference.of(approved));
    }

    static List<InUse> of(Ledger ledger, Course course) {
        return course.entries().isEmpty() ? List.of() : new History(ledger, course).spans();
    }

    private List<InUse> spans() {
        List<InUse> spans = new ArrayList<>();
        Map<Share, Entry> began = new LinkedHashMap<>();
        Standing standing = Standing.NONE;
        for (Entry entry : course.entries()) {
            standing = standing.after(entry);
            List<Share> shares = standing.shares();
            List<Share> over = began.keySet().stream()
                    .filter(share -> !shares.contains(share))
                    .toList();
            over.forEach(share -> spans.add(span(share, began.remove(share), Optional.of(entry))));
            shares.forEach(share -> began.putIfAbsent(share, entry));
        }
        began.forEach((share, entry) -> spans.add(span(share, entry, Optional.empty())));
        spans.sort(Comparator.comparingLong(span -> span.began().entry())); // stable: of two, the version in use first
        return spans;
    }

    private InUse span(Share share, Entry began, Optional<Entry> ended) {
        Digest model = share.model();
        return new InUse(
                course.deployment(),
                course.site(),
                model,
                share.share(),
                began.at(),
                ended.map(Entry::at),
                Reference.of(began),
                ended.map(Reference::of),
                last(
                        known,
                        began.sequence(),
                        part -> part.kind() == EntryKind.SILENT_TRIAL_JUDGED
                                && part.facts().says("deployment", course.deployment())
                                && part.facts().says("model", model.hex())
                                && part.facts().says("passed", "true")),
                evidence(model, began));
    }

    /** From the newest approval before it began, backwards by the numbers and digests that the entries name. */
    private List<Reference> evidence(Digest model, Entry began) {
        Optional<Reference> approved = newest(
                known,
                EntryKind.MODEL_APPROVED,
                began.sequence(),
                Facts.of("model", model).with("plan", began.facts().required("plan")));
        if (approved.isEmpty()) {
            return List.of();
        }
        return evidence(known, approved.get());
    }

    /** What an approval rests on, itself included, oldest first. */
    private static List<Reference> evidence(List<Reference> known, Reference approved) {
        Facts facts = approved.facts();
        Facts version = Facts.of("model", facts.required("model")).with("plan", facts.required("plan"));
        List<Reference> found = new ArrayList<>();
        long decided = Long.parseLong(facts.required("decided"));
        for (EntryKind kind : List.of(
                EntryKind.MODEL_IMPORTED,
                EntryKind.MODEL_TRAINED,
                EntryKind.BASELINE_PROFILED,
                EntryKind.MODEL_EVALUATED)) {
            newest(
                            known,
                            kind,
                            decided,
                            kind == EntryKind.MODEL_IMPORTED ? Facts.of("model", facts.required("model")) : version)
                    .ifPresent(found::add);
        }
        newest(
                        known,
                        EntryKind.COHORT_EXTRACTED,
                        decided,
                        Facts.of("data", facts.required("data")).with("plan", facts.required("plan")))
                .ifPresent(found::add);
        known.stream()
                .filter(part -> part.entry() == decided
                        || part.kind() == EntryKind.SIGNED_OFF
                                && part.entry() < approved.entry()
                                && part.facts().says("decided", Long.toString(decided)))
                .forEach(found::add);
        found.add(approved);
        found.sort((a, b) -> Long.compare(a.entry(), b.entry()));
        return found;
    }

    private static Optional<Reference> newest(List<Reference> known, EntryKind kind, long before, Facts says) {
        return last(
                known,
                before,
                part -> part.kind() == kind
                        && says.asMap().entrySet().stream()
                                .allMatch(fact -> part.facts().says(fact.getKey(), fact.getValue())));
    }

    private static Optional<Reference> last(List<Reference> known, long before, Predicate<Reference> wanted) {
        return known.stream()
                .filter(part -> part.entry() < before)
                .filter(wanted)
                .reduce((earlier, later) -> later);
    }
}
