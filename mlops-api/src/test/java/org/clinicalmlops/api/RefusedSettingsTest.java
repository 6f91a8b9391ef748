package org.clinicalmlops.api;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.clinicalmlops.api.samples.NamedMetric.AUROC;
import static org.clinicalmlops.api.samples.NamedMetric.BRIER;
import static org.clinicalmlops.api.samples.NamedMetric.SLOPE;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.FeatureSpec.Kind;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.learn.Freeze;
import org.clinicalmlops.api.learn.Trigger;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Windows;
import org.clinicalmlops.api.samples.SamplePlan;
import org.clinicalmlops.api.samples.Visit;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Bands;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Recording;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Stakeholder;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong setting is refused where it is made, with its name, the rule, and the value seen. Models have a test of their own. */
class RefusedSettingsTest {
    private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"answers", "dataAndFeatures", "evaluationAndGates", "serving", "monitoring", "learning"})
    void aWrongSettingIsRefusedWithNameRuleAndValue(String message, ThrowingCallable made) {
        assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
    }

    static List<Object[]> answers() {
        Interval interval = new Interval(0.2, 0.4, 0.95);
        return List.of(
                refused("risk must be in [0, 1], was -0.1", () -> new Risk(-0.1)),
                refused("risk must be in [0, 1], was 1.0000000000000002", () -> new Risk(Math.nextUp(1.0))),
                refused("risk must be in [0, 1], was NaN", () -> new Risk(NAN)),
                refused("lower must be <= upper 0.1, was 0.2", () -> new Interval(0.2, 0.1, 0.95)),
                refused("lower must be <= upper 0.1, was NaN", () -> new Interval(NAN, 0.1, 0.95)),
                refused("lower must be <= upper NaN, was 0.1", () -> new Interval(0.1, NAN, 0.95)),
                refused("level must be in (0, 1), was 0.0", () -> new Interval(0, 1, 0)),
                refused("level must be in (0, 1), was 1.0", () -> new Interval(0, 1, 1)),
                refused("level must be in (0, 1), was NaN", () -> new Interval(0, 1, NAN)),
                refused("value must be finite, was NaN", () -> new Estimate.Known(NAN, interval, 1)),
                refused("value must be finite, was Infinity", () -> new Estimate.Known(INF, interval, 1)),
                refused("value must lie inside " + interval + ", was 0.5", () -> new Estimate.Known(0.5, interval, 1)),
                refused("n must be >= 1, was 0", () -> new Estimate.Known(0.3, interval, 0)),
                refused("n must be >= 0, was -1", () -> new Estimate.TooFew(-1, 10)),
                refused("needed must be > n 10, was 10", () -> new Estimate.TooFew(10, 10)),
                refused("truth must be finite, was NaN", () -> new Outcome.Known<Risk>(NAN, NOON)),
                refused("digest must be 64 lower-case hex digits, was 'abc'", () -> new Digest("abc")),
                refused(
                        "digest must be 64 lower-case hex digits, was '" + "A".repeat(64) + "'",
                        () -> new Digest("A".repeat(64))));
    }

    static List<Object[]> dataAndFeatures() {
        Instant later = NOON.plusSeconds(1);
        FeatureSet<Visit> features = SamplePlan.FEATURES;
        FeatureSpec age = new FeatureSpec("age", Kind.NUMERIC, "a", 1);
        return List.of(
                refused("role name must not be blank", () -> new Role(" ")),
                refused(
                        "who must not be blank for the stakeholder clinical-lead",
                        () -> new Stakeholder(Role.CLINICAL_LEAD, "")),
                refused("name must not be blank", () -> UseCase.binaryRisk("")),
                refused(
                        "intendedUse must not be blank",
                        () -> UseCase.binaryRisk("m")
                                .intendedUse(" ")
                                .population("p")
                                .horizon(Period.ofDays(1))),
                refused(
                        "population must not be blank",
                        () -> UseCase.binaryRisk("m")
                                .intendedUse("u")
                                .population("")
                                .horizon(Period.ofDays(1))),
                refused("horizon must be longer than zero, was P0D", () -> SamplePlan.useCase("m", Period.ZERO)),
                refused(
                        "horizon must be longer than zero, was P-1M",
                        () -> SamplePlan.useCase("m", Period.ofMonths(-1))),
                refused("until must be after from " + NOON + ", was " + NOON, () -> DataCut.indexed(NOON, NOON)),
                refused(
                        "asOf must not be before from " + later + ", was " + NOON,
                        () -> DataCut.indexed(later, later.plusSeconds(1)).asOf(NOON)),
                refused("feature name must not be blank", () -> features.categorical(" ", Visit::ward)),
                refused(
                        "unit of feature 'weight' must not be blank; \"1\" means none",
                        () -> features.numeric("weight", "", Visit::age)),
                refused("revision of feature 'age' must be >= 1, was 0", () -> features.revision("age", 0)),
                refused(
                        "no feature 'weight' to revise; there are [age, lactate, ward]",
                        () -> features.revision("weight", 2)),
                refused("feature declared twice: 'age'", () -> features.numeric("age", "mo", Visit::age)),
                refused("feature declared twice: 'age'", () -> new Schema(List.of(age, age))),
                refused(
                        "levels must be listed once, level 2 of feature 1 was there before",
                        () -> Levels.of(List.of(List.of(), List.of("a", "b", "a")))),
                refused("evaluateOnLast must be longer than zero, was P0D", () -> Split.byTime(Period.ZERO)),
                refused("evaluateOnLast must be longer than zero, was P-1Y", () -> Split.byTime(Period.ofYears(-1))),
                refused("stated twice: n", () -> Facts.of("n", "1").with("n", "1")),
                refused("stated twice: n", () -> Facts.of("n", "1").and(Facts.of("n", "2"))),
                refused("no fact 'm'; there are [n]", () -> Facts.of("n", "1").required("m")));
    }

    static List<Object[]> evaluationAndGates() {
        List<Object[]> rows = new ArrayList<>(List.of(
                refused("an evaluation needs at least one metric", () -> EvaluationPlan.of(List.of(), List.of())),
                refused("metric listed twice: 'auroc'", () -> EvaluationPlan.of(List.of(AUROC, AUROC), List.of())),
                refused(
                        "subgroup listed twice: 'ward'",
                        () -> EvaluationPlan.of(
                                List.of(AUROC),
                                List.of(Subgroup.by("ward", Visit::ward), Subgroup.by("ward", Visit::patient)))),
                refused("subgroup name must not be blank", () -> Subgroup.by(" ", Visit::ward)),
                refused("n must be >= 0, was -1", () -> new Evaluation.Cases(-1, 0, Map.of())),
                refused("events must be in [0, 5], was 6", () -> new Evaluation.Cases(5, 6, Map.of())),
                refused("events must be in [0, 5], was -1", () -> new Evaluation.Cases(5, -1, Map.of())),
                refused(
                        "predicted and happened must be of one length, were 1 and 0",
                        () -> Judged.risks(new double[1], new boolean[0])),
                refused(
                        "predicted[1] must be in [0, 1], was NaN",
                        () -> Judged.risks(new double[] {0.5, NAN}, new boolean[2])),
                refused("a gate policy needs at least one gate", GatePolicy::<Risk>allOf),
                refused(
                        "person must not be blank",
                        () -> SignOff.by(" ", Role.CLINICAL_LEAD).of(Digest.of("x"))),
                refused(
                        "'calibration-slope' has no worse side: compare a metric that is better when higher or lower",
                        () -> GatePolicy.noWorseThanChampion(SLOPE).byMoreThan(0.1))));
        for (double bad : new double[] {NAN, INF, -INF}) {
            rows.add(refused(
                    "lower bound of auroc: must be finite, was " + bad,
                    () -> GatePolicy.lowerBoundOf(AUROC).atLeast(bad)));
        }
        for (double[] bad : new double[][] {{1, 1}, {1, 0.5}, {NAN, 1}, {0, NAN}, {-INF, 1}, {0, INF}}) {
            rows.add(refused(
                    "interval of brier: bounds must be finite and low < high, were " + bad[0] + " and " + bad[1],
                    () -> GatePolicy.intervalOf(BRIER).within(bad[0], bad[1])));
        }
        for (double bad : new double[] {-0.01, NAN, INF}) {
            rows.add(refused(
                    "gap of auroc by ward: the limit must be finite and >= 0, was " + bad,
                    () -> GatePolicy.subgroupGap(AUROC, SamplePlan.BY_WARD).atMost(bad)));
            rows.add(refused(
                    "margin of brier must be finite and >= 0, was " + bad,
                    () -> GatePolicy.noWorseThanChampion(BRIER).byMoreThan(bad)));
        }
        return rows;
    }

    private static final GivenModel<Risk> SCORE =
            PointsTable.of("score").atLeast("age", "a", 65, 1).risks(0.1, 0.2);

    static List<Object[]> serving() {
        SilentTrial trial = new SamplePlan().trial;
        List<Object[]> rows = new ArrayList<>(List.of(
                refused(
                        "a silent trial must last longer than zero, was PT0S",
                        () -> SilentTrial.lasting(Duration.ZERO).endedBy(Role.CLINICAL_LEAD)),
                refused(
                        "a silent trial must last longer than zero, was PT-1H",
                        () -> SilentTrial.lasting(Duration.ofHours(-1)).endedBy(Role.CLINICAL_LEAD)),
                refused("predictions must be >= 1, was 0", () -> trial.withAtLeast(0)),
                refused("a trial that goes on needs at least one reason", () -> new TrialDecision.NotYet(List.of()))));
        InputRules rules = InputRules.none();
        rows.addAll(List.of(
                refused("limits of 'age' must be in order, were 120.0 and 18.0", () -> rules.scope("age", 120, 18)),
                refused("limits of 'age' must be in order, were NaN and 18.0", () -> rules.plausible("age", NAN, 18)),
                refused("the name of a band must not be blank", () -> Bands.of(" ")),
                refused(
                        "band 'high' must begin in [0, 1), was 1.0",
                        () -> Bands.of("low").from(1, "high")),
                refused(
                        "band 'low' must begin above 0.0, was 0.0",
                        () -> Bands.of("none").from(0, "low")),
                refused("band named twice: 'low'", () -> Bands.of("low").from(0.1, "low")),
                refused("nothing can answer on CLOSED", () -> Fallback.to(SCORE).on(Abstention.CLOSED)),
                refused(
                        "nothing can answer on NOT_RECORDED",
                        () -> Fallback.to(SCORE).on(Abstention.STOPPED, Abstention.NOT_RECORDED)),
                refused(
                        "syncedWithin must be longer than zero, was PT0S",
                        () -> Recording.refusing().syncedWithin(Duration.ZERO)),
                refused("the code of a reason must not be blank", () -> new Feedback.Overridden("local", ""))));
        for (double bad : new double[] {-0.01, 1.01, NAN}) {
            rows.add(refused("missingAtMost must be in [0, 1], was " + bad, () -> rules.missingAtMost(bad)));
            rows.add(refused("abstainedAtMost must be in [0, 1], was " + bad, () -> trial.abstainingAtMost(bad)));
            rows.add(refused(
                    "the acting threshold must be in [0, 1], was " + bad,
                    () -> Serving.after(trial).actingAbove(bad)));
        }
        return rows;
    }

    static List<Object[]> monitoring() {
        MonitorPlan plan = MonitorPlan.standard();
        Estimate unbounded = new Estimate.Known(0.8, new Interval(0.7, INF, 0.95), 10);
        List<Object[]> rows = new ArrayList<>(List.of(
                refused("window must be longer than zero, was P0D", () -> plan.window(Period.ZERO)),
                refused("window must be at most a hundred years, was P101Y", () -> plan.window(Period.ofYears(101))),
                refused("rows must be >= 1, was 0", () -> Windows.ofRows(0, Period.ofDays(1))),
                refused("atMost must be longer than zero, was P-1D", () -> Windows.ofRows(1, Period.ofDays(-1))),
                refused(
                        "atMost must be at most a hundred years, was P36601D",
                        () -> Windows.ofRows(1, Period.ofDays(36_601))),
                refused("minimumRows must be >= 1, was 0", () -> plan.minimumRows(0)),
                refused(
                        "harmfulOddsRatio must be finite and above toleratedOddsRatio 1.5, was 1.5",
                        () -> plan.oddsRatios(1.5, 1.5)),
                refused(
                        "harmfulOddsRatio must be finite and above toleratedOddsRatio 1.5, was NaN",
                        () -> plan.oddsRatios(1.5, NAN)),
                refused(
                        "harmfulOddsRatio must be finite and above toleratedOddsRatio 1.5, was Infinity",
                        () -> plan.oddsRatios(1.5, INF)),
                refused("edges of 'age' must be finite and ascending, edge 1 was 50.0", () -> profile(1, 50, 50)),
                refused("edges of 'age' must be finite and ascending, edge 0 was NaN", () -> profile(1, NAN)),
                refused(
                        "counts of 'age' must be one more than its 2 edges, were 2",
                        () -> FeatureProfile.of("age", new double[] {1, 2}, new long[2], 0)),
                refused(
                        "a count of 'age' must be >= 0, was -1",
                        () -> FeatureProfile.of("age", new double[] {1}, new long[] {3, -1}, 0)),
                refused("missing of 'age' must be >= 0, was -1", () -> profile(-1, 50)),
                refused(
                        "a profile is needed for each of 3 features, there were 1",
                        () -> Baseline.of(
                                SamplePlan.FEATURES.schema(),
                                Levels.of(List.of()),
                                List.of(profile(0, 50)),
                                new Estimate.TooFew(0, 1))),
                refused(
                        "the interval of auroc must be bounded, was Interval[lower=0.7, upper=Infinity, level=0.95]",
                        () -> Baseline.of(new Schema(List.of()), Levels.of(List.of()), List.of(), unbounded))));
        for (double bad : new double[] {0, -1, NAN, INF}) {
            rows.add(refused(
                    "falseAlarmsPerYear must be finite and > 0, was " + bad, () -> plan.falseAlarmsPerYear(bad)));
        }
        for (double bad : new double[] {0.99, NAN, INF}) {
            rows.add(refused("toleratedOddsRatio must be finite and >= 1, was " + bad, () -> plan.oddsRatios(bad, 2)));
        }
        for (double bad : new double[] {-0.01, 0.5, NAN}) {
            rows.add(refused("toleratedAurocLoss must be in [0, 0.5), was " + bad, () -> plan.toleratedAurocLoss(bad)));
        }
        return rows;
    }

    static List<Object[]> learning() {
        return List.of(
                refused("refitOn must be longer than zero, was P0D", () -> refit(Period.ZERO)),
                refused("refitOn must be longer than zero, was P-1D", () -> refit(Period.ofDays(-1))),
                refused("every must be longer than zero, was P0D", () -> Trigger.every(Period.ZERO)),
                refused("every must be longer than zero, was P-1M", () -> Trigger.every(Period.ofMonths(-1))),
                refused("a trigger on findings must name at least one kind", () -> new Trigger.On(Set.of())),
                refused(
                        "minimumFreshOutcomes must be >= 0, was -1",
                        () -> UpdatePolicy.proposeOnHarm()
                                .within(ChangePlan.frozen())
                                .minimumFreshOutcomes(-1)),
                refused(
                        "freshOutcomes must be >= 0, was -1",
                        () -> Evidence.of(List.of(), NOON).freshOutcomes(-1)),
                refused("a freeze must end after it starts, was " + NOON + " to " + NOON, () -> new Freeze(NOON, NOON)),
                refused(
                        "a proposal needs at least one reason",
                        () -> new UpdateProposal(
                                UpdateProposal.Action.INVESTIGATE, Digest.of("model"), List.of(), NOON)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("absent")
    void whatIsAbsentIsRefusedByName(String name, ThrowingCallable made) {
        assertThatNullPointerException().isThrownBy(made).withMessage(name);
    }

    static List<Object[]> absent() {
        return List.of(
                refused("name", () -> new Role(null)),
                refused("endedBy", () -> SilentTrial.lasting(Duration.ofDays(1)).endedBy(null)),
                refused(
                        "promotedBy",
                        () -> ChangePlan.refitOn(Period.ofDays(1))
                                .startedBy(ChangePlan.Start.PERSON)
                                .promotedBy(null)),
                refused("trial", () -> Serving.after(null)),
                refused("role", () -> GatePolicy.signedBy(null)),
                refused("body", () -> new Draft(EntryKind.PREDICTED, NOON, Facts.NONE, null)),
                refused("facts", () -> Draft.of(EntryKind.PREDICTED, NOON, null)),
                refused(
                        "champion",
                        () -> new Evaluation(
                                Digest.of("m"), Digest.of("d"), new Evaluation.Cases(0, 0, Map.of()), List.of(), null)),
                refused("gates", () -> SamplePlan.with(plan -> plan.gates = null)),
                refused("split", () -> SamplePlan.with(plan -> plan.split = null)));
    }

    private static FeatureProfile profile(long missing, double... edges) {
        return FeatureProfile.of("age", edges, new long[edges.length + 1], missing);
    }

    private static ChangePlan refit(Period newest) {
        return ChangePlan.refitOn(newest).startedBy(ChangePlan.Start.PERSON).promotedBy(Role.CLINICAL_LEAD);
    }

    private static Object[] refused(String message, ThrowingCallable made) {
        return new Object[] {message, made};
    }
}
