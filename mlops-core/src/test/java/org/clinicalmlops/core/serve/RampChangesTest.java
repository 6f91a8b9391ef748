package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision.Made;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Mandates;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.core.registry.Share;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps of a ramp, who makes them, and the ways back. */
class RampChangesTest {

    @Test
    void aFirstVersionGoesLiveForAllAndANewerOneForTheFirstShare() {
        try (RampScene scene = new RampScene()) {
            assertThat(scene.ward.entries(EntryKind.WENT_LIVE)).hasSize(1);
            Entry started = scene.ward.entries(EntryKind.RAMP_STARTED).get(0);
            assertThat(started.facts().asMap())
                    .containsEntry("deployment", scene.live.id())
                    .containsEntry("model", scene.challenger().hex())
                    .containsEntry("beside", scene.champion().hex())
                    .containsEntry("step", "1")
                    .containsEntry("share", "0.25")
                    .containsEntry("person", "analyst");
            assertThat(scene.ward.entries(EntryKind.MODEL_PROMOTED)).isEmpty();
            assertThat(scene.again().reasons())
                    .containsExactly("the silent trial is over: the newer version answers for a share of the patients");
        }
    }

    @Test
    void itIsWidenedStepByStepAndAtLastForAll() {
        try (RampScene scene = new RampScene()) {
            scene.ward.clock.advance(RampScene.WEEK);
            Made half = (Made) scene.widen();

            Entry widened = scene.ward.entries(EntryKind.RAMP_WIDENED).get(0);
            assertThat(half.ledgerEntry()).isEqualTo(widened.sequence());
            assertThat(scene.live.challenger())
                    .contains(new Challenger(scene.challenger(), 2, 0.5, scene.ward.clock.instant()));
            assertThat(widened.facts().asMap()).containsEntry("person", "lead").containsEntry("step", "2");

            scene.ward.clock.advance(RampScene.WEEK);
            Made all = (Made) scene.widen();

            Entry promoted = scene.ward.entries(EntryKind.MODEL_PROMOTED).get(0);
            assertThat(all.ledgerEntry()).isEqualTo(promoted.sequence());
            assertThat(promoted.facts().asMap())
                    .containsEntry("model", scene.challenger().hex())
                    .containsEntry("replaced", scene.champion().hex())
                    .containsEntry("by", "PERSON");
            assertThat(scene.live.model()).isEqualTo(scene.challenger());
            assertThat(scene.live.challenger()).isEmpty();
            scene.live.predict(scene.visits(1).get(0));
            assertThat(scene.newest(EntryKind.PREDICTED).text("shadow.model")).isEmpty();
        }
    }

    @Test
    void timeAloneWidensNothingAndWithoutItNothingIsWidened() {
        try (RampScene scene = new RampScene()) {
            scene.ward.clock.advance(Duration.ofDays(6));
            assertThat(RampScene.refusals(scene.widen())).containsExactly("EVIDENCE: the step has lasted 6 of 7 days");
            assertThat(scene.ward
                            .entries(EntryKind.CHANGE_REFUSED)
                            .get(0)
                            .facts()
                            .asMap())
                    .containsEntry("change", "WIDEN")
                    .containsEntry("model", scene.challenger().hex());

            scene.ward.clock.advance(Duration.ofDays(300));
            scene.ward.workspace.review(scene.live);
            assertThat(scene.live.challenger().orElseThrow().share()).isEqualTo(0.25);
        }
    }

    @Test
    void onlyTheRoleOfTheRampMayAndEachSignatureIsGoodForOneStep() {
        try (RampScene scene = new RampScene()) {
            scene.ward.clock.advance(RampScene.WEEK);
            Digest toSign = scene.live.toSign(Change.WIDEN, scene.challenger());
            SignOff analyst = SignOff.by("analyst", Role.DATA_SCIENTIST).of(toSign);
            assertThat(RampScene.refusals(scene.live.widen(analyst)))
                    .containsExactly("ROLE: it takes the role clinical-lead, not data-scientist");
            SignOff nobody = SignOff.by("nobody", Role.CLINICAL_LEAD).of(toSign);
            assertThat(RampScene.refusals(scene.live.widen(nobody)))
                    .containsExactly("PERSON: 'nobody' may not act as clinical-lead");
            SignOff forTheOther = TwoVersions.signed(scene.live, Change.WIDEN, scene.champion());
            assertThat(RampScene.refusals(scene.live.widen(forTheOther)))
                    .containsExactly("SIGNATURE: the signature is under something else");

            SignOff once = RampScene.signed(scene.live);
            assertThat(scene.live.widen(once)).isInstanceOf(Made.class);
            scene.ward.clock.advance(RampScene.WEEK);
            assertThat(RampScene.refusals(scene.live.widen(once)))
                    .containsExactly("SIGNATURE: the signature is under something else");
        }
    }

    @Test
    void withoutAChallengerThereIsNothingToWiden() {
        try (TwoVersions two = new TwoVersions()) {
            SignOff signOff = RampScene.signed(two.live);

            assertThat(RampScene.refusals(two.live.widen(signOff)))
                    .containsExactly(
                            "ROLE: it takes the role none that the plan names, not clinical-lead",
                            "STATE: no newer version answers for a share of the patients");
        }
    }

    private static Alert alert(Finding.Kind kind, Instant at, boolean acknowledged) {
        Alert alert = Alert.opened("alert-7", Finding.of(kind, "test", "model", Finding.State.ALARM, "too many"), at);
        return new Alert(
                alert.id(),
                alert.finding(),
                alert.also(),
                alert.severity(),
                alert.stage(),
                at,
                acknowledged ? Optional.of(new Alert.Acknowledgement("lead", at)) : Optional.empty());
    }

    /** Calibration is harm, as outcomes show; a drift of inputs is not. */
    @ParameterizedTest
    @EnumSource(names = {"CALIBRATION", "INPUT_DRIFT"})
    void anAlertOfTheChallengerHoldsItUp(Finding.Kind kind) {
        try (RampScene scene = new RampScene()) {
            scene.ward.clock.advance(RampScene.WEEK);
            Instant now = scene.ward.clock.instant();
            scene.ofChampion.say(AlertEvent.What.OPENED, alert(kind, now, false));
            scene.ofChallenger.say(AlertEvent.What.OPENED, alert(kind, now, false));
            List<String> refusals = List.of("EVIDENCE: alert 'alert-7' of the challenger is open: too many");
            assertThat(RampScene.refusals(scene.widen())).isEqualTo(refusals);

            scene.ofChallenger.say(AlertEvent.What.OPENED, alert(kind, now, true));
            boolean grave = kind == Finding.Kind.CALIBRATION;
            assertThat(RampScene.refusalsOrNone(scene.widen()))
                    .as("whoever has looked into harm has not ended it")
                    .isEqualTo(grave ? refusals : List.of());
        }
    }

    @Test
    void anAlertOfTheChampionAloneHoldsNothingUp() {
        try (RampScene scene = new RampScene()) {
            scene.ward.clock.advance(RampScene.WEEK);
            Instant now = scene.ward.clock.instant();
            scene.ofChampion.say(AlertEvent.What.OPENED, alert(Finding.Kind.CALIBRATION, now, false));

            assertThat(scene.widen()).isInstanceOf(Made.class);
        }
    }

    @Test
    void allPatientsAreTakenBackInOneCallByTheMandateForRollingBack() {
        try (RampScene scene = new RampScene(
                new Ward(),
                parts -> parts.mandates =
                        Optional.of(Mandates.all(Role.CLINICAL_LEAD).with(Change.ROLL_BACK, Role.DATA_SCIENTIST)))) {
            SignOff lead = TwoVersions.signed(scene.live, Change.ROLL_BACK, scene.champion());
            assertThat(RampScene.refusals(scene.ward.workspace.rollBack(scene.live, scene.champion(), lead)))
                    .containsExactly("ROLE: it takes the role data-scientist, not clinical-lead");
            assertThatIllegalStateException()
                    .isThrownBy(() -> scene.ward.workspace.withdraw(scene.live, "without a signature"))
                    .withMessageContaining("answers for a share of the patients");
            SignOff analyst = SignOff.by("analyst", Role.DATA_SCIENTIST)
                    .of(scene.live.toSign(Change.ROLL_BACK, scene.champion()));

            Made made = (Made) scene.ward.workspace.rollBack(scene.live, scene.champion(), analyst);

            Entry withdrawn = scene.ward.entries(EntryKind.RAMP_WITHDRAWN).get(0);
            assertThat(made.ledgerEntry()).isEqualTo(withdrawn.sequence());
            assertThat(withdrawn.facts().asMap())
                    .containsEntry("model", scene.challenger().hex())
                    .containsEntry("beside", scene.champion().hex())
                    .containsEntry("by", "PERSON")
                    .containsEntry("person", "analyst");
            assertThat(scene.live.challenger()).isEmpty();
            int seen = scene.ofChampion.observed().size();
            for (Visit visit : scene.visits(40)) {
                assertThat(RampScene.answered(scene.live.predict(visit)).model())
                        .isEqualTo(scene.champion());
            }
            assertThat(scene.ofChampion.observed()).as("it goes on").hasSize(seen + 40);
            assertThat(scene.newest(EntryKind.PREDICTED).text("shadow.model")).isEmpty();
            scene.ward.workspace.shadow(scene.live, scene.two.newer);
            assertThat(scene.live.challenger()).as("its trial begins again").isEmpty();
        }
    }

    @Test
    void anEarlierVersionAnswersForAllInOneCall() {
        try (RampScene scene = new RampScene()) {
            scene.ward.clock.advance(RampScene.WEEK);
            scene.widen();
            scene.ward.clock.advance(RampScene.WEEK);
            scene.widen(); // the second answers for all; the first is tried again and answers for a quarter
            scene.ward.workspace.shadow(
                    scene.live,
                    scene.ward
                            .workspace
                            .reinstate(scene.two.plan, scene.champion())
                            .orElseThrow());
            scene.ward.visits(5).forEach(scene.live::predict);
            scene.ward.clock.advance(Duration.ofDays(14));
            scene.live.endSilentTrial(SignOff.by("analyst", Role.DATA_SCIENTIST).of(scene.live.toSign()));
            assertThat(scene.live.challenger().orElseThrow().model()).isEqualTo(scene.champion());

            SignOff lead = TwoVersions.signed(scene.live, Change.ROLL_BACK, scene.champion());
            assertThat(scene.ward.workspace.rollBack(scene.live, scene.champion(), lead))
                    .isInstanceOf(Made.class);

            assertThat(scene.live.model()).isEqualTo(scene.champion());
            assertThat(scene.live.challenger()).isEmpty();
            assertThat(scene.newest(EntryKind.MODEL_ROLLED_BACK).required("challenger"))
                    .isEqualTo(scene.champion().hex());
        }
    }

    @Test
    void aVersionThatAnsweredForAShareOnlyIsNoneToRollBackTo() {
        try (RampScene scene = new RampScene()) {
            SignOff lead = TwoVersions.signed(scene.live, Change.ROLL_BACK, scene.challenger());

            assertThat(RampScene.refusals(scene.ward.workspace.rollBack(scene.live, scene.challenger(), lead)))
                    .containsExactly("VERSION: the version has never answered in this deployment");
        }
    }

    @Test
    void aStopHoldsForBothAndItsTimeDoesNotCount() {
        try (RampScene scene = new RampScene()) {
            scene.ward.clock.advance(Duration.ofDays(6));
            scene.ward.workspace.stop(
                    scene.live, TwoVersions.signed(scene.live, Change.STOP, scene.champion()), "to look into it");
            assertThat(scene.live.predict(scene.one(true))).isEqualTo(new Prediction.Abstained<>(Abstention.STOPPED));
            scene.ward.clock.advance(RampScene.WEEK);
            assertThat(RampScene.refusals(scene.widen())).containsExactly("STATE: the deployment is stopped");
            Instant again = scene.ward.clock.instant();
            scene.ward.workspace.startAgain(
                    scene.live, TwoVersions.signed(scene.live, Change.START_AGAIN, scene.champion()));

            assertThat(scene.live.challenger()).contains(new Challenger(scene.challenger(), 1, 0.25, again));
            assertThat(Registry.of(scene.ward.ledger).shares(scene.live.id(), again))
                    .hasSize(2);
            assertThat(RampScene.refusals(scene.widen())).containsExactly("EVIDENCE: the step has lasted 0 of 7 days");
        }
    }

    @Test
    void whoAnsweredAtAnyInstantIsAQuestionToTheLedger() {
        try (RampScene scene = new RampScene()) {
            Deployment<Visit, Risk> live = scene.live;
            Instant before =
                    scene.ward.entries(EntryKind.RAMP_STARTED).get(0).at().minusSeconds(1);
            Instant during = scene.ward.clock.instant();
            Visit hers = scene.one(true);
            scene.ward.clock.advance(RampScene.WEEK);
            scene.widen();
            Registry registry = Registry.of(scene.ward.ledger);

            assertThat(registry.shares(live.id(), before)).containsExactly(new Share(scene.champion(), 1));
            assertThat(registry.shares(live.id(), during))
                    .containsExactly(new Share(scene.champion(), 0.75), new Share(scene.challenger(), 0.25));
            assertThat(registry.answering(live.id(), during)).contains(scene.champion());
            String patient = scene.pseudonym(hers);
            assertThat(registry.answering(live.id(), patient, before)).contains(scene.champion());
            assertThat(registry.answering(live.id(), patient, during)).contains(scene.challenger());
            assertThat(registry.shares("nothing-1", during)).isEmpty();
            assertThat(registry.answering("nothing-1", patient, during)).isEmpty();
            assertThat(registry.allInUse(live.id(), during))
                    .extracting(use -> use.model() + " " + use.share())
                    .containsExactly(scene.champion() + " 0.75", scene.challenger() + " 0.25");
            assertThat(registry.allInUse(live.id(), during).get(1).trial()).isPresent();
            assertThat(registry.allInUse(live.id(), during).get(1).text())
                    .contains("answered for a share of 0.25 of the patients from");
            assertThat(registry.inUse(live.id(), during).orElseThrow().model()).isEqualTo(scene.champion());
        }
    }
}
