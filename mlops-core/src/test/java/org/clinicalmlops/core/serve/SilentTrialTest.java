package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.core.fixtures.FakeEngine;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.SettableClock;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The trial of the plan lasts 14 days, asks for 20 predictions and takes one row in ten without an answer. */
class SilentTrialTest {
    private static final Pipeline<Visit, Risk> PLAN =
            Plans.with(parts -> parts.trial = SilentTrial.lasting(Duration.ofDays(14))
                    .endedBy(Role.CLINICAL_LEAD)
                    .withAtLeast(20)
                    .abstainingAtMost(0.1));

    /** What happens in a trial, and who asks to end it. */
    private static final class Trial {
        int answered = 20;
        int failed = 2;
        Duration lasts = Duration.ofDays(14);
        String person = "lead";
        Role role = Role.CLINICAL_LEAD;
        Optional<Digest> signed = Optional.empty();
    }

    static Stream<Arguments> missing() {
        return Stream.of(
                missing(
                        "a second too short",
                        t -> t.lasts = Duration.ofDays(14).minusSeconds(1),
                        "the trial has lasted 13 of 14 days"),
                missing("a prediction too few", t -> t.answered = 19, "it has made 19 of 20 predictions"),
                missing("too many rows without an answer", t -> t.failed = 3, "it gave no answer for 3 of 23 rows"),
                missing(
                        "another role",
                        t -> {
                            t.person = "analyst";
                            t.role = Role.DATA_SCIENTIST;
                        },
                        "it is ended by the role clinical-lead, not data-scientist"),
                missing(
                        "a signature under something else",
                        t -> t.signed = Optional.of(Digest.of("the other model")),
                        "the signature is under something else"),
                missing("somebody who may not", t -> t.person = "visitor", "'visitor' may not act as clinical-lead"));
    }

    private static Arguments missing(String name, Consumer<Trial> change, String reason) {
        return Arguments.of(name, change, reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("missing")
    void eachMissingPieceKeepsTheTrialGoingAndIsNamed(String name, Consumer<Trial> change, String reason) {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.deployed(PLAN);
            Trial trial = new Trial();
            change.accept(trial);

            TrialDecision decision = end(ward, deployment, trial);

            assertThat(decision)
                    .isInstanceOfSatisfying(
                            TrialDecision.NotYet.class,
                            notYet -> assertThat(notYet.reasons()).containsExactly(reason));
            assertThat(deployment.silent()).isTrue();
            assertThat(deployment.predict(visit(ward))).isInstanceOf(Prediction.Silent.class);
            assertThat(ward.entries(EntryKind.WENT_LIVE)).isEmpty();
            assertThat(ward.entries(EntryKind.SILENT_TRIAL_JUDGED))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.facts().asMap())
                            .containsEntry("passed", "false")
                            .containsEntry("reason.0", reason)
                            .containsEntry("person", trial.person));
        }
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.deployed(PLAN);

            TrialDecision decision = deployment.endSilentTrial(
                    SignOff.by("visitor", Role.DATA_SCIENTIST).of(Digest.of("nothing")));

            assertThat(((TrialDecision.NotYet) decision).reasons()).hasSize(5);
        }
    }

    @Test
    void withEverythingThereItEndsAndAnswersAreShown() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.deployed(PLAN);
            assertThat(deployment.silent()).isTrue();

            TrialDecision decision = end(ward, deployment, new Trial());

            assertThat(deployment.silent()).isFalse();
            assertThat(deployment.predict(visit(ward))).isInstanceOf(Prediction.Answered.class);
            Entry live = ward.entries(EntryKind.WENT_LIVE).get(0);
            assertThat(decision).isEqualTo(new TrialDecision.Passed(live.sequence()));
            assertThat(live.facts().asMap())
                    .containsEntry("deployment", "death-30d-1")
                    .containsEntry("model", deployment.model().hex())
                    .containsEntry("person", "lead")
                    .containsEntry("role", "clinical-lead");
            assertThat(ward.entries(EntryKind.SILENT_TRIAL_JUDGED)
                            .get(0)
                            .facts()
                            .asMap())
                    .containsEntry("passed", "true")
                    .containsEntry("predictions", "20")
                    .containsEntry("abstained", "2");
            assertThat(end(ward, deployment, new Trial()))
                    .isEqualTo(new TrialDecision.NotYet(List.of("there is no silent trial to end")));
        }
    }

    @Test
    void aTrialOfHoursIsToldInHours() {
        Pipeline<Visit, Risk> hours = Plans.with(parts -> parts.trial = SilentTrial.lasting(Duration.ofHours(36))
                .endedBy(Role.CLINICAL_LEAD)
                .withAtLeast(1));
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.deployed(hours);
            Trial trial = new Trial();
            trial.lasts = Duration.ofHours(30);
            trial.failed = 0;

            assertThat(((TrialDecision.NotYet) end(ward, deployment, trial)).reasons())
                    .containsExactly("the trial has lasted PT30H of PT36H");
        }
    }

    @Test
    void aClosedDeploymentIsNotOpenedAgainByASignature() {
        Ward ward = new Ward();
        Deployment<Visit, Risk> deployment = ward.deployed(PLAN);
        ward.visits(20).forEach(deployment::predict);
        ward.clock.advance(Duration.ofDays(14));
        ((LiveDeployment<Visit>) deployment).close();

        TrialDecision decision =
                deployment.endSilentTrial(SignOff.by("lead", Role.CLINICAL_LEAD).of(deployment.toSign()));

        assertThat(decision).isEqualTo(new TrialDecision.NotYet(List.of("the deployment is closed")));
        assertThat(deployment.predict(visit(ward))).isInstanceOf(Prediction.Abstained.class);
        assertThat(ward.entries(EntryKind.WENT_LIVE)).isEmpty();
        ward.close();
    }

    @Test
    void aDirectoryThatDoesNotAnswerEndsNoTrial() {
        MemoryLedger ledger = new MemoryLedger();
        SettableClock clock = new SettableClock(Ward.OPENED);
        try (Workspace workspace = Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Pseudonyms.hmacSha256("0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
                .staff((person, role) -> {
                    throw new IllegalStateException("directory down");
                })
                .monitoring(new FakeEngine())
                .open()) {
            Deployment<Visit, Risk> deployment = workspace.deploy(Ward.approved(workspace.run(PLAN, Plans.CUT)));
            Visit.daily(20, 5).forEach(deployment::predict);
            clock.advance(Duration.ofDays(14));

            TrialDecision decision = deployment.endSilentTrial(
                    SignOff.by("lead", Role.CLINICAL_LEAD).of(deployment.toSign()));

            assertThat(((TrialDecision.NotYet) decision).reasons())
                    .containsExactly(
                            "whether 'lead' may act as clinical-lead could not be found out: IllegalStateException");
            assertThat(deployment.silent()).isTrue();
        }
    }

    @Test
    void twoDeploymentsOfOneModelAreSignedApart() {
        try (Ward ward = new Ward()) {
            var approved = ward.approved(PLAN);
            Deployment<Visit, Risk> one = ward.workspace.deploy(approved);
            Deployment<Visit, Risk> other = ward.workspace.deploy(approved);

            assertThat(one.id()).isNotEqualTo(other.id());
            assertThat(one.toSign()).isNotEqualTo(other.toSign());
            assertThat(one.model()).isEqualTo(other.model());
            List<String> ids = new ArrayList<>();
            for (Deployment<Visit, Risk> deployment : List.of(one, other)) {
                ids.add(PredictTest.id(deployment.predict(visit(ward))));
            }
            assertThat(ids).containsExactly("death-30d-1-1", "death-30d-2-1");
        }
    }

    private static TrialDecision end(Ward ward, Deployment<Visit, Risk> deployment, Trial trial) {
        ward.visits(trial.answered).forEach(deployment::predict);
        for (int i = 0; i < trial.failed; i++) {
            deployment.predict(visit(ward).withAge(Double.NEGATIVE_INFINITY));
        }
        ward.clock.advance(trial.lasts);
        return deployment.endSilentTrial(
                SignOff.by(trial.person, trial.role).of(trial.signed.orElseGet(deployment::toSign)));
    }

    private static Visit visit(Ward ward) {
        return ward.visits(1).get(0);
    }
}
