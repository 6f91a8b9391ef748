package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.api.validate.GatePolicy.intervalOf;
import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;
import static org.clinicalmlops.api.validate.GatePolicy.noWorseThanChampion;
import static org.clinicalmlops.api.validate.GatePolicy.signedBy;
import static org.clinicalmlops.api.validate.GatePolicy.subgroupGap;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.Trigger;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.monitor.AlertPolicy;
import org.clinicalmlops.api.monitor.Commitment;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.OperationLimits;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Gate;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Plans.Parts;
import org.clinicalmlops.core.fixtures.RunTrace;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A value of the builder that passed through and changed nothing would be a decoration. Each row of the table changes one value and
 * names where the difference is to be seen in what happened.
 */
class EveryBuilderValueChangesARunTest {
    private static final List<Visit> VISITS = Visit.daily(1_000, 11);
    private static final Map<String, String> BASE = RunTrace.of(plan(parts -> {}), Plans.CUT);

    private static Pipeline<Visit, Risk> plan(Consumer<Parts> change) {
        return Plans.with(parts -> {
            parts.source = CohortSource.of("visits", VISITS);
            parts.gates = gates(aurocFrom(0.6), brierWithin(0, 0.5), gap(0.4), champion(0.3));
            change.accept(parts);
        });
    }

    static Stream<Arguments> declared() {
        return Stream.of(
                // step 1: use case and data
                row("use case: name", "deployment", p -> p.useCase = useCase("death-1m", "use", "adults", 30)),
                row("use case: intended use", "declared", p -> p.useCase = useCase("death-30d", "other", "adults", 30)),
                row("use case: population", "declared", p -> p.useCase = useCase("death-30d", "use", "children", 30)),
                row("use case: horizon", "matures", p -> p.useCase = useCase("death-30d", "use", "adults", 20)),
                row(
                        "use case: stakeholder",
                        "people",
                        p -> p.useCase = Plans.useCase()
                                .stakeholder(new Role("nurse"), "ward 3")
                                .build()),
                row("source: name", "extracted", p -> p.source = CohortSource.of("other", VISITS)),

                // step 2: features
                row(
                        "feature: name",
                        "model",
                        p -> p.features = start().numeric("years", "a", Visit::age)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .categorical("sex", Visit::sex)),
                row(
                        "feature: unit",
                        "model",
                        p -> p.features = start().numeric("age", "mo", Visit::age)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .categorical("sex", Visit::sex)),
                row(
                        "feature: kind",
                        "model",
                        p -> p.features = start().numericOrNull("age", "a", Visit::age)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .categorical("sex", Visit::sex)),
                row(
                        "feature: order",
                        "model",
                        p -> p.features = start().numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .numeric("age", "a", Visit::age)
                                .categorical("sex", Visit::sex)),
                row(
                        "feature: one less",
                        "model",
                        p -> p.features = start().numeric("age", "a", Visit::age)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)),
                row(
                        "feature: one more",
                        "model",
                        p -> p.features = p.features.numeric("age2", "a2", v -> v.age() * v.age())),
                row("feature: revision", "model", p -> p.features = p.features.revision("age", 2)),
                row(
                        "features: probes",
                        "bound",
                        p -> p.features =
                                p.features.probes(List.of(Visit.of("made up", Visit.FIRST, 70, 2.0, "F", true)))),
                row("split: last part", "split", p -> p.split = Split.byTime(Period.ofMonths(7))),
                row("split: overlap", "split", p -> p.split = p.split.allowingOutcomeOverlap()),

                // step 3: training
                row(
                        "train: trainers",
                        "model",
                        p -> p.train = Train.bestBy(Metrics.brier(), List.of(Trainers.stumps()))),
                row(
                        "train: a trainer's parameter",
                        "model",
                        p -> p.train = Train.bestBy(
                                Metrics.brier(), List.of(Trainers.prevalence(), Trainers.discriminant(9)))),
                row(
                        "train: order",
                        "trainer",
                        p -> p.train = Train.bestBy(
                                Metrics.brier(), List.of(Trainers.discriminant(0), Trainers.prevalence()))),
                row(
                        "train: selection",
                        "trainer",
                        p -> p.train = Train.bestBy(
                                Metrics.auroc(), List.of(Trainers.prevalence(), Trainers.discriminant(0)))),
                row("train: folds", "trainer", p -> p.train = p.train.folds(3)),
                row("train: seed", "trainer", p -> p.train = p.train.seed(1)),
                row("train: calibrated", "model", p -> p.train = p.train.calibrated()),
                row("train: given", "model", p -> p.train = given("score", 3, 1, 0.3)),

                // step 4: evaluation
                row(
                        "evaluation: metrics",
                        "metrics",
                        p -> p.evaluation = EvaluationPlan.of(
                                List.of(Metrics.auroc(), Metrics.brier(), Metrics.calibrationSlope()),
                                List.of(Plans.BY_SEX))),
                row(
                        "evaluation: subgroups",
                        "evaluation",
                        p -> p.evaluation = EvaluationPlan.of(
                                List.of(Metrics.auroc(), Metrics.brier()),
                                List.of(Plans.BY_SEX, Subgroup.by("old", v -> v.age() > 65 ? "yes" : "no")))),

                // step 5: gates
                row(
                        "gates: lower bound",
                        "verdict",
                        p -> p.gates = gates(aurocFrom(0.9), brierWithin(0, 0.5), gap(0.4), champion(0.3))),
                row(
                        "gates: interval, high end",
                        "verdict",
                        p -> p.gates = gates(aurocFrom(0.6), brierWithin(0, 0.1), gap(0.4), champion(0.3))),
                row(
                        "gates: interval, low end",
                        "verdict",
                        p -> p.gates = gates(aurocFrom(0.6), brierWithin(0.3, 0.5), gap(0.4), champion(0.3))),
                row(
                        "gates: subgroup gap",
                        "verdict",
                        p -> p.gates = gates(aurocFrom(0.6), brierWithin(0, 0.5), gap(0.001), champion(0.3))),
                row(
                        "gates: margin to the model in use",
                        "promotion",
                        p -> p.gates = gates(aurocFrom(0.6), brierWithin(0, 0.5), gap(0.4), champion(0))),
                row(
                        "gates: order",
                        "gates",
                        p -> p.gates = gates(brierWithin(0, 0.5), aurocFrom(0.6), gap(0.4), champion(0.3))),
                row(
                        "gates: a signature",
                        "verdict",
                        p -> p.gates = gates(aurocFrom(0.6), signedBy(Role.CLINICAL_LEAD))),

                // step 6: silent trial and serving
                row("trial: duration", "trial", p -> p.trial = trial(15, 40, 0.05, Role.CLINICAL_LEAD)),
                row("trial: predictions", "trial", p -> p.trial = trial(14, 41, 0.05, Role.CLINICAL_LEAD)),
                row("trial: rows without an answer", "trial", p -> p.trial = trial(14, 40, 0.04, Role.CLINICAL_LEAD)),
                row("trial: role", "trial", p -> p.trial = trial(14, 40, 0.05, Role.DATA_SCIENTIST)),
                row("serving: acting above", "acting", p -> p.actingAbove = 0.4),

                // step 7: monitoring
                row("monitor: window", "windows", p -> p.monitoring = p.monitoring.window(Period.ofDays(20))),
                row("monitor: minimum rows", "alerts", p -> p.monitoring = p.monitoring.minimumRows(500)),
                row("monitor: false alarms", "alerts", p -> p.monitoring = p.monitoring.falseAlarmsPerYear(2)),
                row("monitor: tolerated odds ratio", "alerts", p -> p.monitoring = p.monitoring.oddsRatios(1.5, 2)),
                row("monitor: harmful odds ratio", "alerts", p -> p.monitoring = p.monitoring.oddsRatios(1.25, 3)),
                row("monitor: tolerated loss", "alerts", p -> p.monitoring = p.monitoring.toleratedAurocLoss(0.1)),
                row("monitor: excess loss", "alerts", p -> p.monitoring = p.monitoring.toleratedExcessLoss(0.1)),
                row(
                        "monitor: groups",
                        "alerts",
                        p -> p.monitoring = p.monitoring.groups(Grouping.none().byBand("age", 65))),
                row("monitor: acting above", "alerts", p -> p.monitoring = p.monitoring.actingAbove(0.3)),
                row(
                        "monitor: operation",
                        "alerts",
                        p -> p.monitoring =
                                p.monitoring.operation(new OperationLimits(0.2, Duration.ofSeconds(1), 50, 0.9, 0.8))),
                row(
                        "monitor: life of alerts",
                        "alerts",
                        p -> p.monitoring =
                                p.monitoring.alerting(AlertPolicy.standard().cleanWindows(4))),
                row(
                        "monitor: a promise",
                        "alerts",
                        p -> p.monitoring = p.monitoring.committed(new Commitment(
                                "auroc", Period.ofMonths(3), Role.DATA_SCIENTIST, Commitment.FollowUp.UPDATE))),

                // step 8: learning
                row("learning: fresh outcomes", "proposals", p -> p.learning = p.learning.minimumFreshOutcomes(61)),
                row(
                        "learning: a freeze",
                        "proposals",
                        p -> p.learning = p.learning.frozen(Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"))),
                row(
                        "learning: trigger",
                        "proposals",
                        p -> p.learning = UpdatePolicy.proposeWhen(Trigger.every(Period.ofYears(5)))
                                .within(p.learning.changePlan())),
                row(
                        "learning: frozen",
                        "proposals",
                        p -> p.learning = UpdatePolicy.proposeOnHarm().within(ChangePlan.frozen())),
                row(
                        "learning: refit on",
                        "retraining",
                        p -> p.learning = learning(18, ChangePlan.Start.TRIGGER, Role.DATA_SCIENTIST)),
                row(
                        "learning: who starts",
                        "retraining",
                        p -> p.learning = learning(24, ChangePlan.Start.PERSON, Role.DATA_SCIENTIST)),
                row(
                        "learning: who promotes",
                        "promotion",
                        p -> p.learning = learning(24, ChangePlan.Start.TRIGGER, Role.CLINICAL_LEAD)));
    }

    @ParameterizedTest(name = "{0} changes the {1}")
    @MethodSource("declared")
    void aDeclaredValueChangesThePlansDigestAndWhatHappens(String value, String seenIn, Consumer<Parts> change) {
        Pipeline<Visit, Risk> plan = plan(change);

        assertThat(plan.digest()).isNotEqualTo(plan(parts -> {}).digest());
        assertSeen(value, seenIn, RunTrace.of(plan, Plans.CUT));
    }

    /** Functions are never hashed: what they do is seen in the rows. */
    static Stream<Arguments> functions() {
        return Stream.of(
                row(
                        "patient",
                        "data",
                        p -> p.features = FeatureSet.of(Visit.class)
                                .patient(v -> v.patient() + "!")
                                .indexedAt(Visit::at)
                                .numeric("age", "a", Visit::age)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .categorical("sex", Visit::sex)),
                row(
                        "index instant",
                        "data",
                        p -> p.features = FeatureSet.of(Visit.class)
                                .patient(Visit::patient)
                                .indexedAt(v -> v.at().plusSeconds(1))
                                .numeric("age", "a", Visit::age)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .categorical("sex", Visit::sex)),
                row(
                        "a feature's function",
                        "model",
                        p -> p.features = start().numeric("age", "a", v -> v.age() + 1)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .categorical("sex", Visit::sex)),
                row(
                        "outcome",
                        "model",
                        p -> p.outcome = v -> v.patient().endsWith("7") ? new Outcome.Censored<>(v.at()) : v.outcome()),
                row(
                        "a subgroup's function",
                        "data",
                        p -> p.evaluation = EvaluationPlan.of(
                                List.of(Metrics.auroc(), Metrics.brier()),
                                List.of(Subgroup.by("sex", v -> v.age() > 65 ? "F" : "M")))),
                row("the rows", "model", p -> p.source = CohortSource.of("visits", Visit.daily(1_000, 12))));
    }

    @ParameterizedTest(name = "{0} changes the {1}")
    @MethodSource("functions")
    void aFunctionChangesWhatHappensAndNoDigestOfThePlan(String value, String seenIn, Consumer<Parts> change) {
        Pipeline<Visit, Risk> plan = plan(change);

        assertThat(plan.digest()).isEqualTo(plan(parts -> {}).digest());
        assertSeen(value, seenIn, RunTrace.of(plan, Plans.CUT));
    }

    static Stream<Arguments> cuts() {
        DataCut cut = Plans.CUT;
        Instant later = Visit.FIRST.plus(Duration.ofDays(60));
        return Stream.of(
                Arguments.of(
                        "from", "model", DataCut.indexed(later, cut.until()).asOf(cut.asOf())),
                Arguments.of(
                        "until",
                        "split",
                        DataCut.indexed(cut.from(), cut.until().minusSeconds(86_400))
                                .asOf(cut.asOf())),
                Arguments.of("as of", "extracted", cut.asOf(Instant.parse("2022-01-05T00:00:00Z"))),
                Arguments.of("hindsight", "extracted", cut.allowingHindsight()));
    }

    @ParameterizedTest(name = "{0} changes the {1}")
    @MethodSource("cuts")
    void theCutIsAnArgumentOfTheRun(String value, String seenIn, DataCut cut) {
        assertSeen(value, seenIn, RunTrace.of(plan(parts -> {}), cut));
    }

    static Stream<Arguments> scores() {
        return Stream.of(
                Arguments.of("name", "trainer", given("score 2", 3, 1, 0.3)),
                Arguments.of("threshold", "model", given("score", 4, 1, 0.3)),
                Arguments.of("points", "model", given("score", 3, 2, 0.3)),
                Arguments.of("risks", "model", given("score", 3, 1, 0.4)));
    }

    @ParameterizedTest(name = "{0} changes the {1}")
    @MethodSource("scores")
    void everyValueOfAGivenScoreChangesIt(String value, String seenIn, Train<Risk> train) {
        Map<String, String> base = RunTrace.of(plan(parts -> parts.train = given("score", 3, 1, 0.3)), Plans.CUT);
        Pipeline<Visit, Risk> plan = plan(parts -> parts.train = train);

        assertThat(RunTrace.of(plan, Plans.CUT).get(seenIn))
                .as(value)
                .isNotNull()
                .isNotEqualTo(base.get(seenIn));
    }

    /** Without this a difference above could come from anything. */
    @Test
    void withoutAChangeNothingChanges() {
        assertThat(RunTrace.of(plan(parts -> {}), Plans.CUT)).isEqualTo(BASE);
        assertThat(BASE)
                .containsEntry("verdict", "approved")
                .containsEntry("trial", "passed")
                .containsEntry("proposals", "[RETRAIN]")
                .containsEntry("promotion", "passed");
    }

    private static void assertSeen(String value, String seenIn, Map<String, String> trace) {
        assertThat(BASE).containsKey(seenIn);
        assertThat(trace.get(seenIn)).as(value).isNotEqualTo(BASE.get(seenIn));
    }

    private static Arguments row(String value, String seenIn, Consumer<Parts> change) {
        return Arguments.of(value, seenIn, change);
    }

    private static UseCase<Risk> useCase(String name, String use, String population, int days) {
        return UseCase.binaryRisk(name)
                .intendedUse(use)
                .population(population)
                .horizon(Period.ofDays(days))
                .stakeholder(Role.CLINICAL_LEAD, "emergency medicine")
                .stakeholder(Role.DATA_SCIENTIST, "data group")
                .stakeholder(Role.PATIENT_REPRESENTATIVE, "patients' council")
                .build();
    }

    private static FeatureSet<Visit> start() {
        return FeatureSet.of(Visit.class).patient(Visit::patient).indexedAt(Visit::at);
    }

    private static Train<Risk> given(String name, double threshold, int points, double risk) {
        double[] risks = new double[points + 2];
        for (int total = 0; total < risks.length; total++) {
            risks[total] = risk + 0.1 * total;
        }
        return Train.given(PointsTable.of(name)
                .atLeast("lactate", "mmol/L", threshold, points)
                .atLeast("age", "a", 65, 1)
                .risks(risks));
    }

    private static SilentTrial trial(int days, long predictions, double share, Role role) {
        return SilentTrial.lasting(Duration.ofDays(days))
                .endedBy(role)
                .withAtLeast(predictions)
                .abstainingAtMost(share);
    }

    private static UpdatePolicy learning(int months, ChangePlan.Start start, Role promotedBy) {
        return UpdatePolicy.proposeOnHarm()
                .within(ChangePlan.refitOn(Period.ofMonths(months))
                        .startedBy(start)
                        .promotedBy(promotedBy));
    }

    private static Gate<Risk> aurocFrom(double atLeast) {
        return lowerBoundOf(Metrics.auroc()).atLeast(atLeast);
    }

    private static Gate<Risk> brierWithin(double low, double high) {
        return intervalOf(Metrics.brier()).within(low, high);
    }

    private static Gate<Risk> gap(double atMost) {
        return subgroupGap(Metrics.auroc(), Plans.BY_SEX).atMost(atMost);
    }

    private static Gate<Risk> champion(double margin) {
        return noWorseThanChampion(Metrics.auroc()).byMoreThan(margin);
    }

    private static GatePolicy<Risk> gates(Gate<Risk> one, Gate<Risk> two) {
        return GatePolicy.allOf(one, two);
    }

    private static GatePolicy<Risk> gates(Gate<Risk> one, Gate<Risk> two, Gate<Risk> three, Gate<Risk> four) {
        return GatePolicy.allOf(one, two, three, four);
    }
}
