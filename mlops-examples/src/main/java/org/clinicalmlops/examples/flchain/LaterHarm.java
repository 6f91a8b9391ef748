package org.clinicalmlops.examples.flchain;

import static org.clinicalmlops.examples.flchain.Plans.day;
import static org.clinicalmlops.examples.flchain.Plans.year;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.observedOverExpected;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.maturity.MaturityReport;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.Review;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.data.Extraction;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;

/**
 * Act three: a clinic that had seen residents under 65 only opens to everybody and goes on using its model. The outcomes of the
 * first months show that too many die who were called low risk; the plan runs again on the newer residents, and the new model takes
 * over once it has shown itself against the old one and a person has signed.
 */
public final class LaterHarm {
    private static final Instant OPENED = year(1996);

    private final Account account;
    private final Path file;

    public LaterHarm(Account account, Path file) {
        this.account = account;
        this.file = file;
    }

    /** Runs the act; answers the maturity at its end. */
    public MaturityReport run() {
        account.head("Act 3: a model that was made for the wrong residents, and how that comes out");
        account.say(
                "Until 1996 a clinic saw residents under 65 only. Its model is approved in February 1996, a month after it");
        account.say("has opened to everybody. Its gates ask for discrimination; nobody asked for calibration.");
        CohortSource<Assay> clinic = new ClinicUnder65(Plans.assays(), OPENED);
        ReplayClock clock = new ReplayClock(day(1996, 2, 1));
        try (JdbcLedger ledger = Hospital.ledger(file)) {
            MaturityReport report;
            try (Workspace ward = Hospital.workspace(ledger, clock).open()) {
                report = story(ward, clinic, clock);
            }
            account.verified(ledger);
            return report;
        }
    }

    private MaturityReport story(Workspace ward, CohortSource<Assay> clinic, ReplayClock clock) {
        Pipeline<Assay, Risk> plan = Plans.clinic(clinic);
        Deployment<Assay, Risk> deployment = ward.deploy(account.signed(
                ward,
                ward.run(
                        plan,
                        DataCut.indexed(year(1995), day(1996, 2, 1))
                                .asOf(day(2001, 2, 1))
                                .allowingHindsight())));
        Replay replay = new Replay(ward, deployment, clock, clinic);
        replay.until(day(1996, 2, 20), review -> {});
        deployment.endSilentTrial(Hospital.clinicalLead().of(deployment.toSign()));
        account.say(
                "From %s on model %s answers for residents of every age.",
                Account.day(clock.instant()), deployment.model().brief());

        Digest old = deployment.model();

        YearBook book = new YearBook(account);
        Optional<Review<Assay>> harm = replay.untilRetrained(year(2004), review -> {
            book.take(review);
            acknowledge(ward, deployment, review);
        });
        if (harm.isEmpty()) {
            throw new IllegalStateException("no harm was found until 2004");
        }
        UpdateProposal proposal = harm.get().proposal().orElseThrow();
        account.say(
                "Proposed on %s, because of matured outcomes: %s.", Account.day(clock.instant()), proposal.action());
        account.say(
                "The change plan lets the trigger itself start the same plan on the newest residents whose five years are over:");
        Verdict<Assay, Risk> verdict = harm.get()
                .retrained()
                .orElseThrow(() -> new IllegalStateException(
                        "the retraining failed: " + harm.get().failure().orElse("no reason")));
        Approved<Assay, Risk> better = account.signed(ward, verdict);
        ward.shadow(deployment, better);
        account.say(
                "From %s on the new model %s runs silently beside the old one.",
                Account.day(clock.instant()),
                better.candidate().artifact().digest().brief());
        replay.until(clock.instant().plus(Duration.ofDays(100)), review -> {});
        account.say(
                "%s, asked to promote it: %s",
                Account.day(clock.instant()),
                deployment
                        .endSilentTrial(Hospital.clinicalLead().of(deployment.toSign()))
                        .<String>fold(
                                passed -> "promoted by " + Hospital.HAEMATOLOGIST,
                                notYet -> "not yet, " + String.join("; ", notYet.reasons())));
        wasItRight(ward, plan, old, deployment.model());
        MaturityReport report = ward.maturity(plan.useCase().name());
        account.maturity(report);
        return report;
    }

    /** Both models on the residents who came after those that the new one was made of: neither has seen them. */
    private void wasItRight(Workspace ward, Pipeline<Assay, Risk> plan, Digest old, Digest better) {
        Cohort<Assay> later = Extraction.of(plan)
                .extract(DataCut.indexed(day(1996, 8, 1), year(2004)).asOf(year(2009)), Hospital.pseudonyms());
        int[] known = IntStream.range(0, later.size())
                .filter(i -> later.outcome(i) instanceof Outcome.Known<Risk>)
                .toArray();
        account.say(
                "Was it right? Both models on the %d residents from August 1996 to 2003, whom neither has seen:",
                known.length);
        for (Digest digest : List.of(old, better)) {
            Judged<Risk> cases = Evaluator.judge(
                    Evaluator.<Assay, Assay>bind(ward.registry().model(digest), Plans.features()), later, known);
            account.say(
                    "  model %s: observed/expected %s, AUROC %s",
                    digest.brief(),
                    Account.text(observedOverExpected().estimate(cases)),
                    Account.text(auroc().estimate(cases)));
        }
    }

    /** Somebody looks into every alert on inputs and finds that the residents have changed, not the interface. */
    private void acknowledge(Workspace ward, Deployment<Assay, Risk> deployment, Review<Assay> review) {
        review.window()
                .ifPresent(window -> window.opened().stream()
                        .filter(alert -> !alert.harm())
                        .forEach(alert -> {
                            account.say(
                                    "    looked into by %s: the clinic now sees other residents; the values are right",
                                    Hospital.HAEMATOLOGIST);
                            ward.acknowledge(
                                    deployment,
                                    alert.id(),
                                    Hospital.HAEMATOLOGIST,
                                    Role.CLINICAL_LEAD,
                                    "the clinic sees residents of every age since 1996; the values are right");
                        }));
    }
}
