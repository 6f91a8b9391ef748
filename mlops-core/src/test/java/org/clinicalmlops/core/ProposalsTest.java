package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Period;
import java.util.List;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.Trigger;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Remedy;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;

/** From what a monitor finds, by the rules of the plan, to what is proposed and done. A month has 60 outcomes. */
class ProposalsTest {
    private static Pipeline<Visit, Risk> plan(UnaryOperator<UpdatePolicy> change) {
        return Plans.with(parts -> {
            parts.source = CohortSource.of("visits", Visit.daily(1_300, 11));
            parts.learning = change.apply(parts.learning);
        });
    }

    private static Pipeline<Visit, Risk> startedByHand(Trigger trigger) {
        return plan(policy -> UpdatePolicy.proposeWhen(trigger)
                .within(ChangePlan.refitOn(Period.ofYears(2))
                        .startedBy(ChangePlan.Start.PERSON)
                        .promotedBy(Role.DATA_SCIENTIST)));
    }

    /** A recalibration alone is not built yet: the plan, whose training recalibrates, runs again. */
    @Test
    void aRecalibrationIsRecordedAndCarriedOutByRunningThePlanAgain() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.CALIBRATION, "model", Remedy.RECALIBRATE);

            Review<Visit> review = Story.month(ward, live);

            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.RECALIBRATE);
            assertThat(review.retrained()).isPresent();
            assertThat(ward.entries(EntryKind.UPDATE_PROPOSED).get(0).facts().asMap())
                    .containsEntry("action", "RECALIBRATE")
                    .containsKey("reason.0");
        }
    }

    @Test
    void aStopIsRecordedAndNothingIsDoneByItself() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.CALIBRATION, "model", Remedy.STOP);

            Review<Visit> review = Story.month(ward, live);

            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.STOP);
            assertThat(review.retrained()).isEmpty();
            assertThat(ward.entries(EntryKind.RETRAINING_STARTED)).isEmpty();
            assertThat(ward.entries(EntryKind.DEPLOYMENT_CLOSED)).isEmpty();
            assertThat(live.silent()).as("a person decides").isFalse();
            assertThat(Story.month(ward, live).proposal()).as("said once").isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> ward.workspace.retrain(live));
        }
    }

    @Test
    void anAlertThatAsksForMoreThanBeforeIsProposedAgain() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(startedByHand(Trigger.onHarm()));
            Story.month(ward, live);
            ward.engine.show(Kind.CALIBRATION, "model", Remedy.RECALIBRATE);
            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.RECALIBRATE);
            ward.engine.showNothing();
            ward.engine.show(Kind.CALIBRATION, "model", Remedy.STOP);
            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.STOP);
            ward.engine.showNothing();
            ward.engine.show(Kind.CALIBRATION, "model", Remedy.RETRAIN);
            assertThat(Story.month(ward, live).proposal()).as("asks for less").isEmpty();
        }
    }

    /** An interface that is slow, or a monitor that nobody looks at, garbles no value. */
    @Test
    void onlyAlertsOnInputsHoldARetrainingBack() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.OPERATION, "latency");
            ward.engine.show(Kind.OVERSIGHT, "model");
            ward.engine.show(Kind.PREDICTION_DRIFT, "model");
            ward.engine.show(Kind.CALIBRATION, "model");

            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.RETRAIN);
        }
    }

    @Test
    void harmWaitsForEnoughFreshOutcomes() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan(policy -> policy.minimumFreshOutcomes(150)));
            ward.engine.show(Kind.CALIBRATION, "model");
            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.INVESTIGATE);
            assertThat(Story.month(ward, live).proposal()).as("120 outcomes").isEmpty();
            Review<Visit> third = Story.month(ward, live);
            assertThat(third.proposal().orElseThrow().action()).as("180").isEqualTo(Action.RETRAIN);
            assertThat(third.retrained()).isPresent();
        }
    }

    @Test
    void harmWaitsForTheEndOfAFreeze() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan(policy ->
                    policy.frozen(Ward.OPENED, Ward.OPENED.plusSeconds(86_400L * 60)))); // 14 + 31 days, then 76
            ward.engine.show(Kind.CALIBRATION, "model");
            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.INVESTIGATE);
            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.RETRAIN);
        }
    }

    @Test
    void whatIsScheduledIsProposedAndTheNextTimeCountsFromThere() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(startedByHand(Trigger.every(Period.ofDays(100))));
            List<Boolean> proposed = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(month -> Story.month(ward, live).proposal().isPresent())
                    .toList();
            // days since the version's start: 45, 76, 107 - since then 31, 62, 93, 124 - 31
            assertThat(proposed).containsExactly(false, false, true, false, false, false, true, false);
            assertThat(ward.entries(EntryKind.UPDATE_PROPOSED))
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(entry.facts().asMap())
                            .containsEntry("action", "RETRAIN")
                            .doesNotContainKey("because.0")
                            .hasEntrySatisfying(
                                    "reason.0",
                                    reason -> assertThat(reason)
                                            .startsWith("No new version was put to use or proposed since ")));
            assertThat(ward.workspace.retrain(live)).isNotNull();
        }
    }

    @Test
    void twoRulesMustHoldTogether() {
        try (Ward ward = new Ward()) {
            Trigger both = Trigger.onHarm().and(Trigger.on(Kind.SUBGROUP));
            Deployment<Visit, Risk> live = ward.live(startedByHand(both));
            Story.month(ward, live);
            ward.engine.show(Kind.CALIBRATION, "model");
            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.INVESTIGATE);
            ward.engine.show(Kind.SUBGROUP, "sex=F");
            Review<Visit> second = Story.month(ward, live);
            assertThat(second.proposal().orElseThrow().action()).isEqualTo(Action.RETRAIN);
            assertThat(second.proposal().get().because()).as("both").hasSize(2);
        }
    }
}
