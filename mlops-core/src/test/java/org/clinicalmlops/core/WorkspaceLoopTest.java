package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.Modification;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.learn.loop.CrashingLedger;
import org.clinicalmlops.core.learn.loop.LearningLoop;
import org.clinicalmlops.core.learn.loop.LoopAnswer;
import org.clinicalmlops.core.learn.loop.LoopPlans;
import org.clinicalmlops.core.learn.loop.Step;
import org.clinicalmlops.core.learn.loop.UpdateEnd;
import org.clinicalmlops.core.learn.loop.UpdateRun;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;

/** The loop on a deployment that really answers, carried on by reviews. */
class WorkspaceLoopTest {
    private static final Set<EntryKind> COMPARED = Set.of(
            EntryKind.UPDATE_STARTED,
            EntryKind.UPDATE_STEP_DONE,
            EntryKind.UPDATE_ENDED,
            EntryKind.MODEL_TRAINED,
            EntryKind.MODEL_EVALUATED,
            EntryKind.BASELINE_PROFILED,
            EntryKind.GATES_DECIDED,
            EntryKind.MODEL_APPROVED,
            EntryKind.SILENT_TRIAL_STARTED,
            EntryKind.MODEL_PROMOTED,
            EntryKind.MODEL_ROLLED_BACK);

    @Test
    void harmStartsAnUpdateThatReviewsCarryOnToItsPromotionAndBack() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> parts.probation = Duration.ofDays(120));
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.live(plan);
            Digest champion = deployment.model();
            ward.clock.set(Instant.parse("2022-12-20T08:00:00Z"));
            Story.month(ward, deployment);
            Review<Visit> harmful = Story.harmfulMonth(ward, deployment);

            assertThat(harmful.failure()).isEmpty();
            assertThat(step(harmful)).isEqualTo(Step.SHADOW_TIME);
            LearningLoop<Visit> loop = ward.workspace.loop(deployment);
            assertThat(loop.last()).map(UpdateRun::startedBy).contains(UpdateRun.StartedBy.TRIGGER);

            ward.visits(40).forEach(deployment::predict);
            ward.clock.advance(Duration.ofDays(21));
            Review<Visit> promoted = ward.workspace.review(deployment);
            assertThat(step(promoted)).isEqualTo(Step.PROBATION);
            assertThat(deployment.model()).isNotEqualTo(champion);
            assertThat(ward.entries(EntryKind.MODEL_PROMOTED).get(0).facts().required("by"))
                    .isEqualTo("PLAN");

            Story.month(ward, deployment);
            Story.harmfulMonth(ward, deployment);
            assertThat(loop.last().orElseThrow().end()).map(UpdateEnd::how).contains(UpdateEnd.How.ROLLED_BACK);
            assertThat(deployment.model()).isEqualTo(champion);
            assertThat(ward.entries(EntryKind.UPDATE_STARTED)).hasSize(1);
        }
    }

    @Test
    void aPersonPromotesWhatThePlanDoesNot() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> parts.mode = Modification.Mode.MANUAL);
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.live(plan);
            ward.clock.set(Instant.parse("2023-02-01T08:00:00Z"));
            LearningLoop<Visit> loop = ward.workspace.loop(deployment);
            loop.start("analyst", Role.DATA_SCIENTIST);
            loop.proceed();
            ward.visits(40).forEach(deployment::predict);
            ward.clock.advance(Duration.ofDays(21));
            LoopAnswer.Waiting waiting = (LoopAnswer.Waiting)
                    ward.workspace.review(deployment).update().orElseThrow();

            loop.sign(SignOff.by("analyst", Role.DATA_SCIENTIST)
                    .of(waiting.signature().orElseThrow().toSign()));
            assertThat(ward.entries(EntryKind.MODEL_PROMOTED).get(0).facts().required("person"))
                    .isEqualTo("analyst");
        }
    }

    @Test
    void callingItOffEndsTheTrial() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> {});
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.live(plan);
            ward.clock.set(Instant.parse("2023-02-01T08:00:00Z"));
            LearningLoop<Visit> loop = ward.workspace.loop(deployment);
            loop.start("analyst", Role.DATA_SCIENTIST);
            loop.proceed();
            loop.cancel("lead", Role.CLINICAL_LEAD, "a new system for laboratory values comes in March");

            assertThat(ward.entries(EntryKind.SILENT_TRIAL_WITHDRAWN)).hasSize(1);
            loop.start("analyst", Role.DATA_SCIENTIST);
        }
    }

    @Test
    void onePathForEachPlan() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> listed = ward.live(LoopPlans.plan(parts -> {}));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ward.workspace.retrain(listed))
                    .withMessageContaining("its learning loop starts an update");
        }
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> other = ward.live(Plans.standard());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ward.workspace.loop(other))
                    .withMessageContaining("must list modifications");
        }
    }

    @Test
    void whereverAWorkspaceIsKilledAnotherGoesOnToTheSameEnd() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> {
            parts.visits = LoopPlans.everySecond(parts.visits);
            parts.probation = Duration.ofDays(200);
        });
        MemoryLedger first = new MemoryLedger();
        String id;
        try (Ward ward = new Ward(first, Ward.OPENED)) {
            id = ward.live(plan).id();
        }
        MemoryLedger whole = copy(first);
        int appends = live(id, plan, whole, 0, false);
        Map<String, Long> expected = counted(whole);
        assertThat(expected).containsEntry("MODEL_ROLLED_BACK", 1L).containsEntry("UPDATE_ENDED", 1L);

        for (boolean after : new boolean[] {false, true}) {
            for (int n = 1; n <= appends; n++) {
                MemoryLedger killed = copy(first);
                live(id, plan, killed, n, after);
                assertThat(counted(killed))
                        .as("killed at append %d, after it: %s", n, after)
                        .isEqualTo(expected);
            }
        }
    }

    private static Step step(Review<Visit> review) {
        return ((LoopAnswer.Waiting) review.update().orElseThrow()).step();
    }

    private static MemoryLedger copy(Ledger ledger) {
        MemoryLedger copy = new MemoryLedger();
        ledger.read(Set.of(), e -> copy.append(new Draft(e.kind(), e.at(), e.facts(), e.body())));
        return copy;
    }

    /** From the start of an update to its rollback, each chapter in a workspace of its own; answers the number of appends. */
    private static int live(String id, Pipeline<Visit, Risk> plan, MemoryLedger ledger, int killedAt, boolean after) {
        CrashingLedger crashing = new CrashingLedger(ledger, killedAt, after);
        Ledger current = crashing;
        Instant now = Instant.parse("2023-02-01T08:00:00Z");
        List<BiConsumer<Ward, Deployment<Visit, Risk>>> chapters = new ArrayList<>();
        chapters.add((ward, deployment) -> {
            LearningLoop<Visit> loop = ward.workspace.loop(deployment);
            if (loop.last().isEmpty()) {
                loop.start("analyst", Role.DATA_SCIENTIST);
            }
            loop.proceed();
        });
        chapters.add((ward, deployment) -> {
            ward.visits(40).forEach(deployment::predict);
            ward.workspace.flush();
            ward.clock.advance(Duration.ofDays(21));
        });
        chapters.add((ward, deployment) -> carriedOn(ward, deployment));
        chapters.add((ward, deployment) -> {
            boolean rolledBack = ward.workspace
                    .loop(deployment)
                    .last()
                    .orElseThrow()
                    .champion()
                    .equals(deployment.model());
            if (!rolledBack) { // harm of the version before would be another story
                ward.visits(60).forEach(deployment::predict);
                ward.clock.advance(Duration.ofDays(31));
                ward.engine.show(Finding.Kind.CALIBRATION, "model");
            }
            carriedOn(ward, deployment);
        });
        for (BiConsumer<Ward, Deployment<Visit, Risk>> chapter : chapters) {
            boolean done = false;
            while (!done) {
                Ward ward = new Ward(current, now);
                try {
                    chapter.accept(ward, ward.workspace.resume(id, plan));
                    ward.workspace.flush();
                    done = current == ledger
                            || !crashing.killed(); // a writer that was killed takes predictions with it
                    current = crashing.killed() ? ledger : current;
                } catch (CrashingLedger.Killed | MlopsException killed) {
                    current = ledger;
                }
                now = ward.clock.instant();
            }
        }
        return crashing.asked();
    }

    private static void carriedOn(Ward ward, Deployment<Visit, Risk> deployment) {
        ward.workspace.review(deployment).failure().ifPresent(reason -> {
            throw new MlopsException(reason);
        });
    }

    private static Map<String, Long> counted(Ledger ledger) {
        return Ward.entries(ledger).stream()
                .filter(entry -> COMPARED.contains(entry.kind()))
                .collect(Collectors.groupingBy(WorkspaceLoopTest::what, TreeMap::new, Collectors.counting()));
    }

    private static String what(Entry entry) {
        return entry.kind()
                + (entry.kind() == EntryKind.UPDATE_STEP_DONE
                        ? " " + entry.facts().required("step")
                        : "");
    }
}
