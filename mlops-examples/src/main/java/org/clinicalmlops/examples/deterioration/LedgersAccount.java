package org.clinicalmlops.examples.deterioration;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.core.registry.Registry;

/** What happened, by the ledger alone: everything that is printed is read from its entries, nothing is remembered. */
final class LedgersAccount {
    private static final Set<EntryKind> TOLD = Set.of(
            EntryKind.MODEL_APPROVED,
            EntryKind.SIGNED_OFF,
            EntryKind.SILENT_TRIAL_STARTED,
            EntryKind.WENT_LIVE,
            EntryKind.ALERT_OPENED,
            EntryKind.ALERT_REOPENED,
            EntryKind.UPDATE_PROPOSED,
            EntryKind.UPDATE_STARTED,
            EntryKind.UPDATE_STEP_DONE,
            EntryKind.UPDATE_ENDED,
            EntryKind.MODEL_PROMOTED,
            EntryKind.MODEL_ROLLED_BACK);

    private final Ledger ledger;
    private final PrintStream out;

    LedgersAccount(Ledger ledger, PrintStream out) {
        this.ledger = ledger;
        this.out = out;
    }

    /** @param first day of the first week */
    void tell(Instant first, int weeks) {
        out.println(
                "A year on two wards, as the ledger tells it. The stays are simulated: no value comes from a patient.");
        List<Entry> entries = new ArrayList<>();
        ledger.read(TOLD, entries::add);
        String deployment = entries.stream()
                .filter(entry -> entry.kind() == EntryKind.SILENT_TRIAL_STARTED)
                .findFirst()
                .orElseThrow()
                .facts()
                .required("deployment");
        Registry registry = Registry.of(ledger);
        String before = "";
        for (int week = 1; week <= weeks; week++) {
            Instant from = first.plus(Duration.ofDays(7L * (week - 1)));
            Instant until = from.plus(Duration.ofDays(7));
            boolean last = week == weeks;
            List<String> lines = entries.stream()
                    .filter(entry -> week(entry.at(), from, until, last))
                    .flatMap(entry -> line(entry).stream())
                    .toList();
            String inUse = registry.answering(deployment, last ? until.minusMillis(1) : until)
                    .map(Digest::brief)
                    .orElse("none");
            if (!lines.isEmpty() || !inUse.equals(before)) {
                out.printf("week %2d, from %s, in use at its end: %s%n", week, day(from), inUse);
                lines.forEach(line -> out.println("  " + line));
            }
            before = inUse;
        }
        long[] predicted = {0};
        ledger.read(
                Set.of(EntryKind.WINDOW_CLOSED),
                entry -> predicted[0] += entry.facts().text("beside").isPresent()
                        ? 0
                        : Long.parseLong(entry.facts().required("rows")));
        out.printf(
                "%d predictions in closed windows; %s%n",
                predicted[0],
                ledger.verify()
                        .<String>fold(
                                intact -> "ledger verified: " + intact.entries() + " entries",
                                broken -> "LEDGER BROKEN at entry " + broken.sequence()));
    }

    /** A review at the end of a week belongs to it. */
    private static boolean week(Instant at, Instant from, Instant until, boolean last) {
        return at.isAfter(from) && !at.isAfter(until) || last && at.isAfter(until);
    }

    private static Optional<String> line(Entry entry) {
        Facts facts = entry.facts();
        return switch (entry.kind()) {
            case SIGNED_OFF ->
                Optional.of("signed by " + facts.required("person") + " as " + facts.required("role") + ": model "
                        + model(facts));
            case SILENT_TRIAL_STARTED ->
                Optional.of("silent trial of model " + model(facts)
                        + (facts.text("beside").isPresent() ? ", beside the one in use" : ""));
            case WENT_LIVE -> Optional.of("went live: model " + model(facts) + ", by " + facts.required("person"));
            case ALERT_OPENED, ALERT_REOPENED ->
                facts.text("beside").isPresent()
                        ? Optional.empty()
                        : Optional.of("alert, " + facts.required("severity") + ": " + facts.required("explanation"));
            case UPDATE_PROPOSED -> Optional.of("proposed: " + facts.required("action"));
            case UPDATE_STARTED ->
                Optional.of("update " + number(facts) + " started by " + facts.required("startedBy"));
            case UPDATE_STEP_DONE -> step(facts).map(text -> "update " + number(facts) + ": " + text);
            case UPDATE_ENDED ->
                Optional.of("update " + number(facts) + " ended: " + facts.required("end") + " at "
                        + facts.required("step") + ", " + facts.required("reason"));
            case MODEL_PROMOTED ->
                Optional.of("promoted: model " + model(facts) + ", by "
                        + facts.text("person")
                                .map(person -> person + " as " + facts.required("role"))
                                .orElseGet(() ->
                                        "the change plan, modification '" + facts.required("modification") + "'"));
            case MODEL_ROLLED_BACK ->
                Optional.of("rolled back to model " + model(facts) + ", by " + facts.required("by"));
            default -> Optional.empty();
        };
    }

    private static Optional<String> step(Facts facts) {
        return switch (facts.required("step")) {
            case "DATA_CUT" ->
                Optional.of(facts.required("learning.fresh") + " fresh outcomes teach, " + facts.required("set.rows")
                        + " of " + facts.required("set.size") + " patients are kept for judging");
            case "UPDATE_CHOICE" -> facts.text("extent").map(extent -> "smallest sufficient update: " + extent);
            case "CANDIDATE" -> Optional.of("candidate " + new Digest(facts.required("candidate")).brief());
            case "PLAN_JUDGEMENT" ->
                Optional.of(
                        facts.says("inPlan", "true")
                                ? "in plan, modification '" + facts.required("modification") + "'"
                                : "OUT OF PLAN: " + facts.required("clause"));
            case "COMPARISON" ->
                Optional.of(
                        "use " + facts.required("use") + " of a sequestered set, passed: " + facts.required("passed"));
            case "FORGETTING" ->
                Optional.of("forgetting check: " + facts.required("forgetting") + ", " + facts.required("compared")
                        + " comparisons");
            default -> Optional.empty();
        };
    }

    private static String number(Facts facts) {
        String id = facts.required("update");
        return id.substring(id.lastIndexOf('/') + 1);
    }

    private static String model(Facts facts) {
        return new Digest(facts.required("model")).brief();
    }

    private static String day(Instant at) {
        return at.toString().substring(0, 10);
    }
}
