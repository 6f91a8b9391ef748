package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision.Made;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.FakeEngine;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workspaces that have taken up one deployment, as two JVMs on one database do. */
class TwoWorkspacesTest {
    private static final class Both implements AutoCloseable {
        final TwoVersions one;
        final Ward other;
        final Deployment<Visit, Risk> there;

        Both(TwoVersions one) {
            this.one = one;
            this.other = one.crashed();
            this.there = other.workspace.resume(one.live.id(), one.plan);
        }

        @Override
        public void close() {
            one.close();
            other.close();
        }
    }

    @Test
    void ofTwoThatPromoteAtOnceOneWinsAndTheOtherIsTold() {
        try (Both both = new Both(new TwoVersions().tried())) {
            SignOff here = SignOff.by("analyst", Role.DATA_SCIENTIST).of(both.one.live.toSign());
            SignOff there = SignOff.by("analyst", Role.DATA_SCIENTIST).of(both.there.toSign());
            assertThat(there).isEqualTo(here);

            long promoted = ((TrialDecision.Passed) both.there.endSilentTrial(there)).ledgerEntry();

            assertThatExceptionOfType(LedgerConflict.class)
                    .isThrownBy(() -> both.one.live.endSilentTrial(here))
                    .satisfies(conflict -> {
                        assertThat(conflict.sequence()).isEqualTo(promoted);
                        assertThat(conflict.kind()).isEqualTo(EntryKind.MODEL_PROMOTED);
                    });
            assertThat(both.one.ward.entries(EntryKind.MODEL_PROMOTED)).hasSize(1);
            assertThat(both.one.ward.entries(EntryKind.SILENT_TRIAL_JUDGED))
                    .as("one of the first trial, one of the second: the loser wrote nothing")
                    .hasSize(2);
            assertThat(both.one.live.model()).as("it has caught up").isEqualTo(both.one.second);
            assertThat(both.one.live.toSign(Change.STOP, both.one.second))
                    .isEqualTo(both.there.toSign(Change.STOP, both.one.second));
        }
    }

    @Test
    void aStopOfOneIsTakenOverByTheOtherAtItsNextPulse() {
        try (Both both = new Both(new TwoVersions())) {
            both.one.ward.workspace.stop(both.one.live, both.one.signed(Change.STOP, both.one.first), "harm");

            both.other.workspace.pulse(both.there);

            assertThat(both.there.stopped()).isTrue();
            assertThat(both.there.predict(both.other.visits(1).get(0)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.STOPPED));
            assertThat(both.other.workspace.catchUp(both.there))
                    .as("nothing is new")
                    .isFalse();
        }
    }

    /** Nobody calls the other workspace. */
    @Test
    @Timeout(60)
    void aStopReachesAnotherThatFollowsByItself() throws Exception {
        try (TwoVersions one = new TwoVersions()) {
            one.ward.workspace.flush();
            Opening.Ready opening = Workspace.on(one.ward.ledger)
                    .clock(one.ward.clock)
                    .pseudonyms(Ward.PSEUDONYMS)
                    .staff(Ward.STAFF)
                    .monitoring(new FakeEngine());
            assertThatIllegalArgumentException().isThrownBy(() -> opening.followingEvery(Duration.ZERO));
            Workspace other = opening.followingEvery(Duration.ofMillis(20)).open();
            Deployment<Visit, Risk> there = other.resume(one.live.id(), one.plan);
            one.ward.workspace.stop(one.live, one.signed(Change.STOP, one.first), "harm");
            while (!there.stopped()) {
                Thread.sleep(5);
            }
            assertThat(there.predict(one.ward.visits(1).get(0)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.STOPPED));

            other.close();
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("what it started has ended")
                    .noneMatch(thread -> thread.getName().equals("clinical-mlops-following"));
        }
    }

    @Test
    void aVersionThatTheOtherPutBesideIsBroughtUp() {
        try (Both both = new Both(new TwoVersions())) {
            both.one.ward.workspace.shadow(both.one.live, both.one.newer);

            assertThat(both.other.workspace.catchUp(both.there)).isTrue();

            both.there.predict(both.other.visits(1).get(0));
            var predicted = both.other.recorded(EntryKind.PREDICTED);
            assertThat(predicted.get(predicted.size() - 1).facts().required("shadow.model"))
                    .isEqualTo(both.one.second.hex());
        }
    }

    @Test
    void aSignatureFromBeforeTheOthersChangeIsVoid() {
        try (Both both = new Both(new TwoVersions().promoted())) {
            SignOff back = both.one.signed(Change.ROLL_BACK, both.one.first);
            both.other.workspace.stop(both.there, TwoVersions.signed(both.there, Change.STOP, both.one.second), "harm");

            assertThatExceptionOfType(LedgerConflict.class)
                    .isThrownBy(() -> both.one.ward.workspace.rollBack(both.one.live, both.one.first, back));
            assertThat(both.one.live.stopped()).isTrue();
            assertThat(both.one.live.model()).isEqualTo(both.one.second);
            assertThat(both.one.ward.workspace.rollBack(
                            both.one.live, both.one.first, both.one.signed(Change.ROLL_BACK, both.one.first)))
                    .as("signed again")
                    .isInstanceOf(Made.class);
        }
    }

    @Test
    void changesOfAnotherDeploymentDoNotStandInTheWay() {
        try (Both both = new Both(new TwoVersions().tried())) {
            both.other.workspace.deploy(both.other.approved(both.one.plan), "ward-4");
            both.other.workspace.deploy(both.other.approved(both.one.plan), "ward-5");

            assertThat(both.one.ward.workspace.promote(both.one.live, both.one.leave()))
                    .isInstanceOf(Made.class);
        }
    }

    @Test
    void whoeverEndsAfterTheOtherHasTakenOverClosesNothing() {
        TwoVersions one = new TwoVersions();
        Both both = new Both(one);
        one.close();

        assertThat(both.other.entries(EntryKind.DEPLOYMENT_CLOSED)).isEmpty();
        assertThat(both.other.workspace.registry().answering(both.there.id(), both.other.clock.instant()))
                .contains(one.first);
        both.other.close();
        assertThat(Ward.entries(one.ward.ledger, EntryKind.DEPLOYMENT_CLOSED)).hasSize(1);
    }
}
