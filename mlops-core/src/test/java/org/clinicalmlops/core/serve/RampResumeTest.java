package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision.Made;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.testkit.ledger.MemoryPatientKeys;
import org.junit.jupiter.api.Test;

/** A ramp in more than one workspace: one after the other, and two at a time. */
class RampResumeTest {

    @Test
    void inTheMiddleOfAStepTheSamePatientsAreTheChallengersAfterACrash() {
        try (RampScene scene = new RampScene()) {
            scene.ward.clock.advance(RampScene.WEEK);
            scene.widen();
            scene.ward.clock.advance(Duration.ofDays(3));
            List<Visit> visits = scene.visits(100);
            List<String> before = models(scene.live, visits);

            try (Ward second = scene.two.crashed()) {
                Deployment<Visit, Risk> again = second.workspace.resume(scene.live.id(), scene.two.plan);

                assertThat(again.challenger())
                        .isEqualTo(scene.live.challenger())
                        .isPresent();
                assertThat(again.model()).isEqualTo(scene.champion());
                assertThat(models(again, visits))
                        .isEqualTo(before)
                        .contains(scene.challenger().hex());
                assertThat(RampScene.refusals(again.widen(RampScene.signed(again))))
                        .containsExactly("EVIDENCE: the step has lasted 3 of 7 days");
                second.clock.advance(Duration.ofDays(4));
                assertThat(again.widen(RampScene.signed(again))).isInstanceOf(Made.class);
                assertThat(again.model()).isEqualTo(scene.challenger());
            }
        }
    }

    private static List<String> models(Deployment<Visit, Risk> deployment, List<Visit> visits) {
        return visits.stream()
                .map(visit ->
                        RampScene.answered(deployment.predict(visit)).model().hex())
                .toList();
    }

    /** Both monitors hear again what they had heard, each of its own risks, and of alerts and feedback only who had answered. */
    @Test
    void theMonitorsOfBothAreToldAgainWhatTheyHadHeard() {
        try (RampScene scene = new RampScene(new Ward(), parts -> parts.actingAbove = 0)) {
            for (Visit visit : scene.visits(30)) {
                Prediction.Answered<Risk> answer = RampScene.answered(scene.live.predict(visit));
                scene.live.outcome(answer.id(), Outcome.event(true, scene.ward.clock.instant()));
                scene.live.feedback(answer.id(), new Feedback.Accepted());
            }
            scene.live.predict(scene.one(true).withAge(Double.POSITIVE_INFINITY));

            try (Ward second = scene.two.crashed()) {
                Deployment<Visit, Risk> again = second.workspace.resume(scene.live.id(), scene.two.plan);

                List<FakeMonitor> both = second.engine.monitors;
                assertThat(both).hasSize(2);
                same(both.get(0), scene.ofChampion);
                same(both.get(1), scene.ofChallenger);
                Prediction.Answered<Risk> hers = RampScene.answered(again.predict(scene.one(true)));
                again.feedback(hers.id(), new Feedback.Accepted());
                assertThat(both.get(1).noted())
                        .hasSize(scene.ofChallenger.noted().size() + 2);
            }
        }
    }

    private static void same(FakeMonitor told, FakeMonitor heard) {
        assertThat(Arrays.deepEquals(told.observed().toArray(), heard.observed().toArray()))
                .as("inputs to the bit")
                .isTrue();
        assertThat(told.risks()).isEqualTo(heard.risks());
        assertThat(told.expected()).isEqualTo(heard.expected());
        assertThat(told.outcomes).isEqualTo(heard.outcomes).isNotEmpty();
        assertThat(told.noted())
                .containsExactlyInAnyOrderElementsOf(heard.noted())
                .isNotEmpty();
    }

    /** What counts as evidence of a trial is counted from the ledger too, whoever answered. */
    @Test
    void whatEitherHasAnsweredIsCounted() {
        try (RampScene scene = new RampScene()) {
            scene.visits(20).forEach(scene.live::predict);
            scene.ward.workspace.flush();

            Past past = Past.of(scene.ward.ledger, scene.live.id()).orElseThrow();

            assertThat(past.ramping()).isTrue();
            assertThat(past.shadow().orElseThrow().answered()).isEqualTo(25);
            assertThat(past.current().answered()).isEqualTo(65);
        }
    }

    @Test
    void ofTwoThatWidenAtOnceOneWinsAndTheOtherIsTold() {
        try (RampScene scene = new RampScene();
                Ward second = scene.two.crashed()) {
            Deployment<Visit, Risk> there = second.workspace.resume(scene.live.id(), scene.two.plan);
            scene.ward.clock.advance(RampScene.WEEK);
            second.clock.advance(RampScene.WEEK);
            SignOff here = RampScene.signed(scene.live);
            assertThat(RampScene.signed(there)).isEqualTo(here);

            long widened = ((Made) there.widen(here)).ledgerEntry();

            assertThatExceptionOfType(LedgerConflict.class)
                    .isThrownBy(() -> scene.live.widen(here))
                    .satisfies(conflict -> {
                        assertThat(conflict.sequence()).isEqualTo(widened);
                        assertThat(conflict.kind()).isEqualTo(EntryKind.RAMP_WIDENED);
                    });
            assertThat(scene.ward.entries(EntryKind.RAMP_WIDENED)).hasSize(1);
            assertThat(scene.live.challenger())
                    .as("it has caught up")
                    .isEqualTo(there.challenger())
                    .map(Challenger::share)
                    .contains(0.5);
        }
    }

    @Test
    void whatAnotherHasChangedIsTakenOverWithTheMonitorsThatWereThere() {
        try (RampScene scene = new RampScene();
                Ward second = scene.two.crashed()) {
            Deployment<Visit, Risk> there = second.workspace.resume(scene.live.id(), scene.two.plan);
            scene.ward.clock.advance(RampScene.WEEK);
            scene.widen();
            assertThat(second.workspace.catchUp(there)).isTrue();
            assertThat(there.challenger()).isEqualTo(scene.live.challenger());
            int monitors = second.engine.monitors.size();

            scene.ward.workspace.rollBack(
                    scene.live, scene.champion(), TwoVersions.signed(scene.live, Change.ROLL_BACK, scene.champion()));
            second.workspace.pulse(there);

            assertThat(there.challenger()).isEmpty();
            assertThat(models(there, scene.visits(50)))
                    .containsOnly(scene.champion().hex());
            assertThat(second.engine.monitors).hasSize(monitors);
        }
    }

    @Test
    void aChallengerThatWasRetiredWhileAllWasClosedDoesNotComeBack() {
        RampScene scene = new RampScene();
        scene.close();
        try (Ward second = scene.ward.again()) {
            var versions = second.workspace.versions();
            SignOff lead = SignOff.by("lead", Role.CLINICAL_LEAD)
                    .of(versions.toSign(Change.RETIRE, scene.two.plan, scene.challenger()));
            assertThat(versions.retire(scene.two.plan, scene.challenger(), lead))
                    .isInstanceOf(Made.class);

            Deployment<Visit, Risk> again = second.workspace.resume(scene.live.id(), scene.two.plan);

            assertThat(again.challenger()).isEmpty();
            assertThat(again.model()).isEqualTo(scene.champion());
            assertThat(second.entries(EntryKind.RAMP_WITHDRAWN).get(0).facts().asMap())
                    .containsEntry("by", "RETIREMENT");
            assertThat(second.entries(EntryKind.SILENT_TRIAL_WITHDRAWN)).isEmpty();
        }
    }

    @Test
    void aChallengerCannotBeRetiredWhileItAnswers() {
        try (RampScene scene = new RampScene()) {
            var versions = scene.ward.workspace.versions();
            SignOff lead = SignOff.by("lead", Role.CLINICAL_LEAD)
                    .of(versions.toSign(Change.RETIRE, scene.two.plan, scene.challenger()));

            assertThat(RampScene.refusals(versions.retire(scene.two.plan, scene.challenger(), lead)))
                    .containsExactly("STATE: deployment '" + scene.live.id() + "' uses the version");
        }
    }

    /** Sealed rows name who answered: it is counted and told again as without seals. */
    @Test
    void aRampWhoseRowsAreSealedGoesOn() {
        try (RampScene scene = new RampScene(new Ward(new MemoryPatientKeys()), parts -> {})) {
            List<Visit> visits = new ArrayList<>(scene.visits(40));
            List<String> before = models(scene.live, visits);

            try (Ward second = scene.two.crashed()) {
                Deployment<Visit, Risk> again = second.workspace.resume(scene.live.id(), scene.two.plan);

                assertThat(models(again, visits)).isEqualTo(before);
                assertThat(second.engine.monitors.get(1).risks().subList(0, 45)).isEqualTo(scene.ofChallenger.risks());
            }
        }
    }
}
