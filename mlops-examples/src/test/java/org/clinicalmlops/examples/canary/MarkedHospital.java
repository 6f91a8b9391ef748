package org.clinicalmlops.examples.canary;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.api.validate.GatePolicy.signedBy;
import static org.clinicalmlops.examples.canary.Canaries.marked;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.ledger.CheckpointSigner;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.plan.ClinicalPipeline;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.Opening;
import org.clinicalmlops.core.Review;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.exchange.ExportAnswer;
import org.clinicalmlops.core.exchange.ModelFile;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.metrics.Metrics;

/** Feeds marked patients through everything that serves and watches, and keeps what it was told. */
final class MarkedHospital {
    private static final Instant FIRST = Instant.parse("2021-01-01T00:00:00Z");
    private static final Instant OPENS = Instant.parse("2022-07-01T00:00:00Z");

    private final Heard heard;
    private final ReplayClock clock = new ReplayClock(OPENS);
    private final Trainer<Risk> trainer;

    MarkedHospital(Trainer<Risk> trainer, Heard heard) {
        this.trainer = trainer;
        this.heard = heard;
    }

    private void says(Object what) {
        heard.says(what);
    }

    private <T> Optional<T> fails(Callable<T> what) {
        return heard.fails(what);
    }

    private static List<Marked> register() {
        List<Marked> rows = new ArrayList<>(Marked.visits(1_000, FIRST, 3));
        rows.set(100, rows.get(100).with(Canaries.TRAINED_LOW));
        rows.set(200, rows.get(200).with(Canaries.TRAINED_MIDDLE));
        rows.set(300, rows.get(300).with(Canaries.TRAINED_HIGH));
        rows.set(400, rows.get(400).on(Canaries.TRAINED_WARD));
        return rows;
    }

    private Pipeline<Marked, Risk> plan(List<Marked> rows) {
        Subgroup<Marked> byWard = Subgroup.by("ward", Marked::ward);
        return ClinicalPipeline.forUseCase(UseCase.binaryRisk("death-30d")
                        .intendedUse("A test of what comes out. Not for patients.")
                        .population("made up")
                        .horizon(Period.ofDays(30))
                        .stakeholder(Role.CLINICAL_LEAD, "nobody")
                        .build())
                .data(CohortSource.of("visits", rows))
                .features(FeatureSet.of(Marked.class)
                        .patient(Marked::patient)
                        .indexedAt(Marked::at)
                        .numeric("age", "a", Marked::age)
                        .numericOrNull("lactate", "umol/L", Marked::readLactate)
                        .categorical("ward", Marked::ward))
                .outcome(Marked::outcome)
                .split(Split.byTime(Period.ofMonths(5)))
                .train(Train.bestBy(Metrics.brier(), List.of(trainer)).seed(1))
                .evaluate(EvaluationPlan.of(List.of(Metrics.auroc(), Metrics.brier()), List.of(byWard)))
                .gates(lowerBoundGate())
                .serve(Serving.after(SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
                        .actingAbove(0.3))
                .monitor(MonitorPlan.standard())
                .learn(UpdatePolicy.proposeOnHarm()
                        .within(ChangePlan.refitOn(Period.ofMonths(12))
                                .startedBy(ChangePlan.Start.PERSON)
                                .promotedBy(Role.CLINICAL_LEAD)))
                .build();
    }

    private static GatePolicy<Risk> lowerBoundGate() {
        return GatePolicy.allOf(lowerBoundOf(Metrics.auroc()).atLeast(0.55), signedBy(Role.CLINICAL_LEAD));
    }

    private Workspace open(Ledger ledger, Optional<PatientKeys> keys) {
        Opening.Ready ready = Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("the key of a test only".getBytes(StandardCharsets.UTF_8)))
                .staff((person, role) -> person.equals("lead"))
                .monitoring(heard.engine())
                .progress(this::says);
        return keys.map(ready::sealing).orElse(ready).open();
    }

    /** From the first run to a restart. */
    void lives(Ledger ledger, Optional<PatientKeys> keys) {
        List<Marked> rows = register();
        Pipeline<Marked, Risk> plan = plan(rows);
        DataCut cut =
                DataCut.indexed(FIRST, Instant.parse("2022-05-01T00:00:00Z")).asOf(OPENS);
        String id;
        try (Workspace workspace = open(ledger, keys)) {
            List<Marked> broken = new ArrayList<>(rows);
            broken.set(7, rows.get(7).with(Canaries.THROWN).breaking());
            fails(() -> workspace.run(plan(broken), cut));
            Approved<Marked, Risk> approved = signed(workspace, workspace.run(plan, cut));
            Deployment<Marked, Risk> deployment = workspace.deploy(approved);
            id = deployment.id();
            serves(workspace, deployment, 60, 21);
            says(deployment.endSilentTrial(
                    SignOff.by("lead", Role.CLINICAL_LEAD).of(deployment.toSign())));
            serves(workspace, deployment, 200, 22);
            drifts(workspace, deployment);
            for (String alert : openAlerts(ledger)) {
                fails(() -> {
                    workspace.acknowledge(deployment, alert, "lead", Role.CLINICAL_LEAD, "looked into");
                    return alert;
                });
            }
            fails(() -> workspace.retrain(deployment)).ifPresent(this::says);
            fails(() -> {
                workspace.shadow(deployment, signed(workspace, workspace.run(plan, cut)));
                return id;
            });
            serves(workspace, deployment, 20, 23);
            says(deployment.health());
            says(workspace.maturity("death-30d"));
            says(workspace.registry().versions());
            exports(workspace, plan, approved.candidate().artifact().digest());
        }
        try (Workspace workspace = open(ledger, keys)) {
            Deployment<Marked, Risk> deployment = workspace.resume(id, plan);
            serves(workspace, deployment, 20, 24);
            says(deployment.health());
            says(ledger.verify());
        }
    }

    /** The signed file of a version, one that somebody has changed, and what a stranger hears. */
    private void exports(Workspace workspace, Pipeline<Marked, Risk> plan, Digest model) {
        KeyPair pair = key();
        SignOff.NeedsSubject lead = SignOff.by("lead", Role.CLINICAL_LEAD);
        Digest toSign = workspace.versions().toSign(Change.EXPORT, plan, model);
        says(workspace
                .versions()
                .exported(plan, model, SignOff.by("other", Role.CLINICAL_LEAD).of(toSign), "north", data -> data));
        ModelFile file = workspace
                .versions()
                .exported(plan, model, lead.of(toSign), "north", CheckpointSigner.of(pair.getPrivate()))
                .fold(ExportAnswer.Exported::file, refused -> {
                    throw new AssertionError(refused);
                });
        byte[] bytes = file.bytes();
        says(new String(bytes, StandardCharsets.UTF_8));
        for (int at = 0; at < bytes.length; at += bytes.length / 7) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            says(ModelFile.read(changed, Map.of("north", pair.getPublic())));
            says(workspace
                    .versions()
                    .imported(
                            changed,
                            Map.of("north", pair.getPublic()),
                            plan,
                            lead.of(workspace.versions().toSign(plan, changed))));
        }
        fails(() -> workspace.judge(
                plan, DataCut.indexed(FIRST, OPENS.minusSeconds(1)).asOf(OPENS), Digest.of("no version")));
    }

    private static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> openAlerts(Ledger ledger) {
        List<String> alerts = new ArrayList<>();
        ledger.read(
                Set.of(EntryKind.ALERT_OPENED),
                entry -> alerts.add(entry.facts().required("alert")));
        return alerts;
    }

    private Approved<Marked, Risk> signed(Workspace workspace, Verdict<Marked, Risk> verdict) {
        says(verdict);
        return verdict.fold(
                approved -> approved,
                rejected -> {
                    throw new AssertionError("rejected: " + rejected.reasons());
                },
                awaiting -> {
                    SignOff lead = SignOff.by("lead", Role.CLINICAL_LEAD).of(awaiting.toSign());
                    fails(() -> workspace.sign(
                            awaiting, SignOff.by("other", Role.CLINICAL_LEAD).of(awaiting.toSign())));
                    return signed(workspace, workspace.sign(awaiting, lead));
                });
    }

    /** Days with two visits each, some of which are marked, and their outcomes; a review at the end. */
    private void serves(Workspace workspace, Deployment<Marked, Risk> deployment, int visits, long seed) {
        List<Marked> rows = Marked.visits(visits, clock.instant(), seed);
        for (int i = 0; i < rows.size(); i++) {
            Marked row = rows.get(i);
            clock.moveTo(row.at());
            row = switch (i % 10) {
                case 1 -> row.with(Canaries.SERVED);
                case 2 -> row.on(Canaries.WARD + i);
                case 3 -> row.with(Canaries.THROWN).breaking();
                case 4 ->
                    new Marked(
                            row.patient(),
                            row.at(),
                            Double.POSITIVE_INFINITY,
                            Canaries.INFINITE_BESIDE,
                            row.ward(),
                            row.outcome(),
                            false);
                case 5 ->
                    new Marked(
                            row.patient(),
                            marked(row.at(), Canaries.INDEX_NANOS),
                            row.age(),
                            row.lactate(),
                            row.ward(),
                            row.outcome(),
                            false);
                default -> row;
            };
            Prediction<Risk> answer = deployment.predict(row);
            says(answer);
            Instant learnt = marked(row.at().plusSeconds(3_600), Canaries.OUTCOME_NANOS);
            boolean died = i % 3 == 0;
            answer.match(
                    answered -> deployment.outcome(answered.id(), Outcome.event(died, learnt)),
                    silent -> deployment.outcome(silent.id(), Outcome.event(died, learnt)),
                    abstained -> {});
        }
        reviews(workspace, deployment);
    }

    /** Two months in which the interface says one marked value of everybody, on a ward that nobody knows. */
    private void drifts(Workspace workspace, Deployment<Marked, Risk> deployment) {
        for (int month = 0; month < 2; month++) {
            for (Marked row : Marked.visits(70, clock.instant(), 31 + month)) {
                clock.moveTo(row.at());
                says(deployment.predict(row.with(Canaries.SERVED).on(Canaries.WARD)));
            }
            reviews(workspace, deployment);
        }
    }

    private void reviews(Workspace workspace, Deployment<Marked, Risk> deployment) {
        fails(() -> workspace.pulse(deployment)).ifPresent(this::says);
        Optional<Review<Marked>> review = fails(() -> workspace.review(deployment));
        review.ifPresent(this::says);
    }
}
