package org.clinicalmlops.examples.flchain;

import static org.clinicalmlops.examples.flchain.Plans.year;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.Awaiting;
import org.clinicalmlops.api.validate.Rejected;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;

/** Act one: the eight steps, from the plan to the years after. */
public final class MainJob {
    /** The run knows five-year outcomes of 1997, which nobody did in 1998: a replay, and recorded as one. */
    private static final DataCut CUT =
            DataCut.indexed(year(1995), year(1998)).asOf(year(2003)).allowingHindsight();

    private final Account account;
    private final Path file;

    public MainJob(Account account, Path file) {
        this.account = account;
        this.file = file;
    }

    /** Runs the act; the ledger stays behind in its file. */
    public void run() {
        ReplayClock clock = new ReplayClock(year(1998));
        try (JdbcLedger ledger = Hospital.ledger(file)) {
            try (Workspace ward = Hospital.workspace(ledger, clock)
                    .progress(account::progress)
                    .open()) {
                Pipeline<Assay, Risk> plan = Plans.main(0.75);
                Awaiting<Assay, Risk> awaiting = develop(ward, ledger, plan);
                rejected(ward);
                Approved<Assay, Risk> approved = sign(ward, awaiting);
                account.maturity(ward.maturity(plan.useCase().name()));
                Deployment<Assay, Risk> deployment = ward.deploy(approved);
                Replay replay = new Replay(ward, deployment, clock, Plans.assays());
                silentTrial(deployment, replay);
                ward.flush();
                account.say("Step 6, serving: %s", FreshJvm.answers(file, ledger, deployment.model()));
                account.maturity(ward.maturity(plan.useCase().name()));
                account.head("Step 7, monitoring: the assays of 1998-2003, and their outcomes five years later");
                whatHasChanged(YearBook.follow(account, replay, 1998, 2008));
                account.maturity(ward.maturity(plan.useCase().name()));
            }
            account.verified(ledger);
        }
    }

    /** Steps 1 to 4: from the plan to a verdict that waits for a signature. */
    private Awaiting<Assay, Risk> develop(Workspace ward, Ledger ledger, Pipeline<Assay, Risk> plan) {
        UseCase<Risk> useCase = plan.useCase();
        account.head("Act 1: a model is developed, tested, used and watched");
        account.say("Step 1, use case: %s. %s.", useCase.name(), useCase.intendedUse());
        account.say("  For: %s. Looks ahead: 5 years.", useCase.population());
        useCase.stakeholders().forEach(s -> account.say("  Has a say: %s (%s)", s.role(), s.who()));
        Awaiting<Assay, Risk> awaiting = ward.run(plan, CUT)
                .fold(
                        approved -> {
                            throw new IllegalStateException("nobody has signed, yet the model is approved");
                        },
                        rejected -> {
                            throw new IllegalStateException("rejected: " + rejected.reasons());
                        },
                        waits -> waits);
        Facts cohort = last(ledger, EntryKind.COHORT_EXTRACTED);
        account.say(
                "Step 1, data: %s assays of 1995-1997; %s died within 5 years, %s did not, %s were lost to follow-up"
                        + " (censored: they count as neither).",
                cohort.required("rows"),
                cohort.required("events"),
                cohort.required("nonEvents"),
                cohort.required("censored"));
        Facts split = last(ledger, EntryKind.FEATURES_PREPARED);
        account.say(
                "Step 2, features: %s. %s residents of 1995-96 train, %s of 1997 evaluate.",
                String.join(
                        ", ",
                        awaiting.candidate().artifact().schema().features().stream()
                                .map(f -> f.name() + (f.unit().equals("1") ? "" : " (" + f.unit() + ")"))
                                .toList()),
                split.required("training"),
                split.required("evaluation"));
        account.say("Step 3, training: Brier score in cross-validation (lower is better):");
        for (Candidate.Score score : awaiting.candidate().scores()) {
            account.say("  %-30s %s", score.trainer(), Account.text(score.outOfFold()));
        }
        account.say(
                "  Chosen: %s, recalibrated; model %s.",
                awaiting.candidate().trainer(),
                awaiting.candidate().artifact().digest().brief());
        account.say("Step 4, evaluation:");
        account.evaluation(awaiting.evaluation());
        return awaiting;
    }

    /** The same plan with a gate that nobody can pass. */
    private void rejected(Workspace ward) {
        account.say("A second plan asks for an AUROC of at least 0.95:");
        Rejected<Assay, Risk> rejected = ward.run(Plans.main(0.95), CUT)
                .<Rejected<Assay, Risk>>fold(
                        approved -> {
                            throw new IllegalStateException("approved although the gate cannot be passed");
                        },
                        no -> no,
                        awaiting -> {
                            throw new IllegalStateException("awaiting although the gate cannot be passed");
                        });
        rejected.reasons().forEach(reason -> account.say("  REJECTED           %s", reason));
    }

    /** Step 5, first half: the gates and the signature. */
    private Approved<Assay, Risk> sign(Workspace ward, Awaiting<Assay, Risk> awaiting) {
        account.say(
                "Step 5, validation: what the gates say of model %s:",
                awaiting.candidate().artifact().digest().brief());
        account.gates(awaiting.decisions());
        Approved<Assay, Risk> approved = ward.sign(
                        awaiting, Hospital.clinicalLead().of(awaiting.toSign()))
                .fold(
                        yes -> yes,
                        rejected -> {
                            throw new IllegalStateException("rejected after the signature");
                        },
                        still -> {
                            throw new IllegalStateException("still awaiting " + still.roles());
                        });
        account.say(
                "  Signed by %s as clinical lead: approved (entry %d).",
                Hospital.HAEMATOLOGIST, approved.ledgerEntry());
        return approved;
    }

    /** Step 5, second half: the model answers silently until its trial has been passed. */
    private void silentTrial(Deployment<Assay, Risk> deployment, Replay replay) {
        account.say("Step 5, test in production: from 1 January 1998 the model answers and nobody sees it.");
        replay.until(Plans.day(1998, 1, 8), review -> {});
        account.say("  8 January, asked to end the trial: %s", end(deployment));
        replay.until(Plans.day(1998, 1, 29), review -> {});
        account.say("  29 January, asked again: %s", end(deployment));
    }

    private static String end(Deployment<Assay, Risk> deployment) {
        return deployment
                .endSilentTrial(Hospital.clinicalLead().of(deployment.toSign()))
                .fold(
                        passed -> "passed, the model answers for real",
                        notYet -> "not yet, " + String.join("; ", notYet.reasons()));
    }

    /** The alerts on inputs against the published table itself: did the residents change, or did the monitor cry wolf? */
    private void whatHasChanged(YearBook book) {
        List<Assay> training = Replay.inOrder(Plans.assays(), year(1995), year(1997));
        List<Assay> late = Replay.inOrder(Plans.assays(), year(2002), year(2004));
        account.say("Are these alerts true? In the published table, 1995-96 against 2002-03:");
        account.say(
                "  creatinine was measured in %.0f %% and in %.0f %% of residents; they were %.1f and %.1f years old; half had a"
                        + " kappa above %.2f and %.2f mg/dL.",
                100 * share(training), 100 * share(late), age(training), age(late), kappa(training), kappa(late));
        account.say("  The alert on the model rests on outcomes: of residents assayed in 2000 and 2001.");
        account.say(
                "  Alerts before 2002, when they had changed less: %d.",
                book.alerts().stream()
                        .filter(alert -> alert.openedAt().isBefore(year(2002)))
                        .count());
    }

    private static double share(List<Assay> assays) {
        return assays.stream().filter(a -> a.creatinine() != null).count() / (double) assays.size();
    }

    private static double kappa(List<Assay> assays) {
        return assays.stream()
                .mapToDouble(Assay::kappa)
                .sorted()
                .skip(assays.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static double age(List<Assay> assays) {
        return assays.stream().mapToDouble(Assay::age).average().orElseThrow();
    }

    private static Facts last(Ledger ledger, EntryKind kind) {
        Facts[] facts = {Facts.NONE};
        ledger.read(Set.of(kind), entry -> facts[0] = entry.facts());
        return facts[0];
    }
}
