package org.clinicalmlops.core.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.validate.Ruling;
import org.clinicalmlops.core.exchange.FileFault.Kind;
import org.clinicalmlops.core.exchange.ModelFileReader.Unsound;
import org.clinicalmlops.core.model.ArtifactReader;
import org.clinicalmlops.core.model.BaselineReader;

/** Whether the entries of a file are the evidence of one approval: each there, about this version, and what it says it is. */
final class EvidenceCheck {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> PASSED =
            Set.of(Ruling.PASS.name(), Ruling.NOT_APPLICABLE.name(), Ruling.AWAITING_SIGN_OFF.name());

    private final ModelFile file;
    private final String model;
    private final String plan;

    EvidenceCheck(ModelFile file) {
        this.file = file;
        this.model = file.model().hex();
        this.plan = file.plan().hex();
    }

    void holds() throws Unsound {
        for (Entry entry : file.entries()) {
            boolean ofPlan = entry.kind() == EntryKind.PLAN_DECLARED || entry.kind() == EntryKind.COHORT_EXTRACTED;
            if (!entry.facts().says("plan", plan) || !ofPlan && !entry.facts().says("model", model)) {
                throw new Unsound(Kind.EVIDENCE, "entry " + entry.sequence() + " is about something else");
            }
        }
        Entry approved = last(EntryKind.MODEL_APPROVED, Long.MAX_VALUE, entry -> true);
        String decidedBy = approved.facts().text("decided").orElse("");
        Entry decided = last(
                EntryKind.GATES_DECIDED,
                approved.sequence(),
                entry -> Long.toString(entry.sequence()).equals(decidedBy));
        String data = fact(approved, "data");
        Predicate<Entry> sameRows = entry -> entry.facts().says("data", data);
        same(decided, "data", data);
        Entry evaluated = last(
                EntryKind.MODEL_EVALUATED,
                decided.sequence(),
                entry -> entry.facts()
                        .says("evaluation", decided.facts().text("evaluation").orElse("")));
        Entry trained = last(EntryKind.MODEL_TRAINED, evaluated.sequence(), sameRows);
        last(EntryKind.COHORT_EXTRACTED, trained.sequence(), sameRows);
        Entry baseline = last(EntryKind.BASELINE_PROFILED, decided.sequence(), entry -> true);
        Entry declared = last(EntryKind.PLAN_DECLARED, trained.sequence(), entry -> true);
        body(declared, file.plan());
        body(evaluated, new Digest(fact(evaluated, "evaluation")));
        read(trained, () -> ArtifactReader.read(text(trained), file.model()));
        read(baseline, () -> BaselineReader.read(text(baseline)));
        gates(approved, decided, declared);
    }

    /** Every ruling lets it pass, and every role that the plan's gates name has signed this decision. */
    private void gates(Entry approved, Entry decided, Entry declared) throws Unsound {
        int gates = 0;
        for (; decided.facts().text("gate." + gates).isPresent(); gates++) {
            String ruling = decided.facts().text("gate." + gates + ".ruling").orElse("");
            if (!PASSED.contains(ruling)) {
                throw new Unsound(Kind.EVIDENCE, "entry " + decided.sequence() + ": gate " + gates + " is not passed");
            }
        }
        Set<String> roles = new HashSet<>();
        try {
            JsonNode all = JSON.readTree(text(declared)).path("gates").path("allOf");
            if (gates < all.size()) { // a change plan may ask for more than the plan
                throw new Unsound(Kind.EVIDENCE, "entry " + decided.sequence() + " has too few gates");
            }
            all.forEach(gate -> {
                if (gate.path("is").asText().equals("signed-by")) {
                    roles.add(gate.path("role").asText());
                }
            });
        } catch (JsonProcessingException e) {
            throw new Unsound(Kind.CONTENT, "entry " + declared.sequence());
        }
        String toSign = decided.facts().text("toSign").orElse("");
        file.entries(EntryKind.SIGNED_OFF).stream()
                .filter(entry -> entry.sequence() < approved.sequence()
                        && entry.facts().says("signed", toSign)
                        && entry.facts().says("decided", Long.toString(decided.sequence())))
                .forEach(entry -> entry.facts().text("role").ifPresent(roles::remove));
        if (!roles.isEmpty()) {
            throw new Unsound(
                    Kind.EVIDENCE, "no signature of " + roles.stream().sorted().toList());
        }
    }

    private Entry last(EntryKind kind, long before, Predicate<Entry> wanted) throws Unsound {
        List<Entry> found = file.entries(kind).stream()
                .filter(entry -> entry.sequence() < before)
                .filter(wanted)
                .toList();
        if (found.isEmpty()) {
            throw new Unsound(Kind.EVIDENCE, "no " + kind + " entry that belongs to the approval");
        }
        return found.get(found.size() - 1);
    }

    private static String fact(Entry entry, String name) throws Unsound {
        Facts facts = entry.facts();
        String text = facts.text(name).orElse("");
        if (!text.matches("[0-9a-f]{64}")) {
            throw new Unsound(Kind.EVIDENCE, "entry " + entry.sequence() + " names no " + name);
        }
        return text;
    }

    private static void same(Entry entry, String name, String value) throws Unsound {
        if (!entry.facts().says(name, value)) {
            throw new Unsound(Kind.EVIDENCE, "entry " + entry.sequence() + " names another " + name);
        }
    }

    private static void body(Entry entry, Digest digest) throws Unsound {
        if (!Digest.of(text(entry)).equals(digest)) {
            throw new Unsound(Kind.CONTENT, "entry " + entry.sequence());
        }
    }

    private static void read(Entry entry, Runnable reading) throws Unsound {
        try {
            reading.run();
        } catch (RuntimeException | StackOverflowError e) { // whatever a text can do to a reader
            throw new Unsound(Kind.CONTENT, "entry " + entry.sequence());
        }
    }

    private static String text(Entry entry) {
        return entry.body().orElse("");
    }
}
