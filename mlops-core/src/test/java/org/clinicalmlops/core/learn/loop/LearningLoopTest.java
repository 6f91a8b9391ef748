package org.clinicalmlops.core.learn.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.api.validate.GatePolicy.signedBy;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.ChangeBounds;
import org.clinicalmlops.api.learn.DataManagement;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.learn.Modification;
import org.clinicalmlops.api.learn.Range;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.learn.CanarySet;
import org.clinicalmlops.core.learn.loop.UpdateEnd.How;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningLoopTest {

    @Test
    void aRecalibrationInPlanIsPromotedByThePlanItselfAndKept() {
        LoopWard ward = LoopWard.with(parts -> {});
        Digest champion = ward.served.model();

        LoopAnswer shadow = ward.startAndProceed();
        assertThat(waiting(shadow).step()).isEqualTo(Step.SHADOW_TIME);
        assertThat(waiting(shadow).until()).contains(LoopWard.NOW.plus(Duration.ofDays(20)));
        assertThat(ward.served.beside())
                .isEqualTo(ward.loop.last().orElseThrow().candidate());
        assertThat(ward.served.model()).isEqualTo(champion);

        ward.clock.advance(Duration.ofDays(21));
        LoopAnswer probation = ward.loop.proceed();
        assertThat(waiting(probation).step()).isEqualTo(Step.PROBATION);
        assertThat(ward.served.model()).isNotEqualTo(champion);
        assertThat(ward.entries(EntryKind.MODEL_PROMOTED))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.facts().says("modification", "level")).isTrue());

        ward.clock.advance(Duration.ofDays(60));
        ward.loop.proceed();
        assertThat(ward.end().how()).isEqualTo(How.KEPT);
        assertThat(ward.entries(EntryKind.UPDATE_STEP_DONE).stream()
                        .map(entry -> entry.facts().required("step"))
                        .toList())
                .containsExactlyElementsOf(
                        Arrays.stream(Step.values()).map(Enum::name).toList());
        assertThat(ward.progress).anyMatch(line -> line.contains("step 3 of 14: choosing the smallest"));
        assertThat(ward.ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void theRecalibrationIsWhatTheVisitsAskFor() {
        LoopWard ward = LoopWard.with(parts -> parts.train = Train.bestBy(Metrics.brier(), List.of(truth(0))));
        ward.startAndProceed();

        assertThat(ward.step(Step.UPDATE_CHOICE).required("extent")).isEqualTo("INTERCEPT");
        Registry registry = Registry.of(ward.ledger);
        var champion = registry.model(ward.served.model());
        var candidate = registry.model(ward.served.beside().orElseThrow());
        assertThat(candidate.form().declaration()).isEqualTo(champion.form().declaration());
        assertThat(candidate.recalibration().intercept()).isCloseTo(-1, within(0.25));
        assertThat(candidate.recalibration().slope()).isEqualTo(1);
    }

    @Test
    void sequesteredPatientsDoNotTeach() {
        LoopWard ward = LoopWard.with(parts -> {});
        ward.startAndProceed();

        Facts cut = ward.step(Step.DATA_CUT);
        int fresh = Integer.parseInt(cut.required("learning.fresh"));
        int kept = Integer.parseInt(cut.required("set.rows"));
        assertThat(kept).isCloseTo((int) (0.3 * (fresh + kept)), within(60));
        assertThat(cut.required("from")).isEqualTo("2022-01-02T08:00:00Z");
        assertThat(cut.required("until")).isEqualTo("2023-01-02T08:00:00Z");
        assertThat(cut.required("fresh")).isEqualTo(cut.required("from"));
        assertThat(fresh + kept).isEqualTo(4 * 365);
    }

    @Test
    void harmOnProbationRollsBack() {
        LoopWard ward = LoopWard.with(parts -> {});
        Digest champion = ward.served.model();
        ward.untilPromoted();

        ward.clock.advance(Duration.ofDays(10));
        assertThat(waiting(ward.loop.proceed()).step()).isEqualTo(Step.PROBATION);
        ward.harm();
        ward.loop.proceed();

        assertThat(ward.end().how()).isEqualTo(How.ROLLED_BACK);
        assertThat(ward.end().reason()).contains("risks are too low");
        assertThat(ward.served.model()).isEqualTo(champion);
        assertThat(ward.entries(EntryKind.MODEL_ROLLED_BACK)).hasSize(1);
    }

    @Test
    void harmThatOpenedBeforeTheEndCountsForALateLookAndLaterHarmDoesNot() {
        LoopWard late = LoopWard.with(parts -> {});
        late.untilPromoted();
        late.clock.advance(Duration.ofDays(59));
        late.harm();
        late.clock.advance(Duration.ofDays(5));
        late.loop.proceed();
        assertThat(late.end().how()).isEqualTo(How.ROLLED_BACK);

        LoopWard after = LoopWard.with(parts -> {});
        after.untilPromoted();
        after.clock.advance(Duration.ofDays(61));
        after.harm();
        after.loop.proceed();
        assertThat(after.end().how()).isEqualTo(How.KEPT);
    }

    @Test
    void aManualModificationWaitsForTheSignatureOfTheRoleOfThePlan() {
        LoopWard ward = LoopWard.with(parts -> parts.mode = Modification.Mode.MANUAL);
        LoopAnswer.Waiting waiting = waiting(ward.untilPromoted());

        assertThat(waiting.step()).isEqualTo(Step.PROMOTION);
        assertThat(waiting.why()).contains("data-scientist", "'level'");
        LoopAnswer.Signature signature = waiting.signature().orElseThrow();
        assertThat(signature.roles()).containsExactly(Role.DATA_SCIENTIST);
        LoopAnswer refused =
                ward.loop.sign(SignOff.by("porter", Role.DATA_SCIENTIST).of(signature.toSign()));
        assertThat(waiting(refused).why()).contains("not accepted");
        assertThat(ward.entries(EntryKind.MODEL_PROMOTED)).isEmpty();

        LoopAnswer signed =
                ward.loop.sign(SignOff.by("analyst", Role.DATA_SCIENTIST).of(signature.toSign()));
        assertThat(waiting(signed).step()).isEqualTo(Step.PROBATION);
        assertThat(ward.step(Step.PROMOTION).required("person")).isEqualTo("analyst");
    }

    @Test
    void outOfPlanNeverPromotesByItself() {
        LoopWard ward = LoopWard.with(parts -> parts.bounds = ChangeBounds.meanRiskMoves(0.01)
                .inEachGroupOf(List.of("sex"))
                .recalibration(new Range(-3, 3), new Range(0.3, 3)));
        LoopAnswer.Waiting waiting = waiting(ward.untilPromoted());

        assertThat(ward.step(Step.PLAN_JUDGEMENT).required("inPlan")).isEqualTo("false");
        assertThat(waiting.step()).isEqualTo(Step.PROMOTION);
        assertThat(waiting.why()).contains("out of plan: mean risk of all 'all' moves by at most 0.01");
        ward.clock.advance(Duration.ofDays(365));
        assertThat(waiting(ward.loop.proceed()).step()).isEqualTo(Step.PROMOTION);
        assertThat(ward.entries(EntryKind.MODEL_PROMOTED)).isEmpty();
    }

    @Test
    void aGuardThatCanSayNothingLeavesThePromotionToAPerson() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> {
            parts.visits = new ArrayList<>(parts.visits);
            parts.visits.replaceAll(visit -> visit.at().equals(Instant.parse("2022-06-01T00:00:00Z"))
                    ? visit.withSex("X") // a group of one, in which nothing can be shown
                    : visit);
        });
        LoopWard ward = LoopWard.of(plan, LoopSettings.<Visit>standard().sourceBy("sex"));
        ward.start();
        ward.loop.advance();
        ward.loop.advance();

        assertThat(ward.loop.last().orElseThrow().cautions())
                .anyMatch(caution -> caution.contains("INSUFFICIENT") && caution.contains("X"));
    }

    @Test
    void aVersionThatIsStillGoodNeedsNothing() {
        LoopWard ward = LoopWard.with(parts -> {
            parts.visits = LoopPlans.visits(LoopPlans.SAME);
            parts.train = Train.bestBy(Metrics.brier(), List.of(truth(0)));
        });
        ward.startAndProceed();

        assertThat(ward.end().how()).isEqualTo(How.NOTHING_NEEDED);
        assertThat(ward.entries(EntryKind.MODEL_TRAINED)).hasSize(1);
    }

    @Test
    void tooFewMaturedOutcomesEndIt() {
        LoopWard ward = LoopWard.with(parts -> parts.minimumOutcomes = 5_000);
        ward.startAndProceed();

        refused(ward, Step.DATA_CUT, "needed 5000");
    }

    @Test
    void rowsThatWereIntervenedOnDoNotTeachUnlessThePlanSaysSo() {
        Instant acted = Instant.parse("2022-03-01T00:00:00Z");
        List<Visit> visits = LoopPlans.visits(LoopPlans.LOWER).stream()
                .map(visit -> visit.at().isAfter(acted) && visit.age() > 80
                        ? visit.withOutcome(new Outcome.Intervened<>(visit.at().plus(Duration.ofDays(1))))
                        : visit)
                .toList();
        LoopWard leftOut = LoopWard.with(parts -> parts.visits = visits);
        leftOut.startAndProceed();
        Pipeline<Visit, Risk> asSeen = LoopPlans.plan(parts -> {
            parts.visits = visits;
            parts.intervened = DataManagement.Intervened.AS_SEEN;
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopWard.of(asSeen, LoopSettings.standard()))
                .withMessageContaining("intervenedAsSeen");
        LoopWard seen = LoopWard.of(
                asSeen,
                LoopSettings.<Visit>standard()
                        .intervenedAsSeen(
                                visit -> Outcome.event(false, visit.at().plus(Visit.HORIZON))));
        seen.start();
        seen.loop.advance();

        int without = Integer.parseInt(leftOut.step(Step.DATA_CUT).required("learning.fresh"));
        int with = Integer.parseInt(seen.step(Step.DATA_CUT).required("learning.fresh"));
        assertThat(with).isGreaterThan(without + 100);
    }

    @Test
    void flippedLabelsAreFoundBeforeAnythingIsLearnt() {
        LoopWard ward = LoopWard.with(parts -> parts.visits = LoopPlans.visits(LoopPlans.LOWER).stream()
                .map(visit -> visit.at().isAfter(LoopPlans.DRIFT) ? flipped(visit) : visit)
                .toList());
        ward.startAndProceed();

        refused(ward, Step.GUARDS, "FAILED: calibration slope");
        assertThat(ward.entries(EntryKind.MODEL_TRAINED)).hasSize(1);
    }

    @Test
    void oneSourceMustNotDecideAlone() {
        LoopWard ward = LoopWard.of(
                LoopPlans.plan(parts -> parts.data = data -> data.fromOneSourceAtMost(0.4)),
                LoopSettings.<Visit>standard().sourceBy("sex"));
        ward.startAndProceed();

        refused(ward, Step.GUARDS, "share of rows from one source at most 0.4");
    }

    @Test
    void aCandidateThatSaysWhatNobodyBelievesIsRefused() {
        Visit old = Visit.of("canary", Visit.FIRST, 89, 8.0, "F", false);
        LoopWard ward = LoopWard.of(
                LoopPlans.plan(parts -> {}),
                LoopSettings.<Visit>standard()
                        .canaries(CanarySet.<Visit>empty().expecting("very old, much lactate", old, 0, 0.2)));
        ward.startAndProceed();

        refused(ward, Step.CANDIDATE, "canary 'very old, much lactate'");
    }

    @Test
    void aBadCandidateIsRefusedOnTheSequesteredSetAndSpendsItsUse() {
        LoopWard ward = LoopWard.with(parts -> {
            parts.refit = true;
            parts.visits = LoopPlans.visits(LoopPlans.OTHER);
            parts.train = Train.bestBy(Metrics.brier(), List.of(worseEachTime()));
        });
        ward.startAndProceed();

        refused(ward, Step.COMPARISON, "use 1");
        assertThat(ward.step(Step.UPDATE_CHOICE).required("extent")).isEqualTo("REFIT");
        assertThat(ward.step(Step.COMPARISON).asMap()).doesNotContainKey("compared");
        assertThat(ward.step(Step.SEQUESTERED_USE).required("alpha")).isEqualTo("0.025");

        ward.clock.advance(Duration.ofDays(40));
        ward.startAndProceed();
        refused(ward, Step.COMPARISON, "use 2");
        assertThat(ward.step(Step.SEQUESTERED_USE).required("alpha")).isEqualTo("0.0125");
        assertThat(ward.step(Step.DATA_CUT).required("set")).isEqualTo(LoopWard.DEPLOYMENT + "/set/1");
    }

    @Test
    void aRefitThatPassesIsMadeOfTheNewestRowsOnly() {
        LoopWard ward = LoopWard.with(parts -> {
            parts.refit = true;
            parts.visits = LoopPlans.visits(LoopPlans.OTHER);
            parts.margins = List.of(Margin.of(Metrics.brier()).step(0.5).total(0.5));
        });
        LoopAnswer answer = ward.startAndProceed();

        assertThat(waiting(answer).step()).isEqualTo(Step.SHADOW_TIME);
        LinearForm form = (LinearForm) Registry.of(ward.ledger)
                .model(ward.served.beside().orElseThrow())
                .form();
        assertThat(form.weight(0)).isGreaterThan(0.09);
    }

    @Test
    void whatWasForgottenRefuses() {
        LoopWard ward = LoopWard.with(parts ->
                parts.margins = List.of(Margin.of(Metrics.brier()).step(0.02).total(0.1)));
        ward.startAndProceed();

        refused(ward, Step.FORGETTING, "brier against the version in use in 2021-05-01 to 2022-01-02");
        assertThat(ward.served.beside()).isEmpty();
    }

    @Test
    void gatesRefuse() {
        LoopWard ward = LoopWard.with(parts ->
                parts.acceptance = List.of(lowerBoundOf(Metrics.auroc()).atLeast(0.99)));
        ward.startAndProceed();

        refused(ward, Step.GATES, "auroc");
        assertThat(ward.entries(EntryKind.MODEL_REJECTED)).hasSize(1);
    }

    @Test
    void aSignatureAmongTheAcceptanceGatesIsAwaitedAndTheOneOfThePipelineIsNotForAnAutomaticChange() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts ->
                parts.acceptance = List.of(lowerBoundOf(Metrics.auroc()).atLeast(0.6), signedBy(Role.CLINICAL_LEAD)));
        LoopWard ward = LoopWard.of(plan, LoopSettings.standard());
        LoopAnswer.Waiting waiting = waiting(ward.startAndProceed());
        assertThat(waiting.step()).isEqualTo(Step.GATES);
        waiting(ward.loop.proceed());

        ward.loop.sign(SignOff.by("lead", Role.CLINICAL_LEAD)
                .of(waiting.signature().orElseThrow().toSign()));
        assertThat(ward.served.beside()).isPresent();
        assertThat(ward.entries(EntryKind.GATES_DECIDED)).hasSize(2);
        assertThat(ward.entries(EntryKind.SIGNED_OFF)).hasSize(1);
    }

    @Test
    void rowsThatChangeUnderAnUpdateEndIt() {
        List<Visit> visits = new ArrayList<>(LoopPlans.visits(LoopPlans.LOWER));
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> parts.visits = visits);
        LoopWard ward = LoopWard.of(plan, LoopSettings.standard());
        ward.start();
        ward.loop.advance();
        visits.replaceAll(visit -> visit.at().equals(Instant.parse("2022-06-01T00:00:00Z")) ? flipped(visit) : visit);

        LoopWard again = LoopWard.on(ward.ledger, ward.clock.instant(), plan, LoopSettings.standard());
        again.loop.proceed();
        refused(again, Step.GUARDS, "the source gives other rows");
    }

    @Test
    void oneUpdateRunsAtATime() {
        LoopWard ward = LoopWard.with(parts -> {});
        ward.start();

        assertThatIllegalStateException().isThrownBy(ward::start).withMessageContaining("is running");
        assertThat(ward.loop.start("proposal-1")).isEmpty();
    }

    @Test
    void onlyStakeholdersStartAndCancel() {
        LoopWard ward = LoopWard.with(parts -> {});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ward.loop.start("porter", Role.DATA_SCIENTIST))
                .withMessageContaining("'porter' may not act as data-scientist");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ward.loop.start("analyst", new Role("porter")))
                .withMessageContaining("no stakeholder");
        ward.start();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ward.loop.cancel("porter", Role.CLINICAL_LEAD, "why not"));
    }

    @ParameterizedTest
    @EnumSource
    void itCanBeCalledOffBeforeEveryStepUpToThePromotion(Step step) {
        LoopWard ward = LoopWard.with(parts -> parts.mode = Modification.Mode.MANUAL);
        ward.start();
        while (ward.loop.last().orElseThrow().next().orElseThrow() != step) {
            if (ward.loop.advance() instanceof LoopAnswer.Waiting waiting) {
                ward.clock.advance(Duration.ofDays(21));
                if (waiting.step() == Step.PROMOTION) {
                    ward.loop.sign(SignOff.by("analyst", Role.DATA_SCIENTIST)
                            .of(waiting.signature().orElseThrow().toSign()));
                }
            }
        }
        if (step == Step.PROBATION) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> ward.loop.cancel("lead", Role.CLINICAL_LEAD, "second thoughts"))
                    .withMessageContaining("roll it back");
            return;
        }
        ward.loop.cancel("lead", Role.CLINICAL_LEAD, "second thoughts");

        assertThat(ward.end()).isEqualTo(new UpdateEnd(How.CANCELLED, step, "second thoughts"));
        assertThat(ward.served.beside()).isEmpty();
        Entry ended = ward.entries(EntryKind.UPDATE_ENDED).get(0);
        assertThat(ended.facts().required("person")).isEqualTo("lead");
        assertThat(ward.loop.advance()).isInstanceOf(LoopAnswer.Ended.class);
        ward.start();
    }

    @Test
    void ofTwoThatTakeAStepAtOnceOneGetsAConflict() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> {});
        LoopWard first = LoopWard.of(plan, LoopSettings.standard());
        first.start();
        Racing racing = new Racing(first.ledger, first.loop::advance);
        LoopWard second = LoopWard.on(racing, first.clock.instant(), plan, LoopSettings.standard());

        assertThatExceptionOfType(LedgerConflict.class).isThrownBy(second.loop::advance);
        assertThat(first.entries(EntryKind.UPDATE_STEP_DONE)).hasSize(1);
        assertThat(second.loop.advance()).isEqualTo(new LoopAnswer.Advanced(Step.GUARDS));
    }

    @Test
    void ofTwoThatStartAtOnceOneGetsAConflict() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> {});
        LoopWard first = LoopWard.of(plan, LoopSettings.standard());
        Racing racing = new Racing(first.ledger, first::start);
        LoopWard second = LoopWard.on(racing, first.clock.instant(), plan, LoopSettings.standard());

        assertThatExceptionOfType(LedgerConflict.class).isThrownBy(second::start);
        assertThat(first.entries(EntryKind.UPDATE_STARTED)).hasSize(1);
    }

    @Test
    void theCalendarStartsAnUpdateOnceForEachDate() {
        LoopWard ward = LoopWard.of(
                LoopPlans.plan(parts -> parts.minimumOutcomes = 5_000),
                LoopSettings.<Visit>standard()
                        .scheduled(Schedule.every(Period.ofMonths(3)).from(Instant.parse("2023-03-31T00:00:00Z"))));
        assertThat(ward.loop.startOnSchedule()).isEmpty();

        ward.clock.set(Instant.parse("2023-03-31T08:00:00Z"));
        assertThat(ward.loop.startOnSchedule()).map(UpdateRun::startedBy).contains(UpdateRun.StartedBy.SCHEDULE);
        ward.loop.proceed();
        assertThat(ward.loop.startOnSchedule()).isEmpty();
        ward.clock.set(Instant.parse("2023-06-30T08:00:00Z"));
        assertThat(ward.loop.startOnSchedule()).isPresent();
    }

    @Test
    void aTrialThatSomebodyEndsEndsTheUpdate() {
        LoopWard ward = LoopWard.with(parts -> {});
        ward.startAndProceed();
        ward.served.withdraw("by hand");
        ward.loop.proceed();

        refused(ward, Step.SHADOW_TIME, "somebody has ended the trial");
    }

    @Test
    void harmOnTrialKeepsAVersionFromBeingPromoted() {
        LoopWard ward = LoopWard.with(parts -> {});
        ward.startAndProceed();
        ward.served.alertsOnTrial.add(ward.harmful());
        ward.loop.proceed();

        refused(ward, Step.SHADOW_TIME, "harm while on trial: risks are too low");
        assertThat(ward.served.beside()).isEmpty();
    }

    @Test
    void harmThatATriggerSawIsTriedAgainWhenAllRowsAreNew() {
        LoopWard ward = LoopWard.with(parts -> parts.minimumOutcomes = 5_000);
        ward.loop.start("proposal-1");
        ward.loop.proceed();
        ward.harm();

        ward.clock.advance(Duration.ofDays(364));
        assertThat(ward.loop.startAgain("proposal-2")).as("never tried").isPresent();
        ward.loop.cancel("lead", Role.CLINICAL_LEAD, "one after the other");
        assertThat(ward.loop.startAgain("proposal-1")).isEmpty();
        ward.clock.advance(Duration.ofDays(1));
        assertThat(ward.loop.startAgain("proposal-1")).isPresent();
        ward.loop.proceed();
        ward.clock.advance(Duration.ofDays(365));
        ward.served.alerts.clear();
        assertThat(ward.loop.startAgain("proposal-1")).isEmpty();
    }

    @Test
    void aPromotionThatLacksEvidenceWaits() {
        LoopWard ward = LoopWard.with(parts -> {});
        ward.served.missing.add("it has made 3 of 30 predictions");
        LoopAnswer.Waiting waiting = waiting(ward.untilPromoted());

        assertThat(waiting.why()).isEqualTo("it has made 3 of 30 predictions");
        ward.served.missing.clear();
        assertThat(waiting(ward.loop.proceed()).step()).isEqualTo(Step.PROBATION);
    }

    @Test
    void aPlanWithoutModificationsHasNoLoop() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoopWard.of(Plans.standard(), LoopSettings.standard()))
                .withMessageContaining("must list modifications");
    }

    private static LoopAnswer.Waiting waiting(LoopAnswer answer) {
        return answer.fold(
                advanced -> {
                    throw new AssertionError("advanced " + advanced);
                },
                waiting -> waiting,
                ended -> {
                    throw new AssertionError("ended " + ended);
                });
    }

    private static void refused(LoopWard ward, Step step, String reason) {
        assertThat(ward.end().how()).isEqualTo(How.REFUSED);
        assertThat(ward.end().step()).isEqualTo(step);
        assertThat(ward.end().reason()).contains(reason);
        assertThat(ward.entries(EntryKind.MODEL_PROMOTED)).isEmpty();
    }

    private static Visit flipped(Visit visit) {
        boolean died = visit.outcome() instanceof Outcome.Known<Risk> known && known.truth() == 1;
        return visit.withOutcome(Outcome.event(!died, visit.at().plus(Visit.HORIZON)));
    }

    /** Knows the truth of the years before the drift; columns are age, lactate, whether it is missing, sex. */
    private static Trainer<Risk> truth(double wrong) {
        return Trainers.of("truth " + wrong, (data, seed) -> {
            double[] weights = new double[data.columns().size()];
            for (int c = 0; c < weights.length; c++) {
                String column = data.columns().get(c);
                weights[c] = column.equals("age") ? 0.07 - wrong : column.equals("lactate") ? 0.6 : 0;
            }
            return LinearForm.of(-7, weights);
        });
    }

    /** A good model of the many rows of the first version, and each smaller set of rows makes a worse one. */
    private static Trainer<Risk> worseEachTime() {
        return Trainers.of("worse", (data, seed) -> {
            double[] weights = new double[data.columns().size()];
            for (int c = 0; c < weights.length; c++) {
                String column = data.columns().get(c);
                weights[c] = column.equals("age") ? 0.07 : column.equals("lactate") ? 0.6 : 0;
            }
            boolean first = data.size() > 1_200;
            return LinearForm.of(first ? -7 : 3 + data.size() / 1e6, first ? weights : new double[weights.length]);
        });
    }
}
