package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;

/** A newer version beside the one in use: made by the same plan on newer rows, in which a new category appears. */
class ShadowTest {
    private static final DataCut OLDER = DataCut.indexed(Visit.FIRST, Instant.parse("2021-01-01T00:00:00Z"))
            .asOf(Instant.parse("2022-07-01T00:00:00Z"));

    private static Pipeline<Visit, Risk> plan() {
        List<Visit> visits = new ArrayList<>(Visit.daily(730, 11));
        for (int i = 300; i < 720; i += 9) {
            visits.set(i, visits.get(i).withSex("X"));
        }
        return Plans.with(parts -> {
            parts.source = CohortSource.of("visits", visits);
            parts.split = Split.byTime(Period.ofMonths(4));
        });
    }

    private static final class Scene implements AutoCloseable {
        final Ward ward;
        final Pipeline<Visit, Risk> plan = plan();
        final Deployment<Visit, Risk> live;
        final Digest inUse;
        final Approved<Visit, Risk> newer;
        final FakeMonitor monitorInUse;

        Scene() {
            this(new Ward());
        }

        Scene(Ward ward) {
            this.ward = ward;
            live = ward.workspace.deploy(Ward.approved(ward.workspace.run(plan, OLDER)));
            ward.endTrial(live, "lead", Role.CLINICAL_LEAD);
            inUse = live.model();
            monitorInUse = ward.engine.last();
            newer = Ward.approved(ward.workspace.run(plan, Plans.CUT));
        }

        Digest newerModel() {
            return newer.candidate().artifact().digest();
        }

        @Override
        public void close() {
            ward.close();
        }
    }

    @Test
    void itsAnswersAreRecordedAndNeverShown() {
        try (Scene scene = new Scene()) {
            scene.ward.workspace.shadow(scene.live, scene.newer);
            assertThat(scene.newerModel()).isNotEqualTo(scene.inUse);

            for (Visit visit : scene.ward.visits(30)) {
                Prediction.Answered<Risk> answer = (Prediction.Answered<Risk>) scene.live.predict(visit);
                assertThat(answer.model()).isEqualTo(scene.inUse);
                Facts facts = newest(scene);
                assertThat(facts.required("risk"))
                        .isEqualTo(number(answer.output().value()));
                assertThat(facts.required("shadow.model"))
                        .isEqualTo(scene.newerModel().hex());
                assertThat(facts.required("shadow.risk")).isNotEqualTo(facts.required("risk"));
            }
            assertThat(scene.live.model()).isEqualTo(scene.inUse);
            assertThat(scene.live.silent()).isFalse();
            assertThat(scene.ward.engine.last().observed()).hasSize(30);
        }
    }

    @Test
    void itsRiskCanBeComputedAgainAlsoWhereItKnowsACategoryThatIsNewToTheOther() {
        try (Scene scene = new Scene()) {
            scene.ward.workspace.shadow(scene.live, scene.newer);
            Visit visit = scene.ward.visits(1).get(0).withSex("X");

            scene.live.predict(visit);

            Facts facts = newest(scene);
            assertThat(facts.required("input.sex")).isEqualTo("unseen");
            assertThat(facts.required("shadow.input.sex")).isEqualTo("=X");
            assertThat(facts.text("shadow.input.age"))
                    .as("only where it saw something else")
                    .isEmpty();
        }
    }

    @Test
    void outcomesReachTheMonitorsOfBoth() {
        try (Scene scene = new Scene()) {
            scene.ward.workspace.shadow(scene.live, scene.newer);
            String id = PredictTest.id(scene.live.predict(scene.ward.visits(1).get(0)));

            scene.live.outcome(id, Outcome.event(true, scene.ward.clock.instant()));

            assertThat(scene.monitorInUse.outcomes).containsKey(id);
            assertThat(scene.ward.engine.last()).isNotSameAs(scene.monitorInUse);
            assertThat(scene.ward.engine.last().outcomes).containsKey(id);
        }
    }

    @Test
    void aBrokenOneDisturbsNothing() {
        try (Scene scene = new Scene()) {
            scene.ward.workspace.shadow(scene.live, scene.newer);
            scene.ward.engine.last().broken = true;

            for (Visit visit : scene.ward.visits(5)) {
                Prediction<Risk> answer = scene.live.predict(visit);
                assertThat(answer).isInstanceOf(Prediction.Answered.class);
                scene.live.outcome(PredictTest.id(answer), Outcome.event(true, scene.ward.clock.instant()));
            }
            assertThat(scene.monitorInUse.outcomes).hasSize(5);
        }
    }

    @Test
    void itIsPromotedByThePlansRoleOnly() {
        try (Scene scene = new Scene()) {
            scene.ward.workspace.shadow(scene.live, scene.newer);
            scene.ward.visits(5).forEach(scene.live::predict);
            scene.ward.clock.advance(Duration.ofDays(14));

            TrialDecision byLead = scene.live.endSilentTrial(
                    SignOff.by("lead", Role.CLINICAL_LEAD).of(scene.live.toSign()));
            assertThat(((TrialDecision.NotYet) byLead).reasons())
                    .containsExactly("it is ended by the role data-scientist, not clinical-lead");
            assertThat(scene.live.model()).isEqualTo(scene.inUse);

            TrialDecision byAnalyst = scene.live.endSilentTrial(
                    SignOff.by("analyst", Role.DATA_SCIENTIST).of(scene.live.toSign()));

            assertThat(scene.live.model()).isEqualTo(scene.newerModel());
            Entry promoted = scene.ward.entries(EntryKind.MODEL_PROMOTED).get(0);
            assertThat(byAnalyst).isEqualTo(new TrialDecision.Passed(promoted.sequence()));
            assertThat(promoted.facts().asMap())
                    .containsEntry("model", scene.newerModel().hex())
                    .containsEntry("replaced", scene.inUse.hex())
                    .containsEntry("person", "analyst");
            Prediction.Answered<Risk> answer = (Prediction.Answered<Risk>)
                    scene.live.predict(scene.ward.visits(1).get(0));
            assertThat(answer.model()).isEqualTo(scene.newerModel());
            assertThat(newest(scene).text("shadow.model")).isEmpty();
        }
    }

    @Test
    void itNeedsItsOwnEvidence() {
        try (Scene scene = new Scene()) {
            scene.ward.visits(10).forEach(scene.live::predict);
            scene.ward.workspace.shadow(scene.live, scene.newer);
            scene.ward.visits(2).forEach(scene.live::predict);
            scene.ward.clock.advance(Duration.ofDays(13));

            TrialDecision decision = scene.live.endSilentTrial(
                    SignOff.by("analyst", Role.DATA_SCIENTIST).of(scene.live.toSign()));

            assertThat(((TrialDecision.NotYet) decision).reasons())
                    .containsExactly("the trial has lasted 13 of 14 days", "it has made 2 of 3 predictions");
        }
    }

    @Test
    void whatWasNotRecordedIsNoEvidenceForIt() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Scene scene = new Scene(new Ward(ledger, Ward.OPENED))) {
            scene.ward.workspace.shadow(scene.live, scene.newer);
            var gate = ledger.hold();
            Visit visit = scene.ward.visits(1).get(0);
            long shown = 0;
            for (int i = 0; i < 11_000; i++) {
                shown += scene.live.predict(visit) instanceof Prediction.Answered ? 1 : 0;
            }
            gate.countDown();
            scene.live.endSilentTrial(SignOff.by("analyst", Role.DATA_SCIENTIST).of(scene.live.toSign()));

            assertThat(shown).isLessThan(11_000);
            List<Entry> judged = scene.ward.entries(EntryKind.SILENT_TRIAL_JUDGED);
            assertThat(judged.get(judged.size() - 1).facts().required("predictions"))
                    .isEqualTo("" + shown);
            assertThat(scene.ward.engine.last().observed()).hasSize((int) shown);
        }
    }

    @Test
    void aSignatureUnderTheVersionInUsePromotesNothing() {
        try (Scene scene = new Scene()) {
            Digest before = scene.live.toSign();
            scene.ward.workspace.shadow(scene.live, scene.newer);
            scene.ward.visits(5).forEach(scene.live::predict);
            scene.ward.clock.advance(Duration.ofDays(14));

            assertThat(scene.live.toSign()).isNotEqualTo(before);
            assertThat(((TrialDecision.NotYet) scene.live.endSilentTrial(
                                    SignOff.by("analyst", Role.DATA_SCIENTIST).of(before)))
                            .reasons())
                    .containsExactly("the signature is under something else");
        }
    }

    @Test
    void thereIsOneAtATimeAndOnlyBesideALiveVersionOfTheSamePlan() {
        try (Scene scene = new Scene()) {
            Deployment<Visit, Risk> silent = scene.ward.workspace.deploy(scene.newer);
            Approved<Visit, Risk> other = scene.ward.approved(Plans.standard());

            assertThatIllegalStateException()
                    .isThrownBy(() -> scene.ward.workspace.shadow(silent, scene.newer))
                    .withMessageContaining("live");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> scene.ward.workspace.shadow(scene.live, other))
                    .withMessageContaining("was made under plan");
            scene.ward.workspace.shadow(scene.live, scene.newer);
            assertThatIllegalStateException().isThrownBy(() -> scene.ward.workspace.shadow(scene.live, scene.newer));
        }
    }

    private static String number(double value) {
        return Declaration.number(value);
    }

    private static Facts newest(Scene scene) {
        List<Recorded> predicted = scene.ward.recorded(EntryKind.PREDICTED);
        return predicted.get(predicted.size() - 1).facts();
    }
}
