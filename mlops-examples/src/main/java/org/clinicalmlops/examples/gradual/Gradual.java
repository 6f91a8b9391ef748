package org.clinicalmlops.examples.gradual;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.metrics.Metrics.auroc;
import static org.clinicalmlops.metrics.Metrics.brier;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Ramp;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.smile.Logistic;
import org.sqlite.SQLiteDataSource;

/**
 * A model for the risk to be back in hospital within thirty days is replaced by a newer version: for a tenth of the patients, for half, for
 * all. After each step the ledger is asked who answered for whom. The patients are made up; everything else is as in earnest.
 */
public final class Gradual {
    private static final Instant FIRST = Instant.parse("2022-01-01T00:00:00Z");
    private static final Instant OPENED = Instant.parse("2024-03-01T08:00:00Z");
    private static final int FORTNIGHT = 14;

    private final PrintStream out;
    private final Ledger ledger;
    private final ReplayClock clock = new ReplayClock(OPENED);
    private final MadeUpDischarges discharges = new MadeUpDischarges(3);

    private Gradual(PrintStream out, Ledger ledger) {
        this.out = out;
        this.ledger = ledger;
    }

    /** @param args none */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempDirectory("gradual").resolve("ledger.db");
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), file);
    }

    /**
     * Runs the story.
     *
     * @param file where the ledger goes; not there yet
     * @return who answered in each fortnight, as the ledger says
     */
    static List<WhoAnswered> run(PrintStream out, Path file) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            return new Gradual(out, ledger).tell();
        }
    }

    static Pipeline<Discharge, Risk> plan(List<Discharge> register) {
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("readmission-30d")
                        .intendedUse("Tells the discharge team whom to call at home. Not for keeping anybody.")
                        .population("Adults who go home from internal medicine")
                        .horizon(Period.ofDays(30))
                        .stakeholder(Role.CLINICAL_LEAD, "Internal medicine")
                        .stakeholder(Role.DATA_SCIENTIST, "Data group")
                        .build())
                .data(CohortSource.of("discharge register", register))
                .features(FeatureSet.of(Discharge.class)
                        .patient(Discharge::patient)
                        .indexedAt(Discharge::at)
                        .numeric("age", "a", Discharge::age)
                        .numeric("stays", "1", Discharge::stays)
                        .numeric("haemoglobin", "g/dL", Discharge::haemoglobin))
                .outcome(Discharge::outcome)
                .split(Split.byTime(Period.ofMonths(4)))
                .train(Train.bestBy(brier(), List.of(Logistic.l2(0.1))).seed(1))
                .evaluate(EvaluationPlan.of(List.of(auroc(), brier()), List.of()))
                .gates(GatePolicy.allOf(lowerBoundOf(auroc()).atLeast(0.6)))
                // tag::ramp[]
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.3)
                        .rampingUp(Ramp.by(0.1, 0.5)
                                .holdingEach(Duration.ofDays(14))
                                .widenedBy(Role.CLINICAL_LEAD)))
                // end::ramp[]
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm()
                        .within(ChangePlan.refitOn(Period.ofYears(2))
                                .startedBy(ChangePlan.Start.PERSON)
                                .promotedBy(Role.CLINICAL_LEAD)))
                .build();
    }

    private List<WhoAnswered> tell() {
        say("A newer version takes over for a tenth of the patients, for half, for all. All patients are made up.");
        Pipeline<Discharge, Risk> plan = plan(discharges.days(FIRST, 730));
        try (Workspace ward = Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("a made-up secret of this story".getBytes(StandardCharsets.UTF_8)))
                .staff((person, role) -> person.equals("dr.lead") && role.equals(Role.CLINICAL_LEAD))
                .monitoring(StandardMonitoring.engine())
                .open()) {
            Deployment<Discharge, Risk> live = ward.deploy(approved(ward, plan, Instant.parse("2023-07-01T00:00:00Z")));
            fortnight(live);
            endTrial(live);
            say("%s version %s answers for everybody.", today(), live.model().brief());

            ward.shadow(live, approved(ward, plan, Instant.parse("2024-01-01T00:00:00Z")));
            fortnight(live);
            return rampedUp(ward, live);
        }
    }

    private List<WhoAnswered> rampedUp(Workspace ward, Deployment<Discharge, Risk> live) {
        List<WhoAnswered> told = new ArrayList<>();
        // tag::widen[]
        endTrial(live); // the trial beside the version in use: from here on the newer one answers for a tenth
        Challenger challenger = live.challenger().orElseThrow();
        say(
                "%s version %s answers for a share of %s.",
                today(), challenger.model().brief(), challenger.share());
        say("  asked to widen at once: %s", widened(live, challenger));
        told.add(after(ward, live, challenger));

        say("%s asked to widen: %s", today(), widened(live, challenger)); // to half
        told.add(after(ward, live, challenger));

        say("%s asked to widen: %s", today(), widened(live, challenger)); // to all
        told.add(after(ward, live, challenger));
        // end::widen[]
        say("Which version answered one after the other, and for whom:");
        ward.registry()
                .history(live.id())
                .forEach(use -> say(
                        "  from %s version %s for a share of %s, by entry %d",
                        use.from().toString().substring(0, 10),
                        use.model().brief(),
                        use.share(),
                        use.began().entry()));
        return told;
    }

    /** A fortnight, and what the ledger then says of it. */
    private WhoAnswered after(Workspace ward, Deployment<Discharge, Risk> live, Challenger challenger) {
        Instant from = clock.instant();
        fortnight(live);
        ward.flush();
        WhoAnswered who = WhoAnswered.since(ledger, from, challenger);
        say("  the ledger: %s", who);
        return who;
    }

    private void fortnight(Deployment<Discharge, Risk> deployment) {
        for (Discharge discharge : discharges.days(clock.instant(), FORTNIGHT)) {
            clock.moveTo(discharge.at());
            deployment.predict(discharge);
        }
        clock.moveTo(clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)));
    }

    private static Approved<Discharge, Risk> approved(Workspace ward, Pipeline<Discharge, Risk> plan, Instant until) {
        return ward.run(plan, DataCut.indexed(FIRST, until).asOf(until.plus(Discharge.HORIZON)))
                .fold(
                        approved -> approved,
                        rejected -> {
                            throw new IllegalStateException(rejected.reasons().toString());
                        },
                        awaiting -> {
                            throw new IllegalStateException(awaiting.roles().toString());
                        });
    }

    private static void endTrial(Deployment<Discharge, Risk> deployment) {
        SignOff lead = SignOff.by("dr.lead", Role.CLINICAL_LEAD).of(deployment.toSign());
        deployment.endSilentTrial(lead).match(passed -> {}, notYet -> {
            throw new IllegalStateException(notYet.reasons().toString());
        });
    }

    private static String widened(Deployment<Discharge, Risk> deployment, Challenger challenger) {
        ChangeDecision decision = deployment.widen(
                SignOff.by("dr.lead", Role.CLINICAL_LEAD).of(deployment.toSign(Change.WIDEN, challenger.model())));
        return decision.fold(
                made -> "done by entry " + made.ledgerEntry() + ", now "
                        + deployment
                                .challenger()
                                .map(newer -> "a share of " + newer.share())
                                .orElse("everybody"),
                refused -> "refused, " + refused.refusals());
    }

    private String today() {
        return clock.instant().toString().substring(0, 10);
    }

    private void say(String format, Object... of) {
        out.println(String.format(Locale.ROOT, format, of));
    }
}
