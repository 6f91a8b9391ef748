package org.clinicalmlops.api.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.clinicalmlops.api.samples.NamedMetric.AUROC;
import static org.clinicalmlops.api.samples.NamedMetric.BRIER;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.samples.NamedMetric;
import org.clinicalmlops.api.samples.SampleChangePlan;
import org.clinicalmlops.api.samples.SamplePlan;
import org.clinicalmlops.api.samples.Visit;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Ramp;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts that do not fit together are refused when the plan is built, before anything runs. */
class PlanRefusalsTest {
    private static final String STAKEHOLDERS =
            " but is no stakeholder of the use case; there are [clinical-lead, patient-representative]";

    @ParameterizedTest(name = "{0}")
    @MethodSource("misfits")
    void partsThatDoNotFitAreRefusedByName(String message, Consumer<SamplePlan> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SamplePlan.with(change))
                .withMessage(message);
    }

    static List<Object[]> misfits() {
        EvaluationPlan<Visit, Risk> briefly = EvaluationPlan.of(List.of(AUROC), List.of(SamplePlan.BY_AGE));
        return List.of(
                misfit(
                        "gate 'lower bound of brier >= 0.1' reads the metric 'brier', which the plan does not evaluate;"
                                + " it evaluates [auroc]",
                        plan -> {
                            plan.evaluation = briefly;
                            plan.gates = GatePolicy.allOf(
                                    GatePolicy.lowerBoundOf(BRIER).atLeast(0.1));
                        }),
                misfit(
                        "gate 'interval of brier within 0 to 0.1' reads the metric 'brier', which the plan does not"
                                + " evaluate; it evaluates [auroc]",
                        plan -> {
                            plan.evaluation = briefly;
                            plan.gates = GatePolicy.allOf(
                                    GatePolicy.intervalOf(BRIER).within(0, 0.1));
                        }),
                misfit(
                        "gate 'brier no worse than the model in use by more than 0' reads the metric 'brier', which the"
                                + " plan does not evaluate; it evaluates [auroc]",
                        plan -> {
                            plan.evaluation = briefly;
                            plan.gates = GatePolicy.allOf(
                                    GatePolicy.noWorseThanChampion(BRIER).byMoreThan(0));
                        }),
                misfit(
                        "gate 'gap of auroc by ward <= 0.1' reads the subgroup 'ward', which the plan does not evaluate;"
                                + " it evaluates [age]",
                        plan -> {
                            plan.evaluation = briefly;
                            plan.gates = GatePolicy.allOf(GatePolicy.<Risk>subgroupGap(AUROC, SamplePlan.BY_WARD)
                                    .atMost(0.1));
                        }),
                misfit(
                        "the role 'data-scientist' signs the model" + STAKEHOLDERS,
                        plan -> plan.gates = GatePolicy.allOf(GatePolicy.signedBy(Role.DATA_SCIENTIST))),
                misfit(
                        "the role 'data-scientist' ends the silent trial" + STAKEHOLDERS,
                        plan -> plan.trial =
                                SilentTrial.lasting(Duration.ofDays(1)).endedBy(Role.DATA_SCIENTIST)),
                misfit(
                        "the role 'data-scientist' promotes a new version" + STAKEHOLDERS,
                        plan -> plan.changePlan = ChangePlan.refitOn(Period.ofYears(1))
                                .startedBy(ChangePlan.Start.PERSON)
                                .promotedBy(Role.DATA_SCIENTIST)),
                misfit(
                        "the role 'data-scientist' widens the share of a new version" + STAKEHOLDERS,
                        plan -> plan.serving = same -> same.rampingUp(
                                Ramp.by(0.1).holdingEach(Duration.ofDays(7)).widenedBy(Role.DATA_SCIENTIST))),
                misfit(
                        "a plan whose change plan lists modifications must have no ramp: the learning loop promotes for all"
                                + " patients at once",
                        plan -> {
                            plan.changePlan = SampleChangePlan.with(same -> {});
                            plan.serving = same -> same.rampingUp(
                                    Ramp.by(0.1).holdingEach(Duration.ofDays(7)).widenedBy(Role.CLINICAL_LEAD));
                        }),
                misfit(
                        "a rule is about feature 'weight', there are [age, lactate, ward]",
                        plan -> plan.serving =
                                same -> same.answering(InputRules.none().scope("weight", 2, 200))),
                misfit(
                        "a rule takes feature 'age' for categorical, it is NUMERIC",
                        plan -> plan.serving =
                                same -> same.answering(InputRules.none().scope("age", "adult"))),
                misfit(
                        "a rule takes feature 'ward' for a number, it is CATEGORICAL",
                        plan -> plan.serving =
                                same -> same.answering(InputRules.none().plausible("ward", 0, 1))),
                misfit(
                        "the fallback 'score' needs FeatureSpec[name=age, kind=NUMERIC, unit=mo, revision=1], the feature set has"
                                + " FeatureSpec[name=age, kind=NUMERIC, unit=a, revision=1]",
                        plan -> plan.serving = same -> same.fallback(Fallback.to(PointsTable.of("score")
                                        .atLeast("age", "mo", 800, 1)
                                        .risks(0.1, 0.2))
                                .on(Abstention.STOPPED))),
                misfit(
                        "the feature set has no features",
                        plan -> plan.features = FeatureSet.of(Visit.class)
                                .patient(Visit::patient)
                                .indexedAt(Visit::at)));
    }

    @Test
    void aFrozenModelNeedsNobodyToPromoteIt() {
        Role head = new Role("head-of-department");
        assertThat(SamplePlan.with(plan -> {
                            plan.useCase = UseCase.binaryRisk("m")
                                    .intendedUse("u")
                                    .population("p")
                                    .horizon(Period.ofDays(1))
                                    .stakeholder(head, "surgery")
                                    .build();
                            plan.gates = GatePolicy.allOf(
                                    GatePolicy.lowerBoundOf(NamedMetric.AUROC).atLeast(0.5));
                            plan.trial = SilentTrial.lasting(Duration.ofDays(1)).endedBy(head);
                            plan.changePlan = ChangePlan.frozen();
                        })
                        .learning()
                        .changePlan()
                        .refitOn())
                .isEmpty();
    }

    @Test
    void aPlanHasThePartsThatItWasBuiltFrom() {
        SamplePlan parts = new SamplePlan();
        Pipeline<Visit, Risk> plan = parts.build();

        assertThat(plan.useCase()).isSameAs(parts.useCase);
        assertThat(plan.source()).isSameAs(parts.source);
        assertThat(plan.features()).isSameAs(parts.features);
        assertThat(plan.split()).isSameAs(parts.split);
        assertThat(plan.train()).isSameAs(parts.train);
        assertThat(plan.evaluation()).isSameAs(parts.evaluation);
        assertThat(plan.gates()).isSameAs(parts.gates);
        assertThat(plan.serving().trial()).isSameAs(parts.trial);
        assertThat(plan.serving().actingAbove()).isEqualTo(0.3);
        assertThat(plan.monitoring()).isSameAs(parts.monitoring);
        assertThat(plan.learning().changePlan()).isSameAs(parts.changePlan);
        Visit died = new Visit("p", Visit.NEW_YEAR, 50, null, null, true);
        assertThat(plan.outcome().apply(died)).isEqualTo(died.outcome());
        assertThat(plan.digest()).isEqualTo(plan.declaration().digest());
    }

    private static Object[] misfit(String message, Consumer<SamplePlan> change) {
        return new Object[] {message, change};
    }
}
