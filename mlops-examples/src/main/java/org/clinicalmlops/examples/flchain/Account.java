package org.clinicalmlops.examples.flchain;

import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.maturity.MaturityReport;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GateDecision;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.Workspace;

/** Prints what happens, in the words of a clinician. */
public final class Account {
    private final PrintStream out;

    public Account(PrintStream out) {
        this.out = out;
    }

    /** The head of an act or a step. */
    public void head(String title) {
        out.println();
        out.println(title);
        out.println("-".repeat(title.length()));
    }

    /** One sentence. */
    public void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    /** Progress of a longer piece of work. */
    public void progress(String message) {
        out.println("  ... " + message);
    }

    /** The numbers of an evaluation, over all and by subgroup. */
    public void evaluation(Evaluation evaluation) {
        say(
                "Evaluated on %d residents, %d of whom died:",
                evaluation.all().n(), evaluation.all().events());
        estimates("  ", evaluation.all().estimates());
        for (Evaluation.Group group : evaluation.groups()) {
            say(
                    "  %s = %s: AUROC %s (%d residents)",
                    group.subgroup(),
                    group.level(),
                    text(group.cases().estimates().get("auroc")),
                    group.cases().n());
        }
        evaluation.champion().ifPresent(comparison -> {
            say("Against the model in use, on the same residents (difference with interval):");
            comparison
                    .differences()
                    .forEach((name, difference) -> difference.match(
                            known -> say("  %-28s %s", name, text(difference)), few -> {}, undefined -> {}));
        });
    }

    /** What the gates said. */
    public void gates(Iterable<GateDecision> decisions) {
        for (GateDecision decision : decisions) {
            say("  %-18s %s: %s", decision.ruling(), decision.gate(), decision.reason());
        }
    }

    /** A new alert. */
    public void alert(Instant at, Alert alert) {
        say("  %s ALERT on %s", day(at), alert.finding().subject());
        say("    %s", alert.finding().explanation());
    }

    /** The stage, why, and the entries behind it. */
    public void maturity(MaturityReport report) {
        say("Maturity on %s: %s.", day(report.asOf()), report.stage().title());
        report.reasons().forEach(reason -> say("  - %s", reason));
    }

    /** Tells a verdict, lets the clinical lead sign what waits for it, and answers the approval. */
    Approved<Assay, Risk> signed(Workspace ward, Verdict<Assay, Risk> verdict) {
        return verdict.fold(
                approved -> approved,
                rejected -> {
                    evaluation(rejected.evaluation());
                    throw new IllegalStateException("rejected: " + rejected.reasons());
                },
                awaiting -> {
                    say(
                            "Fitted: %s, model %s.",
                            awaiting.candidate().trainer(),
                            awaiting.candidate().artifact().digest().brief());
                    evaluation(awaiting.evaluation());
                    gates(awaiting.decisions());
                    return Plans.signed(ward, awaiting);
                });
    }

    /** The day of an instant. */
    static String day(Instant at) {
        return at.toString().substring(0, 10);
    }

    /** Whether the record holds. */
    public void verified(Ledger ledger) {
        say(
                "%s",
                ledger.verify()
                        .<String>fold(
                                intact -> "ledger verified: " + Recorded.count(ledger, EntryFilter.ALL) + " records",
                                broken -> "LEDGER BROKEN at entry " + broken.sequence() + ": " + broken.reason()));
    }

    /** A number with its interval, or why there is none. */
    public static String text(Estimate estimate) {
        return estimate.fold(
                known -> String.format(
                        Locale.ROOT,
                        "%.3f (%.3f to %.3f)",
                        known.value(),
                        known.interval().lower(),
                        known.interval().upper()),
                few -> few.n() == 0 ? "no outcome yet" : "too few to say (" + few.n() + " of " + few.needed() + ")",
                undefined -> "not defined: " + undefined.reason());
    }

    private void estimates(String indent, Map<String, Estimate> estimates) {
        estimates.forEach((name, estimate) -> say("%s%-28s %s", indent, name, text(estimate)));
    }
}
