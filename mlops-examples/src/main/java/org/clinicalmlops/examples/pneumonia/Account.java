package org.clinicalmlops.examples.pneumonia;

import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.maturity.MaturityReport;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.validate.Awaiting;
import org.clinicalmlops.core.Review;
import org.jspecify.annotations.Nullable;

/** Tells the story as it happens, and keeps what it told. */
final class Account {
    private final PrintStream out;
    private final List<WindowReport> windows = new ArrayList<>();
    private final List<UpdateProposal> proposals = new ArrayList<>();
    private boolean signaturesTold;
    private @Nullable TrialDecision trial;
    private @Nullable Health health;
    private @Nullable MaturityReport maturity;

    Account(PrintStream out) {
        this.out = out;
    }

    void opens(int visits) {
        say("A hospital watches CURB-65, a published score of the risk to die of pneumonia within 30 days.");
        say("All visits are made up: no value comes from a patient, and the score is right by construction.");
        say("");
        say("Before use: %d visits of the last 18 months, of which the last 6 evaluate.", visits);
    }

    void awaits(Awaiting<EmergencyVisit, Risk> awaiting) {
        if (!signaturesTold) {
            awaiting.evaluation()
                    .all()
                    .estimates()
                    .forEach((name, estimate) -> say("  %-18s %s", name, text(estimate)));
            awaiting.decisions().forEach(d -> say("  %-18s %s: %s", d.ruling(), d.gate(), d.reason()));
            signaturesTold = true;
        }
        say("  %s signs", awaiting.roles().get(0));
    }

    void trial(TrialDecision decision) {
        trial = decision;
        say(
                "After two weeks in silence: %s",
                decision.<String>fold(
                        passed -> "the trial is passed, from now on the score is shown",
                        notYet -> "not yet, " + notYet.reasons()));
    }

    void interfaceChanges(LocalDate day, double factor) {
        if (factor != 1) {
            say("  %s from now on the laboratory sends urea in mg/dL, and tells nobody", day);
        }
    }

    void reviewed(Review<EmergencyVisit> review) {
        review.window().ifPresent(window -> {
            windows.add(window);
            say(
                    "  %s %4d visits scored, %3d outcomes; observed/expected to date %s",
                    day(window.until()),
                    window.rows(),
                    window.matured(),
                    text(window.performance().get("observed/expected to date")));
            window.opened()
                    .forEach(alert -> say("    ALERT    %s", alert.finding().explanation()));
            window.resolved().forEach(alert -> say("    RESOLVED %s", alert.id()));
        });
        review.proposal().ifPresent(proposal -> {
            proposals.add(proposal);
            say("    PROPOSED %s", proposal.action());
        });
    }

    /** Every alert so far. */
    List<Alert> opened() {
        return windows.stream().flatMap(window -> window.opened().stream()).toList();
    }

    /** What the physician writes down. */
    String repaired(LocalDate day) {
        String note = "the laboratory had changed to mg/dL; mmol/L again";
        say("  %s seen to: %s", day, note);
        return note;
    }

    void served(Health served, Abstention reason) {
        health = served;
        say(
                "In all: %d visits scored; %d not scored because urea was not measured: nothing was guessed.",
                served.predictions(), served.abstentions().get(reason));
    }

    void maturity(MaturityReport report) {
        maturity = report;
        say("Maturity: %s", report.stage().title());
    }

    /** Verifies the ledger and answers what happened. */
    Story close(Ledger ledger) {
        Verification verification = ledger.verify();
        say(
                "%s",
                verification.<String>fold(
                        intact -> "ledger verified: " + Recorded.count(ledger, EntryFilter.ALL) + " records",
                        broken -> "LEDGER BROKEN at entry " + broken.sequence() + ": " + broken.reason()));
        return new Story(
                Objects.requireNonNull(trial),
                List.copyOf(windows),
                List.copyOf(proposals),
                Objects.requireNonNull(health),
                Objects.requireNonNull(maturity),
                verification);
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private static String day(Instant at) {
        return at.toString().substring(0, 10);
    }

    private static String text(@Nullable Estimate estimate) {
        return estimate == null
                ? "not computed"
                : estimate.fold(
                        known -> String.format(
                                Locale.ROOT,
                                "%.3f (%.3f to %.3f)",
                                known.value(),
                                known.interval().lower(),
                                known.interval().upper()),
                        few -> "too few to say (" + few.n() + " of " + few.needed() + ")",
                        undefined -> "not defined: " + undefined.reason());
    }
}
