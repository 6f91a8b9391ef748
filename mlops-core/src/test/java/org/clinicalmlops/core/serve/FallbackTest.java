package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FallbackTest {
    private static final Visit VISIT = Visit.of("anna", Instant.parse("2022-07-20T10:00:00Z"), 71.5, 3.2, "F", true);
    private static final Visit OLD_WOMAN = VISIT.withLactate(null);
    private static final Visit YOUNG_MAN = VISIT.withLactate(null).withAge(30).withSex("M");

    /** A point each from 65 years on and for women. */
    private static final Pipeline<Visit, Risk> PLAN = Plans.with(parts -> {
        parts.trial = parts.trial.abstainingAtMost(0.3);
        parts.serving =
                same -> same.answering(InputRules.none().missingAtMost(0).plausible("lactate", 0.1, 30))
                        .fallback(Fallback.to(PointsTable.of("age and sex")
                                        .atLeast("age", "a", 65, 1)
                                        .level("sex", "F", 1)
                                        .risks(0.1, 0.4, 0.6))
                                .on(Abstention.TOO_MUCH_MISSING, Abstention.STOPPED));
    });

    private static Prediction.Answered<Risk> answer(Prediction<Risk> prediction) {
        return (Prediction.Answered<Risk>) prediction;
    }

    @Test
    void itAnswersForItsReasonsAndSaysSo() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(PLAN);
            long counted = live.health().predictions();
            long abstained = live.health().abstained();

            Prediction.Answered<Risk> high = answer(live.predict(OLD_WOMAN));
            Prediction.Answered<Risk> low = answer(live.predict(YOUNG_MAN));

            assertThat(high.output().value()).isEqualTo(0.6);
            assertThat(high.acting()).isTrue();
            assertThat(low.output().value()).isEqualTo(0.1);
            assertThat(low.acting()).isFalse();
            Prediction.ByFallback by = new Prediction.ByFallback("age and sex", Abstention.TOO_MUCH_MISSING);
            assertThat(List.of(high, low))
                    .allSatisfy(a -> assertThat(a.fallback()).contains(by));
            assertThat(answer(live.predict(VISIT)).fallback()).isEmpty();
            assertThat(live.health().fallbacks()).isEqualTo(2);
            assertThat(live.health().predictions()).isEqualTo(counted + 1);
            assertThat(live.health().abstained()).isEqualTo(abstained);
        }
    }

    @Test
    void forOtherReasonsAndWhereItIsNotDefinedThereIsNoAnswer() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(PLAN);

            assertThat(live.predict(VISIT.withLactate(99.0)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.IMPLAUSIBLE, List.of("lactate")));
            assertThat(live.predict(OLD_WOMAN.withAge(Double.NaN)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.TOO_MUCH_MISSING, List.of("age", "lactate")));
            assertThat(live.predict(OLD_WOMAN.withPatient(null)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.FEATURE_FAILED));
        }
    }

    @Test
    void itsAnswersAreOnRecordAsItsOwnAndTheMonitorCountsAnAbstention() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(PLAN);
            FakeMonitor monitor = ward.engine.last();
            int observed = monitor.observed().size();
            String id = answer(live.predict(OLD_WOMAN)).id();
            live.outcome(id, Outcome.event(true, ward.clock.instant()));

            List<Recorded> predicted = ward.recorded(EntryKind.PREDICTED);
            assertThat(predicted.get(predicted.size() - 1).facts().asMap())
                    .containsEntry("mode", "fallback")
                    .containsEntry("fallback", "age and sex")
                    .containsEntry("because", "TOO_MUCH_MISSING")
                    .containsEntry("risk", "0.6")
                    .containsEntry("input.age", "71.5")
                    .containsEntry("input.sex", "=F")
                    .doesNotContainKey("input.lactate");
            assertThat(monitor.observed()).hasSize(observed);
            assertThat(monitor.noted()).endsWith(Operation.ABSTAINED, Operation.ALERTED);
            assertThat(monitor.outcomes).doesNotContainKey(id);
            assertThat(ward.recorded(EntryKind.OUTCOME_RECORDED)).hasSize(1);
        }
    }

    @Test
    void itAnswersInPlaceOfAStoppedModelAndNeverInASilentTrial() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.deployed(PLAN);
            assertThat(deployment.predict(OLD_WOMAN)).isInstanceOf(Prediction.Abstained.class);
            ward.endTrial(deployment, "lead", Role.CLINICAL_LEAD);
            ward.workspace.stop(
                    deployment,
                    SignOff.by("lead", Role.CLINICAL_LEAD).of(deployment.toSign(Change.STOP, deployment.model())),
                    "for a test");

            assertThat(answer(deployment.predict(VISIT)).fallback())
                    .contains(new Prediction.ByFallback("age and sex", Abstention.STOPPED));
            assertThat(deployment.predict(VISIT.withAge(Double.NaN)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.STOPPED));
            assertThat(deployment.health().notReady()).contains(Abstention.STOPPED);
        }
    }

    @Test
    void afterARestartTheTrialAndTheMonitorCountThemAsBefore() {
        Ward first = new Ward();
        Deployment<Visit, Risk> live = first.live(PLAN);
        FakeMonitor monitor = first.engine.last();
        live.predict(OLD_WOMAN);
        live.predict(YOUNG_MAN);
        live.predict(VISIT);
        first.workspace.flush();
        try (Ward second = first.again()) {
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), PLAN);

            assertThat(second.engine.last().noted()).isEqualTo(monitor.noted());
            assertThat(second.engine.last().observed()).hasSameSizeAs(monitor.observed());
            Past past = Past.of(second.ledger, live.id()).orElseThrow();
            assertThat(past.current().answered())
                    .isEqualTo(first.recorded(EntryKind.PREDICTED).size() - 2);
            assertThat(past.current().abstained())
                    .isEqualTo(first.recorded(EntryKind.ABSTAINED).size() + 2);
            assertThat(again.health().notReady()).isEqualTo(Optional.empty());
        }
    }

    /** Right of the split are women, by the model's own codes; as a model of another library reads them. */
    @Test
    void itMayReadCodesOfCategories() {
        TreesForm form = TreesForm.of(
                1,
                List.of(TreesForm.Tree.of(
                        1,
                        List.of(
                                new TreeNode.Categories(
                                        0, 2, List.of(0), Direction.UNDEFINED, Direction.UNDEFINED, 1, 2),
                                new TreeNode.Leaf(0.2),
                                new TreeNode.Leaf(0.7)))));
        GivenModel<Risk> score = GivenModel.of(
                "sex alone",
                new Schema(List.of(new FeatureSpec("sex", FeatureSpec.Kind.CATEGORICAL, "1", 1))),
                List.of(GivenModel.Input.code("sex", List.of("M", "F"))),
                form);
        Pipeline<Visit, Risk> plan = Plans.with(parts -> {
            parts.trial = parts.trial.abstainingAtMost(0.3);
            parts.serving = same -> same.answering(InputRules.none().missingAtMost(0))
                    .fallback(Fallback.to(score).on(Abstention.TOO_MUCH_MISSING));
        });
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan);

            assertThat(answer(live.predict(OLD_WOMAN)).output().value()).isEqualTo(0.7);
            assertThat(answer(live.predict(YOUNG_MAN)).output().value()).isEqualTo(0.2);
            assertThat(live.predict(OLD_WOMAN.withSex("another"))).isInstanceOf(Prediction.Abstained.class);
        }
    }

    @Test
    void withoutRoomOnRecordItDoesNotAnswerEither() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live = ward.live(PLAN);
            ward.workspace.flush();
            CountDownLatch gate = ledger.hold();
            Prediction<Risk> last = live.predict(OLD_WOMAN);
            for (int i = 0; i < 12_000 && !(last instanceof Prediction.Abstained); i++) {
                last = live.predict(OLD_WOMAN);
            }
            assertThat(last).isEqualTo(new Prediction.Abstained<>(Abstention.TOO_MUCH_MISSING, List.of("lactate")));
            assertThat(live.health().notReady()).contains(Abstention.NOT_RECORDED);
            assertThat(live.health().queued()).isEqualTo(live.health().queueCapacity());
            gate.countDown();
        }
    }
}
