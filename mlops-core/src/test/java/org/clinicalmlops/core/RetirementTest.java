package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Made;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Refused;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.ForwardingLedger;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.registry.Course;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;

class RetirementTest {
    private static SignOff signed(TwoVersions scene, Ward ward, Digest model) {
        return SignOff.by("lead", Role.CLINICAL_LEAD)
                .of(ward.workspace.versions().toSign(Change.RETIRE, scene.plan, model));
    }

    private static ChangeDecision retire(TwoVersions scene, Digest model) {
        return scene.ward.workspace.versions().retire(scene.plan, model, signed(scene, scene.ward, model));
    }

    private static List<Why> whys(ChangeDecision decision) {
        return ((Refused) decision).refusals().stream().map(Refusal::why).toList();
    }

    @Test
    void whatIsInUseIsNotRetired() {
        try (TwoVersions scene = new TwoVersions().tried()) {
            assertThat(whys(retire(scene, scene.first))).as("live").containsExactly(Why.STATE);
            assertThat(whys(retire(scene, scene.second))).as("on trial").containsExactly(Why.STATE);
            scene.ward.workspace.stop(scene.live, scene.signed(Change.STOP, scene.first), "harm");
            assertThat(whys(retire(scene, scene.first))).as("stopped").containsExactly(Why.STATE);
            assertThat(whys(retire(scene, Digest.of("unknown")))).containsExactly(Why.VERSION);
            assertThat(scene.ward.entries(EntryKind.MODEL_RETIRED)).isEmpty();
            assertThat(scene.ward.entries(EntryKind.CHANGE_REFUSED)).hasSize(4);
        }
    }

    @Test
    void whatIsRetiredComesNowhereAnyMore() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            Approved<Visit, Risk> first = scene.ward
                    .workspace
                    .<Visit>reinstate(scene.plan, scene.first)
                    .orElseThrow();
            SignOff signOff = signed(scene, scene.ward, scene.first);

            assertThat(scene.ward.workspace.versions().retire(scene.plan, scene.first, signOff))
                    .isInstanceOf(Made.class);

            assertThatThrownBy(() -> scene.ward.workspace.deploy(first))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("was retired at entry");
            assertThatThrownBy(() -> scene.ward.workspace.shadow(scene.live, first))
                    .hasMessageContaining("was retired at entry");
            assertThat(whys(scene.ward.workspace.rollBack(
                            scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first))))
                    .containsExactly(Why.VERSION);
            assertThat(scene.live.model()).isEqualTo(scene.second);
            assertThat(whys(scene.ward.workspace.versions().retire(scene.plan, scene.first, signOff)))
                    .as("a signature is good once")
                    .containsExactly(Why.SIGNATURE, Why.VERSION);
        }
    }

    @Test
    void itTakesThePlansRole() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            Digest toSign = scene.ward.workspace.versions().toSign(Change.RETIRE, scene.plan, scene.first);

            assertThat(whys(scene.ward
                            .workspace
                            .versions()
                            .retire(
                                    scene.plan,
                                    scene.first,
                                    SignOff.by("analyst", Role.DATA_SCIENTIST).of(toSign))))
                    .containsExactly(Why.ROLE);
            assertThat(whys(scene.ward
                            .workspace
                            .versions()
                            .retire(
                                    scene.plan,
                                    scene.first,
                                    SignOff.by("visitor", Role.CLINICAL_LEAD).of(toSign))))
                    .containsExactly(Why.PERSON);
        }
    }

    @Test
    void aClosedDeploymentOfARetiredVersionDoesNotGoOn() {
        TwoVersions scene = new TwoVersions();
        scene.close();
        try (Ward second = scene.ward.again()) {
            assertThat(second.workspace.versions().retire(scene.plan, scene.first, signed(scene, second, scene.first)))
                    .isInstanceOf(Made.class);

            assertThatThrownBy(() -> second.workspace.resume(scene.live.id(), scene.plan))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("was retired");
        }
    }

    @Test
    void aTrialOfAVersionThatWasRetiredMeanwhileDoesNotGoOn() {
        TwoVersions scene = new TwoVersions().tried();
        scene.close();
        try (Ward second = scene.ward.again()) {
            second.workspace.versions().retire(scene.plan, scene.second, signed(scene, second, scene.second));

            LiveDeployment<Visit> again = (LiveDeployment<Visit>) second.workspace.resume(scene.live.id(), scene.plan);

            assertThat(again.model()).isEqualTo(scene.first);
            assertThat(again.beside()).isEmpty();
            assertThat(second.entries(EntryKind.SILENT_TRIAL_WITHDRAWN)).hasSize(1);
            assertThat(second.workspace.catchUp(again)).isFalse();
        }
    }

    @Test
    void aVersionThatComesIntoUseMeanwhileIsNotRetired() {
        MemoryLedger memory = new MemoryLedger();
        Interrupted interrupted = new Interrupted(memory);
        try (TwoVersions scene =
                        new TwoVersions(new Ward(memory, Ward.OPENED), TwoVersions.plan("Case mix.")).promoted();
                Ward other = new Ward(interrupted, scene.ward.clock.instant())) {
            interrupted.before = () ->
                    scene.ward.workspace.rollBack(scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first));

            assertThatExceptionOfType(LedgerConflict.class)
                    .isThrownBy(() -> other.workspace
                            .versions()
                            .retire(scene.plan, scene.first, signed(scene, other, scene.first)))
                    .satisfies(conflict -> assertThat(conflict.kind()).isEqualTo(EntryKind.MODEL_ROLLED_BACK));
            assertThat(scene.live.model()).isEqualTo(scene.first);
            assertThat(scene.ward.entries(EntryKind.MODEL_RETIRED)).isEmpty();
        }
    }

    @Test
    void aVersionThatIsRetiredMeanwhileDoesNotComeIntoUse() {
        MemoryLedger memory = new MemoryLedger();
        Interrupted interrupted = new Interrupted(memory);
        try (TwoVersions scene =
                        new TwoVersions(new Ward(interrupted, Ward.OPENED), TwoVersions.plan("Case mix.")).promoted();
                Ward other = new Ward(memory, scene.ward.clock.instant())) {
            interrupted.before =
                    () -> other.workspace.versions().retire(scene.plan, scene.first, signed(scene, other, scene.first));

            assertThatExceptionOfType(LedgerConflict.class)
                    .isThrownBy(() -> scene.ward.workspace.rollBack(
                            scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first)))
                    .satisfies(conflict -> assertThat(conflict.kind()).isEqualTo(EntryKind.MODEL_RETIRED));
            assertThat(scene.live.model()).isEqualTo(scene.second);
            assertThat(scene.ward.entries(EntryKind.MODEL_ROLLED_BACK)).isEmpty();
            Deployment<Visit, Risk> third = scene.ward.workspace.deploy(scene.newer);
            assertThat(third.silent()).as("other versions do").isTrue();
        }
    }

    @Test
    void aVersionThatIsRetiredBeforeTheNewestChangeDoesNotComeBesideEither() {
        try (TwoVersions scene = new TwoVersions()) {
            scene.ward.engine.meanwhile = () -> {
                assertThat(retire(scene, scene.second)).isInstanceOf(Made.class);
                scene.ward.workspace.stop(scene.live, scene.signed(Change.STOP, scene.first), "a pause");
                scene.ward.workspace.startAgain(scene.live, scene.signed(Change.START_AGAIN, scene.first));
            };

            assertThatExceptionOfType(LedgerConflict.class)
                    .isThrownBy(() -> scene.ward.workspace.shadow(scene.live, scene.newer))
                    .satisfies(conflict -> assertThat(conflict.kind()).isEqualTo(EntryKind.MODEL_RETIRED));
            assertThat(scene.ward.entries(EntryKind.DEPLOYMENT_STARTED_AGAIN)).hasSize(1);
            assertThat(scene.ward.entries(EntryKind.SILENT_TRIAL_STARTED)).hasSize(1);
        }
    }

    /** Lets something happen once between looking and appending on a condition. */
    private static final class Interrupted extends ForwardingLedger {
        private Runnable before = () -> {};

        private Interrupted(Ledger of) {
            super(of);
        }

        @Override
        protected void appending(List<Draft> drafts) {
            if (drafts.stream().anyMatch(draft -> Course.CHANGES.contains(draft.kind()))) {
                Runnable once = before;
                before = () -> {};
                once.run();
            }
        }
    }
}
