package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;

/** A deployment goes on in another workspace on the same ledger. What a real monitor makes of it is tested with the examples. */
class WorkspaceResumeTest {
    private static final byte[] STATE = {1, 2, 3};

    private static Entry resumed(Ward ward) {
        List<Entry> entries = ward.entries(EntryKind.DEPLOYMENT_RESUMED);
        return entries.get(entries.size() - 1);
    }

    private static String id(Prediction<Risk> prediction) {
        return prediction.fold(Prediction.Answered::id, Prediction.Silent::id, abstained -> {
            throw new AssertionError(abstained.reason());
        });
    }

    @Test
    void aLiveDeploymentGoesOnLiveWithItsMonitorsStateAndItsNumbers() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        Ward first = new Ward();
        Deployment<Visit, Risk> live = first.live(plan);
        String last = id(live.predict(first.visits(1).get(0)));
        first.engine.last().state = STATE;
        first.close();

        try (Ward second = first.again()) {
            second.engine.resumes = true;
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);

            assertThat(again.id()).isEqualTo(live.id());
            assertThat(again.model()).isEqualTo(live.model());
            assertThat(again.silent()).isFalse();
            assertThat(second.engine.last().state).containsExactly(STATE);
            assertThat(second.engine.last().observed())
                    .as("all is in the state")
                    .isEmpty();
            assertThat(resumed(second).facts().asMap())
                    .containsEntry("mode", "live")
                    .containsEntry("monitor", "RESUMED")
                    .containsEntry("replayed", "0")
                    .containsEntry("lost", "0");
            assertThat(second.workspace.registry().answering(live.id(), second.clock.instant()))
                    .contains(live.model());
            Prediction<Risk> next = again.predict(second.visits(1).get(0));
            assertThat(next).isInstanceOf(Prediction.Answered.class);
            assertThat(number(id(next))).isEqualTo(number(last) + 1);

            again.outcome(last, Outcome.event(true, second.clock.instant()));
            assertThat(second.engine.last().outcomes).containsKey(last);
        }
    }

    private static long number(String prediction) {
        return Long.parseLong(prediction.substring(prediction.lastIndexOf('-') + 1));
    }

    @Test
    void afterACrashTheMonitorIsToldWhatCameAfterItWasSaved() {
        Pipeline<Visit, Risk> plan = Plans.with(parts -> parts.actingAbove = 0);
        Ward first = new Ward();
        Deployment<Visit, Risk> live = first.live(plan);
        FakeMonitor monitor = first.engine.last();
        String before = id(live.predict(first.visits(1).get(0)));
        monitor.state = STATE;
        first.clock.advance(Duration.ofDays(31));
        first.workspace.review(live);
        int saved = monitor.observed().size();
        Instant now = first.clock.instant();
        List<Visit> visits = first.visits(8);
        List<String> ids =
                visits.stream().map(live::predict).map(WorkspaceResumeTest::id).toList();
        live.outcome(before, Outcome.event(true, now));
        live.outcome(ids.get(0), Outcome.event(false, now));
        live.outcome(ids.get(0), Outcome.event(true, now));
        live.predict(visits.get(0).withAge(Double.POSITIVE_INFINITY));
        first.workspace.flush();

        try (Ward second = first.again()) {
            second.engine.resumes = true;
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);

            FakeMonitor other = second.engine.last();
            assertThat(Arrays.deepEquals(
                            other.observed().toArray(),
                            monitor.observed()
                                    .subList(saved, monitor.observed().size())
                                    .toArray()))
                    .as("the same inputs to the bit")
                    .isTrue();
            assertThat(other.risks())
                    .isEqualTo(monitor.risks().subList(saved, monitor.risks().size()));
            assertThat(other.expected()).containsOnlyKeys(ids);
            ids.forEach(id -> assertThat(other.expected().get(id))
                    .isEqualTo(monitor.expected().get(id)));
            assertThat(other.outcomes).isEqualTo(monitor.outcomes);
            assertThat(other.noted()).hasSize(9).contains(Operation.ABSTAINED, Operation.ALERTED);
            assertThat(resumed(second).facts().asMap())
                    .containsEntry("replayed", "12")
                    .containsEntry("lost", "0");

            again.outcome(ids.get(0), Outcome.event(true, now));
            assertThat(again.health().outcomes().repeated())
                    .as("told before the crash")
                    .isEqualTo(1);
            String next = id(again.predict(visits.get(0)));
            assertThat(number(next)).as("no id is given twice").isGreaterThan(number(ids.get(7)) + 10_000);
        }
    }

    @Test
    void aStateThatCannotBeUsedOpensAnewAndSaysWhy() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        Ward first = new Ward();
        Deployment<Visit, Risk> live = first.live(plan);
        first.engine.last().state = STATE;
        first.close();

        try (Ward second = first.again()) {
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);

            assertThat(again.silent()).isFalse();
            assertThat(resumed(second).facts().asMap())
                    .containsEntry("monitor", "OPENED_ANEW")
                    .containsEntry("reason", "this engine keeps no state")
                    .containsEntry("replayed", "0")
                    .containsEntry("lost", "40");
            assertThat(second.engine.last().observed()).isEmpty();
        }
    }

    @Test
    void aSilentDeploymentWithoutASavedStateIsReplayedFromItsStartAndItsTrialGoesOn() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        Ward first = new Ward();
        Deployment<Visit, Risk> silent = first.deployed(plan);
        first.visits(5).forEach(silent::predict);
        first.workspace.flush();
        first.clock.advance(Duration.ofDays(14));

        try (Ward second = first.again()) {
            Deployment<Visit, Risk> again = second.workspace.resume(silent.id(), plan);

            assertThat(again.silent()).isTrue();
            assertThat(second.engine.last().observed()).hasSize(5);
            assertThat(resumed(second).facts().asMap())
                    .containsEntry("mode", "silent")
                    .containsEntry("monitor", "REPLAYED");
            assertThat(second.workspace.registry().answering(silent.id(), second.clock.instant()))
                    .isEmpty();
            assertThat(again.endSilentTrial(
                                    SignOff.by("lead", Role.CLINICAL_LEAD).of(again.toSign()))
                            .<Boolean>fold(passed -> true, notYet -> {
                                throw new AssertionError(notYet.reasons());
                            }))
                    .isTrue();
        }
    }

    @Test
    void theNewerVersionBesideGoesOnBesideItWithAMonitorOfItsOwn() {
        Ward first = new Ward();
        Pipeline<Visit, Risk> plan = Story.plan();
        Deployment<Visit, Risk> live = first.live(plan);
        first.workspace.shadow(
                live, Ward.approved(Story.harmfulMonth(first, live).retrained().orElseThrow()));
        first.visits(7).forEach(live::predict);
        first.workspace.flush();
        int shown = first.engine.last().observed().size();

        try (Ward second = first.again()) {
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);

            assertThat(shown).isEqualTo(7);
            assertThat(second.engine.last().observed()).hasSize(7);
            assertThat(resumed(second).facts().asMap())
                    .containsEntry("shadow.model", second.lastTrained().hex())
                    .containsEntry("shadow.monitor", "REPLAYED");
            second.endTrial(again, "analyst", Role.DATA_SCIENTIST);
            assertThat(again.model()).isEqualTo(second.lastTrained());
        }
    }

    @Test
    void whatWasProposedBeforeIsNotProposedAgain() {
        Ward first = new Ward();
        Pipeline<Visit, Risk> plan = Story.plan();
        Deployment<Visit, Risk> live = first.live(plan);
        first.engine.show(Kind.CALIBRATION, "model");
        Review<Visit> harmful = Story.month(first, live);
        assertThat(harmful.proposal().orElseThrow().action()).isEqualTo(Action.RETRAIN);
        FakeMonitor monitor = first.engine.last();

        try (Ward second = first.again()) {
            second.engine.resumes = true;
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);
            assertThat(second.engine.last()).isNotSameAs(monitor);
            assertThat(second.workspace.retrain(again))
                    .as("what was proposed can be started by hand")
                    .isNotNull();
        }
    }

    @Test
    void whatIsNotThereIsRefused() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan);
            assertThatIllegalStateException().isThrownBy(() -> ward.workspace.resume(live.id(), plan));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ward.workspace.resume("nothing-1", plan))
                    .withMessage("the ledger knows no deployment 'nothing-1'");
            try (Ward other = ward.again()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(
                                () -> other.workspace.resume(live.id(), Plans.with(parts -> parts.actingAbove = 0.7)))
                        .withMessageContaining("ran under another plan");
            }
        }
    }
}
