package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.explain.Contribution;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Scale;
import org.clinicalmlops.api.explain.SeenValue;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Explained;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ContributionsTest {
    private static final Visit VISIT = Visit.of("anna", Instant.parse("2022-07-20T10:00:00Z"), 71.5, 3.2, "F", true);

    private static Contributions contributions(Explanation explanation) {
        return explanation.fold(contributions -> contributions, unexplained -> {
            throw new AssertionError(unexplained.reason());
        });
    }

    private static Contribution of(Contributions contributions, String feature) {
        return contributions.bySize().stream()
                .filter(c -> c.feature().equals(feature))
                .findFirst()
                .orElseThrow();
    }

    private static Facts last(Ward ward) {
        List<Recorded> predicted = ward.recorded(EntryKind.PREDICTED);
        return predicted.get(predicted.size() - 1).facts();
    }

    /** Of those above 70, lactate decides. @param missing where a missing lactate goes */
    private static GivenModel<Risk> boosting(Direction missing) {
        return GivenModel.of(
                "boosting",
                new Schema(List.of(
                        new FeatureSpec("age", FeatureSpec.Kind.NUMERIC, "a", 1),
                        new FeatureSpec("lactate", FeatureSpec.Kind.NUMERIC_OR_NULL, "mmol/L", 1))),
                List.of(GivenModel.Input.number("age"), GivenModel.Input.number("lactate")),
                TreesForm.logOdds(
                        2,
                        -2,
                        List.of(TreesForm.Tree.of(
                                1,
                                List.of(
                                        new TreeNode.Threshold(0, 70, Direction.RIGHT, 1, 2),
                                        new TreeNode.Leaf(-0.5),
                                        new TreeNode.Threshold(1, 6, missing, 3, 4),
                                        new TreeNode.Leaf(1),
                                        new TreeNode.Leaf(3))))));
    }

    private static Pipeline<Visit, Risk> given(GivenModel<Risk> model) {
        return Plans.with(parts -> {
            parts.train = Train.given(model);
            parts.gates = GatePolicy.allOf(lowerBoundOf(Metrics.auroc()).atLeast(0.3));
            parts.trial = parts.trial.abstainingAtMost(1);
        });
    }

    @Test
    void anAnswerIsTheSameAndComesWithWhatItIsMadeOf() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.with(
                    parts -> parts.train = Train.bestBy(Metrics.brier(), List.of(Trainers.discriminant(0)))));
            Prediction.Answered<Risk> plain = (Prediction.Answered<Risk>) live.predict(VISIT);

            Explained<Risk> explained = live.predictWithContributions(VISIT);

            Prediction.Answered<Risk> answer = (Prediction.Answered<Risk>) explained.prediction();
            assertThat(answer.output()).isEqualTo(plain.output());
            Contributions found = contributions(explained.explanation());
            assertThat(found.scale()).isEqualTo(Scale.LOG_ODDS);
            assertThat(1 / (1 + Math.exp(-found.total())))
                    .isCloseTo(answer.output().value(), within(1e-12));
            assertThat(found.bySize()).extracting(Contribution::feature).containsOnly("age", "lactate", "sex");
            assertThat(of(found, "lactate").unit()).isEqualTo("mmol/L");
            assertThat(of(found, "lactate").value()).isEqualTo(new SeenValue.Numeric(3.2));
            assertThat(of(found, "sex").value()).isEqualTo(new SeenValue.Category("F"));
            assertThat(of(found, "sex").typical())
                    .hasValueSatisfying(v -> assertThat(v).isInstanceOf(SeenValue.Category.class));
            assertThat(last(ward).required("prediction")).isEqualTo(answer.id());
            live.predict(VISIT);
            Facts recorded = last(ward);
            assertThat(ward.recorded(EntryKind.PREDICTED).stream()
                            .filter(entry -> entry.facts().says("prediction", answer.id()))
                            .findFirst()
                            .orElseThrow()
                            .facts()
                            .asMap()
                            .keySet())
                    .as("contributions are not recorded")
                    .isEqualTo(recorded.asMap().keySet());
        }
    }

    @Test
    void missingAndUnseenValuesSayThatTheyAre() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());

            Contributions found = contributions(
                    live.predictWithContributions(VISIT.withLactate(null).withSex("another"))
                            .explanation());

            assertThat(of(found, "lactate").value()).isEqualTo(new SeenValue.Missing());
            assertThat(of(found, "sex").value()).isEqualTo(new SeenValue.Unseen());
        }
    }

    @Test
    void whatIsNotShownIsNotExplained() {
        Unexplained none = new Unexplained(Unexplained.Reason.NOT_ANSWERED);
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> silent = ward.deployed(Plans.standard());
            Explained<Risk> hidden = silent.predictWithContributions(VISIT);
            assertThat(hidden.prediction()).isInstanceOf(Prediction.Silent.class);
            assertThat(hidden.explanation()).isEqualTo(none);

            Explained<Risk> abstained = silent.predictWithContributions(VISIT.withPatient(null));
            assertThat(abstained.prediction()).isEqualTo(new Prediction.Abstained<>(Abstention.FEATURE_FAILED));
            assertThat(abstained.explanation()).isEqualTo(none);

            Contributions some = new Contributions(Scale.POINTS, 0, 0, Optional.empty(), List.of());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Explained<>(hidden.prediction(), some))
                    .withMessage("only an answer can have contributions, was a Silent");
        }
    }

    /** Oracle: by hand. The typical patient is of the training rows, which the ledger keeps. */
    @Test
    void aModelMadeElsewhereIsComparedWithTheTrainingRowsOfTheRun() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(given(boosting(Direction.LEFT)));
            Entry profiled = ward.entries(EntryKind.BASELINE_PROFILED).get(0);
            double age = Double.parseDouble(profiled.facts().required("typical.age"));
            double lactate = Double.parseDouble(profiled.facts().required("typical.lactate"));
            assertThat(age).isBetween(55.0, 70.0);
            assertThat(lactate).isBetween(2.0, 6.0);
            assertThat(profiled.facts().required("typical.sex")).startsWith("=");

            Contributions found = contributions(
                    live.predictWithContributions(VISIT.withLactate(8.0)).explanation());

            // typical -0.5, age alone 1, lactate alone -0.5, both 3
            assertThat(found.base()).isEqualTo(-2.5);
            assertThat(found.total()).isEqualTo(1);
            assertThat(found.bySize())
                    .containsExactly(
                            new Contribution(
                                    "age",
                                    "a",
                                    new SeenValue.Numeric(71.5),
                                    Optional.of(new SeenValue.Numeric(age)),
                                    2.5),
                            new Contribution(
                                    "lactate",
                                    "mmol/L",
                                    new SeenValue.Numeric(8),
                                    Optional.of(new SeenValue.Numeric(lactate)),
                                    1));
        }
    }

    /** Nobody asks for this patient's lactate; but somebody would, were they as young as the typical patient. */
    @Test
    void anAnswerStandsWhereItsContributionsAreNotDefined() {
        try (Ward ward = new Ward()) {
            GivenModel<Risk> asksTheYoung = GivenModel.of(
                    "asks the young for lactate",
                    boosting(Direction.LEFT).inputs(),
                    boosting(Direction.LEFT).columns(),
                    TreesForm.logOdds(
                            2,
                            -2,
                            List.of(TreesForm.Tree.of(
                                    1,
                                    List.of(
                                            new TreeNode.Threshold(0, 85, Direction.RIGHT, 1, 2),
                                            new TreeNode.Threshold(1, 6, Direction.UNDEFINED, 3, 4),
                                            new TreeNode.Leaf(0.5),
                                            new TreeNode.Leaf(-1),
                                            new TreeNode.Leaf(2))))));

            Explained<Risk> explained = ward.live(given(asksTheYoung))
                    .predictWithContributions(VISIT.withAge(88).withLactate(null));

            assertThat(explained.prediction()).isInstanceOf(Prediction.Answered.class);
            assertThat(explained.explanation()).isEqualTo(new Unexplained(Unexplained.Reason.MIXTURE_UNDEFINED));
        }
    }

    private static final Pipeline<Visit, Risk> WITH_FALLBACK = Plans.with(parts -> {
        parts.trial = parts.trial.abstainingAtMost(0.3);
        parts.serving = same -> same.answering(InputRules.none().missingAtMost(0))
                .fallback(Fallback.to(PointsTable.of("age and sex")
                                .atLeast("age", "a", 65, 1)
                                .level("sex", "F", 1)
                                .risks(0.1, 0.4, 0.6))
                        .on(Abstention.TOO_MUCH_MISSING));
    });

    @Test
    void theFallbacksPointsAreExplained() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(WITH_FALLBACK);

            Explained<Risk> explained = live.predictWithContributions(VISIT.withLactate(null));

            assertThat(((Prediction.Answered<Risk>) explained.prediction()).fallback())
                    .isPresent();
            assertThat(explained.explanation())
                    .isEqualTo(new Contributions(
                            Scale.POINTS,
                            0,
                            2,
                            Optional.empty(),
                            List.of(
                                    new Contribution("age", "a", new SeenValue.Numeric(71.5), Optional.empty(), 1),
                                    new Contribution("sex", "1", new SeenValue.Category("F"), Optional.empty(), 1))));
        }
    }

    @Test
    void whatIsOnRecordIsExplainedAsItWasThen() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(WITH_FALLBACK);
            PastContributions past = PastContributions.of(ward.workspace.registry(), WITH_FALLBACK);
            for (Visit visit : List.of(VISIT, VISIT.withSex("another").withAge(0.1 + 0.2), VISIT.withLactate(null))) {
                Explanation then = live.predictWithContributions(visit).explanation();

                assertThat(then).isInstanceOf(Contributions.class);
                assertThat(past.of(last(ward))).isEqualTo(then);
            }
            List<Recorded> silent = ward.recorded(EntryKind.PREDICTED);
            assertThat(silent.get(0).facts().required("mode")).isEqualTo("silent");
            assertThat(past.of(silent.get(0).facts())).isInstanceOf(Contributions.class);

            Facts without = Facts.of("model", live.model());
            assertThat(past.of(without)).isEqualTo(new Unexplained(Unexplained.Reason.FAILED));
            PastContributions other = PastContributions.of(ward.workspace.registry(), Plans.standard());
            Facts byFallback = last(ward);
            assertThatIllegalArgumentException().isThrownBy(() -> other.of(byFallback));
        }
    }

    @Test
    void aDeploymentThatGoesOnKnowsWhatIsTypical() {
        Pipeline<Visit, Risk> plan = given(boosting(Direction.LEFT));
        Ward first = new Ward();
        Deployment<Visit, Risk> live = first.live(plan);
        Explanation before = live.predictWithContributions(VISIT).explanation();
        first.workspace.flush();
        try (Ward second = first.again()) {
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);

            assertThat(again.predictWithContributions(VISIT).explanation())
                    .isInstanceOf(Contributions.class)
                    .isEqualTo(before);
            assertThat(second.workspace.registry().typical(live.model()).facts())
                    .isNotEqualTo(Typical.NONE.facts());
        }
    }
}
