package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Made;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Refused;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Mandates;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.junit.jupiter.api.Test;

/** Promotion by leave, rolling back, stopping, starting again and withdrawing, in one workspace and after a crash. */
class ChangesOfVersionTest {
    private static List<Why> whys(ChangeDecision decision) {
        return ((Refused) decision).refusals().stream().map(Refusal::why).toList();
    }

    private static Entry entry(TwoVersions scene, ChangeDecision decision) {
        long number = decision.fold(Made::ledgerEntry, Refused::ledgerEntry);
        return scene.ward.ledger.entry(number).orElseThrow();
    }

    private static Prediction<Risk> predict(Ward ward, Deployment<Visit, Risk> deployment) {
        return deployment.predict(ward.visits(1).get(0));
    }

    private static Digest answeredBy(Ward ward, Deployment<Visit, Risk> deployment) {
        return ((Prediction.Answered<Risk>) predict(ward, deployment)).model();
    }

    private static Evidence harm(Ward ward) {
        Finding finding = Finding.of(Finding.Kind.CALIBRATION, "test", "model", Finding.State.ALARM, "twice as many");
        return Evidence.of(List.of(Alert.opened("alert-1", finding, ward.clock.instant())), ward.clock.instant());
    }

    @Test
    void theChangePlansLeavePromotesWithoutASignature() {
        try (TwoVersions scene = new TwoVersions().tried()) {
            ChangeDecision decision = scene.ward.workspace.promote(scene.live, scene.leave());

            assertThat(decision).isInstanceOf(Made.class);
            assertThat(answeredBy(scene.ward, scene.live)).isEqualTo(scene.second);
            Entry promoted = entry(scene, decision);
            assertThat(promoted.kind()).isEqualTo(EntryKind.MODEL_PROMOTED);
            assertThat(promoted.facts().asMap())
                    .containsEntry("by", "PLAN")
                    .containsEntry("modification", "recalibrate")
                    .containsEntry(
                            "changePlan",
                            scene.plan
                                    .learning()
                                    .changePlan()
                                    .declaration()
                                    .digest()
                                    .hex())
                    .containsEntry("replaced", scene.first.hex())
                    .containsEntry("model", scene.second.hex())
                    .doesNotContainKey("person");
            assertThat(scene.ward
                            .ledger
                            .entry(promoted.sequence() - 1)
                            .orElseThrow()
                            .kind())
                    .isEqualTo(EntryKind.SILENT_TRIAL_JUDGED);
        }
    }

    @Test
    void aLeaveIsGoodForOnePlanAndOnePairOfVersions() {
        try (TwoVersions scene = new TwoVersions().tried()) {
            Pipeline<Visit, Risk> other = TwoVersions.plan("Another reason.");

            ChangeDecision ofAnotherPlan =
                    scene.ward.workspace.promote(scene.live, scene.leave(other, scene.first, scene.second));
            ChangeDecision fromAnother = scene.ward.workspace.promote(
                    scene.live, scene.leave(scene.plan, Digest.of("another"), scene.second));
            ChangeDecision toAnother = scene.ward.workspace.promote(
                    scene.live, scene.leave(scene.plan, scene.first, Digest.of("another")));

            assertThat(whys(ofAnotherPlan)).containsExactly(Why.PLAN);
            assertThat(whys(fromAnother)).containsExactly(Why.PLAN);
            assertThat(whys(toAnother)).containsExactly(Why.VERSION);
            assertThat(scene.live.model()).isEqualTo(scene.first);
            assertThat(entry(scene, ofAnotherPlan).kind()).isEqualTo(EntryKind.CHANGE_REFUSED);
            assertThat(entry(scene, ofAnotherPlan).facts().asMap())
                    .containsEntry("change", "PROMOTE")
                    .containsEntry("why.0", "PLAN");
        }
    }

    @Test
    void aLeaveDoesNotReplaceTheTrial() {
        try (TwoVersions scene = new TwoVersions()) {
            assertThat(whys(scene.ward.workspace.promote(scene.live, scene.leave())))
                    .containsExactly(Why.STATE);
            scene.ward.workspace.shadow(scene.live, scene.newer);
            scene.ward.visits(2).forEach(scene.live::predict);
            scene.ward.clock.advance(TwoVersions.SHADOW.minusSeconds(1));

            ChangeDecision early = scene.ward.workspace.promote(scene.live, scene.leave());

            assertThat(((Refused) early).refusals())
                    .containsExactly(
                            new Refusal(Why.EVIDENCE, "the trial has lasted 6 of 7 days"),
                            new Refusal(Why.EVIDENCE, "it has made 2 of 3 predictions"));
            assertThat(scene.live.model()).isEqualTo(scene.first);
        }
    }

    @Test
    void whatWasRolledBackIsPromotedAgainByAPersonOnly() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            scene.ward.workspace.rollBack(scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first));
            scene.tried();

            assertThat(whys(scene.ward.workspace.promote(scene.live, scene.leave())))
                    .containsExactly(Why.PLAN);
            TrialDecision decision = scene.live.endSilentTrial(
                    SignOff.by("analyst", Role.DATA_SCIENTIST).of(scene.live.toSign()));

            assertThat(decision).isInstanceOf(TrialDecision.Passed.class);
            assertThat(scene.live.model()).isEqualTo(scene.second);
        }
    }

    @Test
    void aSignatureUnderATrialIsGoodOnce() {
        try (TwoVersions scene = new TwoVersions().tried()) {
            SignOff signOff = SignOff.by("analyst", Role.DATA_SCIENTIST).of(scene.live.toSign());
            assertThat(scene.live.endSilentTrial(signOff)).isInstanceOf(TrialDecision.Passed.class);
            scene.ward.workspace.rollBack(scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first));
            scene.tried();

            assertThat(scene.live.endSilentTrial(signOff))
                    .isEqualTo(new TrialDecision.NotYet(List.of("the signature is under something else")));
        }
    }

    @Test
    void rollingBackLetsTheEarlierVersionAnswerWithAMonitorThatStartsAnew() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            String ofSecond = predict(scene.ward, scene.live).fold(Prediction.Answered::id, s -> "", a -> "");
            FakeMonitor monitorOfSecond = scene.ward.engine.last();

            ChangeDecision decision =
                    scene.ward.workspace.rollBack(scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first));

            assertThat(answeredBy(scene.ward, scene.live)).isEqualTo(scene.first);
            assertThat(entry(scene, decision).facts().asMap())
                    .containsEntry("by", "PERSON")
                    .containsEntry("person", "lead")
                    .containsEntry("model", scene.first.hex())
                    .containsEntry("replaced", scene.second.hex());
            assertThat(scene.ward.engine.last()).isNotSameAs(monitorOfSecond);
            assertThat(scene.ward.engine.last().observed()).hasSize(1);
            assertThat(scene.ward.engine.last().baseline.declaration())
                    .isEqualTo(scene.ward
                            .workspace
                            .registry()
                            .baseline(scene.first)
                            .declaration());
            scene.live.outcome(ofSecond, Outcome.event(true, scene.ward.clock.instant()));
            assertThat(monitorOfSecond.outcomes).containsKey(ofSecond);
            assertThat(scene.ward.engine.last().outcomes).isEmpty();
        }
    }

    @Test
    void rollingBackTakesAPersonInThePlansRoleAndASignatureUnderExactlyThis() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            Workspace workspace = scene.ward.workspace;
            Digest toSign = scene.live.toSign(Change.ROLL_BACK, scene.first);
            SignOff good = SignOff.by("lead", Role.CLINICAL_LEAD).of(toSign);

            assertThat(whys(workspace.rollBack(
                            scene.live,
                            scene.first,
                            SignOff.by("analyst", Role.DATA_SCIENTIST).of(toSign))))
                    .containsExactly(Why.ROLE);
            assertThat(whys(workspace.rollBack(
                            scene.live,
                            scene.first,
                            SignOff.by("visitor", Role.CLINICAL_LEAD).of(toSign))))
                    .containsExactly(Why.PERSON);
            assertThat(whys(workspace.rollBack(scene.live, scene.first, scene.signed(Change.STOP, scene.first))))
                    .containsExactly(Why.SIGNATURE);
            assertThat(whys(workspace.rollBack(scene.live, scene.second, good))).contains(Why.SIGNATURE, Why.VERSION);
            assertThat(whys(workspace.rollBack(
                            scene.live, Digest.of("never"), scene.signed(Change.ROLL_BACK, Digest.of("never")))))
                    .containsExactly(Why.VERSION);
            assertThat(scene.live.model()).isEqualTo(scene.second);
            assertThat(scene.ward.entries(EntryKind.CHANGE_REFUSED)).hasSize(5);
            assertThat(scene.ward.entries(EntryKind.MODEL_ROLLED_BACK)).isEmpty();

            assertThat(workspace.rollBack(scene.live, scene.first, good)).isInstanceOf(Made.class);
            assertThat(whys(workspace.rollBack(scene.live, scene.first, good))).contains(Why.SIGNATURE, Why.VERSION);
        }
    }

    @Test
    void aRoleThatThePlanDoesNotNameMayNothing() {
        Pipeline<Visit, Risk> plan = Plans.with(parts -> parts.mandates = Optional.of(
                Mandates.all(Role.CLINICAL_LEAD).with(Change.STOP).with(Change.ROLL_BACK, Role.DATA_SCIENTIST)));
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan);

            ChangeDecision stop =
                    ward.workspace.stop(live, TwoVersions.signed(live, Change.STOP, live.model()), "no mandate");

            assertThat(whys(stop)).containsExactly(Why.ROLE);
            assertThat(((Refused) stop).refusals().get(0).text()).contains("none that the plan names");
            assertThat(live.stopped()).isFalse();
        }
    }

    @Test
    void theRuleRollsBackOnHarmWithinTheProbation() {
        try (TwoVersions scene = new TwoVersions()) {
            assertThat(whys(scene.ward.workspace.rollBack(scene.live, harm(scene.ward))))
                    .as("nothing was promoted")
                    .containsExactly(Why.STATE);
            scene.promoted();
            long promoted = scene.ward.entries(EntryKind.MODEL_PROMOTED).get(0).sequence();
            assertThat(whys(scene.ward.workspace.rollBack(
                            scene.live, Evidence.of(List.of(), scene.ward.clock.instant()))))
                    .containsExactly(Why.EVIDENCE);
            scene.ward.clock.advance(TwoVersions.PROBATION.minusSeconds(1));

            ChangeDecision decision = scene.ward.workspace.rollBack(scene.live, harm(scene.ward));

            assertThat(answeredBy(scene.ward, scene.live)).isEqualTo(scene.first);
            assertThat(entry(scene, decision).facts().asMap())
                    .containsEntry("by", "RULE")
                    .containsEntry("because.0", "alert-1")
                    .containsEntry("promoted", Long.toString(promoted))
                    .doesNotContainKey("person");
            assertThat(whys(scene.ward.workspace.rollBack(scene.live, harm(scene.ward))))
                    .as("it was rolled back already")
                    .containsExactly(Why.STATE);
        }
    }

    @Test
    void afterTheProbationTheRuleRollsNothingBack() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            scene.ward.clock.advance(TwoVersions.PROBATION);

            assertThat(whys(scene.ward.workspace.rollBack(scene.live, harm(scene.ward))))
                    .containsExactly(Why.EVIDENCE);
            assertThat(scene.live.model()).isEqualTo(scene.second);
        }
    }

    @Test
    void afterACrashTheVersionThatWasRolledBackToGoesOn() {
        TwoVersions scene = new TwoVersions().promoted();
        scene.ward.workspace.rollBack(scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first));
        scene.ward.visits(3).forEach(scene.live::predict);

        try (Ward second = scene.crashed()) {
            Deployment<Visit, Risk> again = second.workspace.resume(scene.live.id(), scene.plan);

            assertThat(answeredBy(second, again)).isEqualTo(scene.first);
            assertThat(second.engine.last().observed())
                    .as("what it has answered since it was rolled back to")
                    .hasSize(4);
            Deployment<Visit, Risk> live = again;
            assertThat(second.workspace.rollBack(
                            live, scene.second, TwoVersions.signed(live, Change.ROLL_BACK, scene.second)))
                    .as("forward again")
                    .isInstanceOf(Made.class);
        }
    }

    @Test
    void aStoppedDeploymentAbstainsUntilItIsStartedAgain() {
        try (TwoVersions scene = new TwoVersions()) {
            Workspace workspace = scene.ward.workspace;
            scene.ward.clock.advance(Duration.ofHours(1));
            SignOff stop = scene.signed(Change.STOP, scene.first);
            long observed = scene.ward.recorded(EntryKind.PREDICTED).size();

            ChangeDecision stopped = workspace.stop(scene.live, stop, "the laboratory has changed its units");

            assertThat(scene.live.stopped()).isTrue();
            assertThat(predict(scene.ward, scene.live)).isEqualTo(new Prediction.Abstained<>(Abstention.STOPPED));
            assertThat(scene.live.health().abstentions()).containsEntry(Abstention.STOPPED, 1L);
            assertThat(scene.ward.recorded(EntryKind.PREDICTED)).hasSize((int) observed);
            assertThat(entry(scene, stopped).facts().asMap())
                    .containsEntry("note", "the laboratory has changed its units")
                    .containsEntry("person", "lead");
            assertThat(whys(workspace.stop(scene.live, scene.signed(Change.STOP, scene.first), "twice")))
                    .containsExactly(Why.STATE);
            assertThat(whys(workspace.startAgain(scene.live, stop))).containsExactly(Why.SIGNATURE);

            scene.ward.clock.advance(Duration.ofHours(2));
            SignOff start = scene.signed(Change.START_AGAIN, scene.first);
            ChangeDecision started = workspace.startAgain(scene.live, start);

            assertThat(answeredBy(scene.ward, scene.live)).isEqualTo(scene.first);
            assertThat(whys(workspace.startAgain(scene.live, start))).contains(Why.SIGNATURE, Why.STATE);
            var registry = workspace.registry();
            assertThat(registry.answering(
                            scene.live.id(), entry(scene, stopped).at().minusNanos(1)))
                    .contains(scene.first);
            assertThat(registry.answering(scene.live.id(), entry(scene, stopped).at()))
                    .isEmpty();
            assertThat(registry.answering(scene.live.id(), entry(scene, started).at()))
                    .contains(scene.first);
        }
    }

    @Test
    void aStoppedDeploymentStaysStoppedAfterACrash() {
        TwoVersions scene = new TwoVersions().promoted();
        scene.ward.workspace.stop(scene.live, scene.signed(Change.STOP, scene.second), "harm");

        try (Ward second = scene.crashed()) {
            Deployment<Visit, Risk> again = second.workspace.resume(scene.live.id(), scene.plan);

            assertThat(again.stopped()).isTrue();
            assertThat(predict(second, again)).isEqualTo(new Prediction.Abstained<>(Abstention.STOPPED));
            List<Entry> resumed = second.entries(EntryKind.DEPLOYMENT_RESUMED);
            assertThat(resumed.get(0).facts().required("mode")).isEqualTo("stopped");
            assertThat(second.workspace.registry().answering(again.id(), second.clock.instant()))
                    .isEmpty();
            assertThat(second.workspace.rollBack(
                            again, scene.first, TwoVersions.signed(again, Change.ROLL_BACK, scene.first)))
                    .isInstanceOf(Made.class);
            assertThat(again.stopped()).as("rolling back starts nothing").isTrue();
            second.workspace.startAgain(again, TwoVersions.signed(again, Change.START_AGAIN, scene.first));
            assertThat(answeredBy(second, again)).isEqualTo(scene.first);
        }
    }

    @Test
    void nothingIsPromotedWithoutASignatureWhileStopped() {
        try (TwoVersions scene = new TwoVersions().tried()) {
            scene.ward.workspace.stop(scene.live, scene.signed(Change.STOP, scene.first), "harm");

            assertThat(whys(scene.ward.workspace.promote(scene.live, scene.leave())))
                    .containsExactly(Why.STATE);
            assertThat(scene.live.model()).isEqualTo(scene.first);
        }
    }

    @Test
    void aVersionOnTrialCanBeWithdrawnAndAnotherTried() {
        TwoVersions scene = new TwoVersions().tried();
        scene.ward.workspace.withdraw(scene.live, "worse in the elderly");

        predict(scene.ward, scene.live);
        List<Entry> withdrawn = scene.ward.entries(EntryKind.SILENT_TRIAL_WITHDRAWN);
        assertThat(withdrawn.get(0).facts().asMap())
                .containsEntry("model", scene.second.hex())
                .containsEntry("beside", scene.first.hex())
                .containsEntry("note", "worse in the elderly");
        assertThat(whys(scene.ward.workspace.promote(scene.live, scene.leave())))
                .containsExactly(Why.STATE);
        assertThatIllegalStateException().isThrownBy(() -> scene.ward.workspace.withdraw(scene.live, "again"));
        scene.tried();
        scene.ward.workspace.withdraw(scene.live, "once more");
        try (Ward second = scene.crashed()) {
            Deployment<Visit, Risk> again = second.workspace.resume(scene.live.id(), scene.plan);
            assertThat(((LiveDeployment<Visit>) again).beside()).isEmpty();
        }
        try (TwoVersions other = new TwoVersions().tried()) {
            other.ward.workspace.withdraw(other.live, "too early");
            other.tried();
            assertThat(other.ward.workspace.promote(other.live, other.leave())).isInstanceOf(Made.class);
        }
    }

    @Test
    void aLedgerThatDoesNotTakeTheEntryLeavesEverythingAsItWas() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (TwoVersions scene =
                new TwoVersions(new Ward(ledger, Ward.OPENED), TwoVersions.plan("Case mix.")).promoted()) {
            ledger.refuse(
                    draft ->
                            draft.kind() == EntryKind.MODEL_ROLLED_BACK || draft.kind() == EntryKind.DEPLOYMENT_STOPPED,
                    new MlopsException("disk full"));
            SignOff back = scene.signed(Change.ROLL_BACK, scene.first);

            assertThatThrownBy(() -> scene.ward.workspace.rollBack(scene.live, scene.first, back))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("disk full");
            assertThatThrownBy(() ->
                            scene.ward.workspace.stop(scene.live, scene.signed(Change.STOP, scene.second), "harm"))
                    .hasMessageContaining("disk full");
            assertThat(answeredBy(scene.ward, scene.live)).isEqualTo(scene.second);

            ledger.recover();
            assertThat(scene.ward.workspace.rollBack(scene.live, scene.first, back))
                    .as("the same signature, which was not used")
                    .isInstanceOf(Made.class);
        }
    }

    @Test
    void aStopWhoseAnswerWasLostHoldsAsSoonAsTheLedgerIsLookedAt() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (TwoVersions scene = new TwoVersions(new Ward(ledger, Ward.OPENED), TwoVersions.plan("Case mix."))) {
            ledger.loseTheNextAnswer();
            SignOff stop = scene.signed(Change.STOP, scene.first);

            assertThatThrownBy(() -> scene.ward.workspace.stop(scene.live, stop, "harm"))
                    .isInstanceOfSatisfying(
                            LedgerUnavailable.class,
                            unavailable -> assertThat(unavailable.inDoubt()).hasSize(1));
            assertThat(scene.live.stopped()).as("not known yet").isFalse();

            assertThatThrownBy(() -> scene.ward.workspace.stop(scene.live, stop, "harm"))
                    .as("the same call again")
                    .isInstanceOf(LedgerConflict.class);
            assertThat(scene.live.stopped()).isTrue();
            assertThat(scene.ward.entries(EntryKind.DEPLOYMENT_STOPPED)).hasSize(1);
        }
    }
}
