package org.clinicalmlops.api.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.api.samples.NamedMetric.AUROC;
import static org.clinicalmlops.api.samples.NamedMetric.BRIER;
import static org.clinicalmlops.api.samples.NamedMetric.SLOPE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.Digest;
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
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.OperationLimits;
import org.clinicalmlops.api.monitor.Windows;
import org.clinicalmlops.api.samples.NamedMetric;
import org.clinicalmlops.api.samples.NamedTrainer;
import org.clinicalmlops.api.samples.SamplePlan;
import org.clinicalmlops.api.samples.Visit;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Bands;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Recording;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.Gate;
import org.clinicalmlops.api.validate.GatePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value that a plan is built from is in its digest, and nothing else is. */
class PlanDigestTest {
    private static final Digest BASE = new SamplePlan().build().digest();

    /**
     * Oracle: src/test/oracle/sample_plan.py. If this fails, canonical text has changed: stored plans and signatures would no
     * longer match. Then the format number must be raised, not only the constant; before the first release there are none.
     */
    @Test
    void theDigestOfTheSampleStaysAsItIs() throws IOException {
        List<String> oracle = Files.readAllLines(Path.of("src/test/oracle/sample_plan.txt"));

        assertThat(new SamplePlan().build().declaration().json()).isEqualTo(oracle.get(2));
        assertThat(BASE.hex())
                .isEqualTo(oracle.get(1))
                .isEqualTo("32b2c8f2f2b233a053c49a5efcdf4b970ee41c545034ae9c42fa564f92dbdfe7");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void everyBuilderValueChangesTheDigest(String name, Consumer<SamplePlan> change) {
        assertThat(SamplePlan.with(change).digest()).isNotEqualTo(BASE);
    }

    @Test
    void noTwoChangesHaveTheSameDigest() {
        Map<Digest, String> seen = new HashMap<>(Map.of(BASE, "the base"));
        for (Object[] row : changes()) {
            @SuppressWarnings("unchecked")
            Consumer<SamplePlan> change = (Consumer<SamplePlan>) row[1];
            String other = seen.put(SamplePlan.with(change).digest(), (String) row[0]);
            assertThat(other).as("same digest as '%s'", row[0]).isNull();
        }
        assertThat(seen).hasSizeGreaterThan(75);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noChanges")
    void whatIsNotDeclaredDoesNotChangeTheDigest(String name, Consumer<SamplePlan> change) {
        assertThat(SamplePlan.with(change).digest()).isEqualTo(BASE);
    }

    static List<Object[]> noChanges() {
        return List.of(
                change("a second build of the same", plan -> {}),
                change(
                        "another source of the same name",
                        plan -> plan.source = new CohortSource<>() {
                            @Override
                            public String name() {
                                return "visits";
                            }

                            @Override
                            public Optional<Digest> read(DataCut cut, Consumer<? super Visit> rows) {
                                return Optional.of(Digest.of("/another/path"));
                            }
                        }),
                change(
                        "other rows in the source",
                        plan -> plan.source = CohortSource.of("visits", List.of(Visit.of(50, null, "icu")))),
                change(
                        "other functions behind the same features",
                        plan -> plan.features = FeatureSet.of(Visit.class)
                                .patient(visit -> "nobody")
                                .indexedAt(visit -> Visit.NEW_YEAR)
                                .numeric("age", "a", visit -> 0)
                                .numericOrNull("lactate", "mmol/L", visit -> null)
                                .categorical("ward", visit -> "none")),
                change(
                        "another function behind the same subgroup",
                        plan -> plan.evaluation = EvaluationPlan.of(
                                List.of(AUROC, BRIER, SLOPE),
                                List.of(SamplePlan.BY_WARD, Subgroup.by("age", Visit::patient)))),
                change("the seed set to what it is", plan -> plan.train = plan.train.seed(7)),
                change("the folds set to what they are", plan -> plan.train = plan.train.folds(5)));
    }

    static List<Object[]> changes() {
        List<Object[]> rows = new ArrayList<>();
        rows.addAll(useCase());
        rows.addAll(dataAndFeatures());
        rows.addAll(training());
        rows.addAll(evaluationAndGates());
        rows.addAll(serving());
        rows.addAll(monitoringAndLearning());
        return rows;
    }

    private static List<Object[]> useCase() {
        Period horizon = Period.ofDays(30);
        UseCase.NeedsUse<Risk> named = UseCase.binaryRisk("mortality-30d");
        UseCase.Ready<Risk> nobody = named.intendedUse("Asks for an early review.")
                .population("Adults on a ward.")
                .horizon(horizon);
        return List.of(
                change("use case: name", plan -> plan.useCase = SamplePlan.useCase("mortality", horizon)),
                change(
                        "use case: horizon",
                        plan -> plan.useCase = SamplePlan.useCase("mortality-30d", Period.ofDays(31))),
                change(
                        "use case: intended use",
                        plan -> plan.useCase = usual(named.intendedUse("Orders treatment.")
                                .population("Adults on a ward.")
                                .horizon(horizon))),
                change(
                        "use case: population",
                        plan -> plan.useCase = usual(named.intendedUse("Asks for an early review.")
                                .population("Everybody.")
                                .horizon(horizon))),
                change(
                        "stakeholder: role",
                        plan -> plan.useCase = nobody.stakeholder(Role.CLINICAL_LEAD, "internal medicine")
                                .stakeholder(Role.DATA_SCIENTIST, "patient council")
                                .build()),
                change(
                        "stakeholder: who",
                        plan -> plan.useCase = nobody.stakeholder(Role.CLINICAL_LEAD, "internal medicine")
                                .stakeholder(Role.PATIENT_REPRESENTATIVE, "another council")
                                .build()),
                change(
                        "stakeholder: order",
                        plan -> plan.useCase = nobody.stakeholder(Role.PATIENT_REPRESENTATIVE, "patient council")
                                .stakeholder(Role.CLINICAL_LEAD, "internal medicine")
                                .build()),
                change(
                        "stakeholder: one left out",
                        plan -> plan.useCase = nobody.stakeholder(Role.CLINICAL_LEAD, "internal medicine")
                                .build()),
                change(
                        "stakeholder: one more",
                        plan -> plan.useCase = usual(nobody.stakeholder(Role.DATA_SCIENTIST, "data office"))));
    }

    private static UseCase<Risk> usual(UseCase.Ready<Risk> ready) {
        return ready.stakeholder(Role.CLINICAL_LEAD, "internal medicine")
                .stakeholder(Role.PATIENT_REPRESENTATIVE, "patient council")
                .build();
    }

    private static List<Object[]> dataAndFeatures() {
        FeatureSet<Visit> none =
                FeatureSet.of(Visit.class).patient(Visit::patient).indexedAt(Visit::at);
        FeatureSet<Visit> age = none.numeric("age", "a", Visit::age);
        FeatureSet<Object> anyRow = FeatureSet.of(Object.class)
                .patient(row -> ((Visit) row).patient())
                .indexedAt(row -> ((Visit) row).at())
                .numeric("age", "a", row -> ((Visit) row).age())
                .numericOrNull("lactate", "mmol/L", row -> ((Visit) row).lactate())
                .categorical("ward", row -> ((Visit) row).ward());
        return List.of(
                change("source: name", plan -> plan.source = CohortSource.of("admissions", List.of())),
                change(
                        "feature: name",
                        plan -> plan.features = age.numericOrNull("lactat", "mmol/L", Visit::lactate)
                                .categorical("ward", Visit::ward)),
                change(
                        "feature: unit",
                        plan -> plan.features = age.numericOrNull("lactate", "mg/dL", Visit::lactate)
                                .categorical("ward", Visit::ward)),
                change(
                        "feature: number or null",
                        plan -> plan.features =
                                age.numeric("lactate", "mmol/L", Visit::age).categorical("ward", Visit::ward)),
                change(
                        "feature: number or category",
                        plan -> plan.features = age.numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .numeric("ward", "1", Visit::age)),
                change(
                        "feature: order",
                        plan -> plan.features = age.categorical("ward", Visit::ward)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)),
                change(
                        "feature: one left out",
                        plan -> plan.features = age.numericOrNull("lactate", "mmol/L", Visit::lactate)),
                change(
                        "feature: one more",
                        plan -> plan.features = SamplePlan.FEATURES.numeric("weight", "kg", Visit::age)),
                change("feature: revision", plan -> plan.features = SamplePlan.FEATURES.revision("lactate", 2)),
                change("feature: revision of another", plan -> plan.features = SamplePlan.FEATURES.revision("ward", 2)),
                change(
                        "feature: number of probes",
                        plan -> plan.features = SamplePlan.FEATURES.probes(List.of(Visit.of(50, 1.0, "icu")))),
                change(
                        "feature: another number of probes",
                        plan -> plan.features =
                                plan.features.probes(List.of(Visit.of(50, 1.0, "icu"), Visit.of(60, 1.0, "icu")))),
                change("feature: row type", plan -> plan.features = anyRow),
                change("split: length", plan -> plan.split = Split.byTime(Period.ofMonths(6))),
                change("split: overlap", plan -> plan.split = plan.split.allowingOutcomeOverlap()));
    }

    private static List<Object[]> training() {
        NamedTrainer logistic = new NamedTrainer("logistic", 0.1);
        NamedTrainer forest = new NamedTrainer("forest", 200);
        PointsTable table = PointsTable.of("score").atLeast("age", "a", 65, 1);
        return List.of(
                change(
                        "train: selection metric",
                        plan -> plan.train =
                                Train.bestBy(AUROC, List.of(logistic, forest)).seed(7)),
                change(
                        "train: a trainer's parameter",
                        plan -> plan.train = Train.bestBy(BRIER, List.of(new NamedTrainer("logistic", 0.2), forest))
                                .seed(7)),
                change(
                        "train: another trainer",
                        plan -> plan.train = Train.bestBy(BRIER, List.of(new NamedTrainer("lasso", 0.1), forest))
                                .seed(7)),
                change(
                        "train: order of trainers",
                        plan -> plan.train =
                                Train.bestBy(BRIER, List.of(forest, logistic)).seed(7)),
                change(
                        "train: one trainer",
                        plan -> plan.train =
                                Train.bestBy(BRIER, List.of(logistic)).seed(7)),
                change("train: folds", plan -> plan.train = plan.train.folds(10)),
                change("train: calibrated", plan -> plan.train = plan.train.calibrated()),
                change("train: seed", plan -> plan.train = plan.train.seed(8)),
                change("train: negative seed", plan -> plan.train = plan.train.seed(-7)),
                given("given", table.risks(0.1, 0.4)),
                given(
                        "given: name",
                        PointsTable.of("scores").atLeast("age", "a", 65, 1).risks(0.1, 0.4)),
                given(
                        "given: points",
                        PointsTable.of("score").atLeast("age", "a", 65, 2).risks(0.1, 0.4, 0.4)),
                given("given: risks", table.risks(0.1, 0.41)),
                given(
                        "given: threshold",
                        PointsTable.of("score").atLeast("age", "a", 66, 1).risks(0.1, 0.4)),
                given(
                        "given: threshold excluded",
                        PointsTable.of("score").above("age", "a", 65, 1).risks(0.1, 0.4)),
                given(
                        "given: unit",
                        PointsTable.of("score").atLeast("age", "mo", 65, 1).risks(0.1, 0.4)),
                given(
                        "given: feature",
                        PointsTable.of("score").atLeast("lactate", "a", 65, 1).risks(0.1, 0.4)),
                given(
                        "given: level",
                        PointsTable.of("score").level("ward", "icu", 1).risks(0.1, 0.4)),
                given(
                        "given: another level",
                        PointsTable.of("score").level("ward", "er", 1).risks(0.1, 0.4)));
    }

    private static Object[] given(String name, GivenModel<Risk> model) {
        return change("train: " + name, plan -> plan.train = Train.given(model));
    }

    private static List<Object[]> evaluationAndGates() {
        List<Subgroup<Visit>> groups = List.of(SamplePlan.BY_WARD, SamplePlan.BY_AGE);
        NamedMetric citl = new NamedMetric("calibration-intercept", NamedMetric.Better.NEAREST_ZERO);
        Gate<Risk> lower = GatePolicy.lowerBoundOf(AUROC).atLeast(0.75);
        Gate<Risk> gap = GatePolicy.<Risk>subgroupGap(AUROC, SamplePlan.BY_WARD).atMost(0.05);
        Gate<Risk> margin = GatePolicy.noWorseThanChampion(BRIER).byMoreThan(0.01);
        return List.of(
                change(
                        "evaluation: one more metric",
                        plan -> plan.evaluation = EvaluationPlan.of(List.of(AUROC, BRIER, SLOPE, citl), groups)),
                change(
                        "evaluation: order of metrics",
                        plan -> plan.evaluation = EvaluationPlan.of(List.of(BRIER, AUROC, SLOPE), groups)),
                change(
                        "evaluation: one subgroup less",
                        plan -> plan.evaluation =
                                EvaluationPlan.of(List.of(AUROC, BRIER, SLOPE), List.of(SamplePlan.BY_WARD))),
                change(
                        "evaluation: name of a subgroup",
                        plan -> plan.evaluation = EvaluationPlan.of(
                                List.of(AUROC, BRIER, SLOPE),
                                List.of(SamplePlan.BY_WARD, Subgroup.by("decade", Visit::ward)))),
                gates("a lower bound", lower),
                gates(
                        "the threshold of a lower bound",
                        GatePolicy.lowerBoundOf(AUROC).atLeast(0.76)),
                gates(
                        "the metric of a lower bound",
                        GatePolicy.lowerBoundOf(SLOPE).atLeast(0.75)),
                gates("an interval", GatePolicy.intervalOf(AUROC).within(0.75, 1)),
                gates(
                        "the lower end of an interval",
                        GatePolicy.intervalOf(AUROC).within(0.7, 1)),
                gates(
                        "the upper end of an interval",
                        GatePolicy.intervalOf(AUROC).within(0.75, 0.99)),
                gates("a gap", gap),
                gates(
                        "the limit of a gap",
                        GatePolicy.<Risk>subgroupGap(AUROC, SamplePlan.BY_WARD).atMost(0.06)),
                gates(
                        "the subgroup of a gap",
                        GatePolicy.<Risk>subgroupGap(AUROC, SamplePlan.BY_AGE).atMost(0.05)),
                gates(
                        "the metric of a gap",
                        GatePolicy.<Risk>subgroupGap(BRIER, SamplePlan.BY_WARD).atMost(0.05)),
                gates("a margin", margin),
                gates(
                        "the size of a margin",
                        GatePolicy.noWorseThanChampion(BRIER).byMoreThan(0.02)),
                gates(
                        "the metric of a margin",
                        GatePolicy.noWorseThanChampion(AUROC).byMoreThan(0.01)),
                gates("a signature", GatePolicy.signedBy(Role.CLINICAL_LEAD)),
                gates("the role of a signature", GatePolicy.signedBy(Role.PATIENT_REPRESENTATIVE)),
                gates("two", lower, gap),
                gates("two, the other way round", gap, lower));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // allOf is safe too
    private static Object[] gates(String name, Gate<Risk>... gates) {
        GatePolicy<Risk> policy = GatePolicy.allOf(gates);
        return change("gates: " + name, plan -> plan.gates = policy);
    }

    private static List<Object[]> serving() {
        Duration twoWeeks = Duration.ofDays(14);
        return List.of(
                change(
                        "trial: duration",
                        plan -> plan.trial =
                                SilentTrial.lasting(Duration.ofDays(15)).endedBy(Role.CLINICAL_LEAD)),
                change("trial: predictions", plan -> plan.trial = plan.trial.withAtLeast(31)),
                change("trial: abstentions", plan -> plan.trial = plan.trial.abstainingAtMost(0.04)),
                change(
                        "trial: role",
                        plan -> plan.trial = SilentTrial.lasting(twoWeeks).endedBy(Role.PATIENT_REPRESENTATIVE)),
                change("serving: acting threshold", plan -> plan.actingAbove = 0.31),
                serving("scope", same -> same.answering(InputRules.none().scope("age", 18, 120))),
                serving(
                        "limit of scope",
                        same -> same.answering(InputRules.none().scope("age", 19, 120))),
                serving(
                        "scope by category",
                        same -> same.answering(InputRules.none().scope("ward", "icu"))),
                serving("plausible", same -> same.answering(InputRules.none().plausible("age", 18, 120))),
                serving("missing", same -> same.answering(InputRules.none().missingAtMost(0.5))),
                serving("bands", same -> same.bands(Bands.of("low").from(0.1, "high"))),
                serving(
                        "where a band begins",
                        same -> same.bands(Bands.of("low").from(0.2, "high"))),
                serving("fallback", same -> same.fallback(score(65).on(Abstention.TOO_MUCH_MISSING))),
                serving("another fallback", same -> same.fallback(score(70).on(Abstention.TOO_MUCH_MISSING))),
                serving("recording", same -> same.recording(Recording.answering())),
                serving(
                        "synced within",
                        same -> same.recording(Recording.refusing().syncedWithin(twoWeeks))),
                serving("when it answers", same -> same.fallback(score(65).on(Abstention.STOPPED))));
    }

    private static Object[] serving(String what, UnaryOperator<Serving<Risk>> more) {
        return change("serving: " + what, plan -> plan.serving = more);
    }

    private static Fallback.NeedsReasons<Risk> score(double age) {
        return Fallback.to(PointsTable.of("score").atLeast("age", "a", age, 1).risks(0.1, 0.2));
    }

    private static List<Object[]> monitoringAndLearning() {
        ChangePlan.NeedsStart three = ChangePlan.refitOn(Period.ofYears(3));
        return List.of(
                change("monitor: window", plan -> plan.monitoring = plan.monitoring.window(Period.ofDays(7))),
                change("monitor: rows", plan -> plan.monitoring = plan.monitoring.minimumRows(51)),
                change("monitor: false alarms", plan -> plan.monitoring = plan.monitoring.falseAlarmsPerYear(2)),
                change("monitor: tolerated odds", plan -> plan.monitoring = plan.monitoring.oddsRatios(1.3, 2)),
                change("monitor: harmful odds", plan -> plan.monitoring = plan.monitoring.oddsRatios(1.25, 2.1)),
                change("monitor: loss", plan -> plan.monitoring = plan.monitoring.toleratedAurocLoss(0.06)),
                change("monitor: excess loss", plan -> plan.monitoring = plan.monitoring.toleratedExcessLoss(0.03)),
                change(
                        "monitor: calendar",
                        plan -> plan.monitoring = plan.monitoring.windows(Windows.weeks(ZoneId.of("Europe/Vienna")))),
                change(
                        "monitor: groups",
                        plan -> plan.monitoring =
                                plan.monitoring.groups(Grouping.none().byBand("age", 65))),
                change("monitor: threshold", plan -> plan.monitoring = plan.monitoring.actingAbove(0.3)),
                change(
                        "monitor: alerts",
                        plan -> plan.monitoring =
                                plan.monitoring.alerting(AlertPolicy.standard().cleanWindows(4))),
                change(
                        "monitor: commitment",
                        plan -> plan.monitoring = plan.monitoring.committed(new Commitment(
                                "auroc", Period.ofMonths(3), Role.DATA_SCIENTIST, Commitment.FollowUp.UPDATE))),
                change(
                        "monitor: operation",
                        plan -> plan.monitoring = plan.monitoring.operation(
                                new OperationLimits(0.2, Duration.ofSeconds(1), 50, 0.9, 0.8))),
                change("learning: trigger", plan -> plan.learning = triggered(Trigger.every(Period.ofMonths(6)))),
                change(
                        "learning: period of a trigger",
                        plan -> plan.learning = triggered(Trigger.every(Period.ofMonths(7)))),
                change(
                        "learning: kinds of a trigger",
                        plan -> plan.learning = triggered(Trigger.on(Finding.Kind.CALIBRATION))),
                change(
                        "learning: two triggers",
                        plan -> plan.learning = triggered(Trigger.onHarm().and(Trigger.onHarm()))),
                change(
                        "learning: either trigger",
                        plan -> plan.learning = triggered(Trigger.onHarm().or(Trigger.onHarm()))),
                change("learning: fresh outcomes", plan -> plan.learning = policy -> policy.minimumFreshOutcomes(50)),
                change(
                        "learning: a freeze",
                        plan -> plan.learning = policy -> policy.frozen(Visit.NEW_YEAR, Visit.NEW_YEAR.plusSeconds(1))),
                change(
                        "learning: a longer freeze",
                        plan -> plan.learning = policy -> policy.frozen(Visit.NEW_YEAR, Visit.NEW_YEAR.plusSeconds(2))),
                change("change plan: frozen", plan -> plan.changePlan = ChangePlan.frozen()),
                change(
                        "change plan: rows of a refit",
                        plan -> plan.changePlan = ChangePlan.refitOn(Period.ofYears(2))
                                .startedBy(ChangePlan.Start.TRIGGER)
                                .promotedBy(Role.CLINICAL_LEAD)),
                change(
                        "change plan: who starts",
                        plan -> plan.changePlan =
                                three.startedBy(ChangePlan.Start.PERSON).promotedBy(Role.CLINICAL_LEAD)),
                change(
                        "change plan: who promotes",
                        plan -> plan.changePlan =
                                three.startedBy(ChangePlan.Start.TRIGGER).promotedBy(Role.PATIENT_REPRESENTATIVE)));
    }

    private static UnaryOperator<UpdatePolicy> triggered(Trigger trigger) {
        return policy ->
                UpdatePolicy.proposeWhen(trigger).within(policy.changePlan()).minimumFreshOutcomes(0);
    }

    private static Object[] change(String name, Consumer<SamplePlan> change) {
        return new Object[] {name, change};
    }
}
