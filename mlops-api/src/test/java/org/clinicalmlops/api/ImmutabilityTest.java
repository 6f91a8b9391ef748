package org.clinicalmlops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.Evaluation.Cases;
import org.clinicalmlops.api.evaluate.Evaluation.Group;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.samples.NamedMetric;
import org.clinicalmlops.api.samples.NamedTrainer;
import org.clinicalmlops.api.samples.SamplePlan;
import org.clinicalmlops.api.samples.Visit;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.train.TrainingData;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Gate;
import org.clinicalmlops.api.validate.GatePolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a value was made from may be changed afterwards, and what it hands out may not. */
class ImmutabilityTest {
    private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");
    private static final Alert ALERT = Alert.opened(
            "a", Finding.of(Finding.Kind.CALIBRATION, "test", "model", Finding.State.ALARM, "too many events"), NOON);

    /** {@code seen} is read, then {@code mutate} changes what was passed in, then it is read again. */
    private record Case(Supplier<Object> seen, Runnable mutate) {}

    @ParameterizedTest(name = "{0}")
    @MethodSource({"arrays", "lists", "copies"})
    void changesFromOutsideChangeNothing(String name, Case value) {
        Object before = value.seen.get();

        value.mutate.run();

        assertThat(value.seen.get()).isEqualTo(before);
    }

    static List<Object[]> arrays() {
        double[] weights = {1, 2};
        LinearForm linear = LinearForm.of(0, weights);
        int[] column = {0, -1, -1};
        double[] threshold = {5, 0, 0};
        int[] left = {1, 0, 0};
        int[] right = {2, 0, 0};
        double[] leaf = {0, 0.1, 0.9};
        TreesForm.Tree tree = TreesForm.Tree.of(1, column, threshold, left, right, leaf);
        double[] risks = {0.1, 0.2};
        PointsForm points = PointsForm.of(1, List.of(new PointsForm.Rule(0, 1, true, 1)), risks);
        double[][] rows = {{1, 2}};
        double[] truth = {1};
        TrainingData training = TrainingData.of(List.of("a", "b"), rows, truth);
        double[] predicted = {0.5, 0.6};
        boolean[] happened = {true, false};
        Judged<Risk> judged = Judged.risks(predicted, happened);
        double[] edges = {1, 2};
        long[] counts = {1, 2, 3};
        FeatureProfile profile = FeatureProfile.of("age", edges, counts, 0);
        Visit[] probes = {Visit.of(50, null, null)};
        var features = SamplePlan.FEATURES.probes(Arrays.asList(probes));
        return List.of(
                row("LinearForm", linear::declaration, () -> weights[0] = 9),
                row("Tree", tree::declaration, () -> {
                    column[1] = 0;
                    threshold[0] = 9;
                    left[0] = 0;
                    right[0] = 0;
                    leaf[1] = 1;
                }),
                row("PointsForm", points::declaration, () -> risks[0] = 1),
                row("TrainingData", () -> List.of(training.value(0, 0), training.truth(0)), () -> {
                    rows[0][0] = 9;
                    rows[0] = new double[2];
                    truth[0] = 0;
                }),
                row("Judged", () -> List.of(judged.predicted(0), judged.truth(0)), () -> {
                    predicted[0] = 0;
                    happened[0] = false;
                }),
                row("FeatureProfile", profile::declaration, () -> {
                    edges[0] = 0;
                    counts[0] = 9;
                }),
                row("FeatureSet.probes", features::probes, () -> probes[0] = Visit.of(99, null, null)));
    }

    static List<Object[]> copies() {
        TrainingData training = TrainingData.of(List.of("a"), new double[][] {{1}}, new double[] {1});
        Judged<Risk> judged = Judged.risks(new double[] {0.5}, new boolean[] {true});
        FeatureProfile profile = FeatureProfile.of("age", new double[] {1}, new long[] {1, 2}, 0);
        return List.of(
                row("TrainingData.toRows", () -> training.value(0, 0), () -> training.toRows()[0][0] = 9),
                row("TrainingData.toClasses", () -> training.toClasses()[0], () -> training.toClasses()[0] = 0),
                row("Judged.toPredicted", () -> judged.predicted(0), () -> judged.toPredicted()[0] = 0),
                row("Judged.toHappened", () -> judged.truth(0), () -> judged.toHappened()[0] = false),
                row("FeatureProfile.toEdges", () -> profile.edge(0), () -> profile.toEdges()[0] = 9),
                row("FeatureProfile.toCounts", () -> profile.count(0), () -> profile.toCounts()[0] = 9));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of gates, as varargs make it
    static List<Object[]> lists() {
        List<Object[]> rows = new ArrayList<>();
        FeatureSpec age = SamplePlan.FEATURES.schema().feature(0);
        PointsForm.Rule rule = new PointsForm.Rule(0, 1, true, 1);
        TreesForm.Tree tree =
                TreesForm.Tree.of(1, new int[] {-1}, new double[1], new int[1], new int[1], new double[1]);
        Cases cases = new Cases(0, 0, Map.of());
        rows.add(list("Schema", age, Schema::new, Schema::features));
        rows.add(list("Levels", "icu", levels -> Levels.of(List.of(levels)), levels -> levels.of(0)));
        rows.add(list(
                "EvaluationPlan.metrics",
                (Metric<Risk>) NamedMetric.AUROC,
                metrics -> EvaluationPlan.<Visit, Risk>of(metrics, List.of()),
                EvaluationPlan::metrics));
        rows.add(list(
                "EvaluationPlan.subgroups",
                SamplePlan.BY_WARD,
                groups -> EvaluationPlan.of(List.of(NamedMetric.AUROC), groups),
                EvaluationPlan::subgroups));
        rows.add(list(
                "Train",
                new NamedTrainer("logistic", 1),
                trainers -> Train.bestBy(NamedMetric.BRIER, trainers),
                Train::trainers));
        rows.add(list("PointsForm", rule, rules -> PointsForm.of(1, rules, new double[2]), PointsForm::rules));
        rows.add(list("TreesForm", tree, trees -> TreesForm.of(1, trees), TreesForm::trees));
        rows.add(list("TrialDecision.NotYet", "why", TrialDecision.NotYet::new, TrialDecision.NotYet::reasons));
        rows.add(list(
                "Binding.Refused",
                new Binding.Difference("age", "unit", "a", "mo"),
                Binding.Refused<Visit, Risk>::new,
                Binding.Refused::differences));
        rows.add(list(
                "UpdateProposal",
                ALERT,
                alerts -> new UpdateProposal(UpdateProposal.Action.RETRAIN, Digest.of("m"), alerts, NOON),
                UpdateProposal::because));
        rows.add(list(
                "WindowReport",
                new AlertEvent(AlertEvent.What.OPENED, ALERT, NOON),
                events -> new WindowReport(NOON, NOON.plusSeconds(1), 0, 0, Map.of(), List.of(), events),
                WindowReport::events));
        rows.add(list(
                "Evaluation",
                new Group("ward", "icu", cases),
                groups -> new Evaluation(Digest.of("m"), Digest.of("d"), cases, groups, Optional.empty()),
                Evaluation::groups));
        Map<String, Estimate> estimates = new LinkedHashMap<>(Map.of("auroc", new Estimate.TooFew(0, 1)));
        Cases mapped = new Cases(0, 0, estimates);
        rows.add(row("Cases", () -> Map.copyOf(mapped.estimates()), estimates::clear));
        Map<Abstention, Long> abstentions = new EnumMap<>(Map.of(Abstention.CLOSED, 1L));
        Health health = health(abstentions);
        rows.add(row("Health", () -> Map.copyOf(health.abstentions()), abstentions::clear));
        Gate<Risk>[] gates = new Gate[] {GatePolicy.<Risk>signedBy(Role.CLINICAL_LEAD)};
        GatePolicy<Risk> policy = GatePolicy.allOf(gates);
        rows.add(row(
                "GatePolicy", policy::declaration, () -> gates[0] = GatePolicy.signedBy(Role.PATIENT_REPRESENTATIVE)));
        return rows;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handedOut")
    void whatIsHandedOutCannotBeChanged(String name, Runnable change) {
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(change::run);
    }

    static List<Object[]> handedOut() {
        SamplePlan plan = new SamplePlan();
        return List.of(
                new Object[] {"stakeholders", (Runnable) plan.useCase.stakeholders()::clear},
                new Object[] {
                    "features", (Runnable) SamplePlan.FEATURES.schema().features()::clear
                },
                new Object[] {"trainers", (Runnable) plan.train.trainers()::clear},
                new Object[] {"metrics", (Runnable) plan.evaluation.metrics()::clear},
                new Object[] {"gates", (Runnable) plan.gates.gates()::clear},
                new Object[] {"facts", (Runnable) Facts.of("n", "1").asMap()::clear},
                new Object[] {
                    "estimates", (Runnable) new Cases(0, 0, Map.of("m", new Estimate.TooFew(0, 1))).estimates()::clear
                },
                new Object[] {
                    "abstentions",
                    (Runnable) health(Map.of(Abstention.CLOSED, 1L)).abstentions()::clear
                });
    }

    private static Health health(Map<Abstention, Long> abstentions) {
        Health.Told none = new Health.Told(0, 0, 0, 0);
        return new Health(Optional.empty(), 0, 0, Optional.empty(), abstentions, none, none, 0, 0, 1, 0, 0);
    }

    private static <E, V> Object[] list(
            String name, E element, Function<List<E>, V> made, Function<? super V, ? extends List<?>> read) {
        List<E> passed = new ArrayList<>(List.of(element));
        V value = made.apply(passed);
        return row(name, () -> List.copyOf(read.apply(value)), passed::clear);
    }

    private static Object[] row(String name, Supplier<Object> seen, Runnable mutate) {
        return new Object[] {name, new Case(seen, mutate)};
    }
}
