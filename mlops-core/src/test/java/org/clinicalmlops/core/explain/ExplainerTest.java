package org.clinicalmlops.core.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.explain.Contribution;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Scale;
import org.clinicalmlops.api.explain.SeenValue;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.explain.RandomModels.Kind;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainerTest {
    private static final int MODELS = 300;
    private static final double ROUNDING = 1e-12;

    private static Contributions contributions(Explanation explanation) {
        return explanation.fold(contributions -> contributions, unexplained -> {
            throw new AssertionError(unexplained.reason());
        });
    }

    private static double[] amounts(ModelArtifact model, Contributions of) {
        double[] amounts = new double[model.schema().size()];
        for (Contribution contribution : of.bySize()) {
            amounts[model.schema().indexOf(contribution.feature())] = contribution.amount();
        }
        return amounts;
    }

    private static Unexplained.Reason reason(Explanation explanation) {
        return explanation.fold(
                contributions -> {
                    throw new AssertionError("explained: " + contributions);
                },
                Unexplained::reason);
    }

    /** Oracle: {@link ByDefinition}. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POINTS")
    void amountsAreTheShapleyValuesOfAllCoalitions(Kind kind) {
        for (int seed = 1; seed <= MODELS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelArtifact model = RandomModels.of(random, kind, 1 + random.nextInt(seed % 10 == 0 ? 10 : 7), 2);
            boolean missing = kind != Kind.LINEAR; // in a linear form what is missing and has no stand-in has no answer
            double[] reference = RandomModels.row(random, model, missing && seed % 2 == 0);
            Explainer explainer = Explainer.against(model, reference);
            for (int i = 0; i < 3; i++) {
                double[] row = RandomModels.row(random, model, missing);
                ByDefinition oracle = new ByDefinition(model, row, reference);

                Contributions found = contributions(explainer.explain(row));

                double scale = Math.max(1, oracle.largest);
                assertThat(amounts(model, found))
                        .as("seed " + seed)
                        .containsExactly(oracle.amounts, within(ROUNDING * scale));
                assertThat(found.base()).isCloseTo(oracle.base, within(ROUNDING * scale));
                assertThat(found.total()).isCloseTo(oracle.total, within(ROUNDING * scale));
                assertThat(sum(found)).as("seed " + seed).isCloseTo(oracle.total, within(ROUNDING * scale));
            }
        }
    }

    private static double sum(Contributions found) {
        return found.base()
                + found.bySize().stream().mapToDouble(Contribution::amount).sum();
    }

    /** Whatever the reference, points are compared with none; and of an additive score they are what the definition says. */
    @Test
    void amountsOfAScoreAreItsPoints() {
        for (int seed = 1; seed <= MODELS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelArtifact model = RandomModels.of(random, Kind.POINTS, 1 + random.nextInt(7), 2);
            double[] row = RandomModels.row(random, model, false);
            double[] other = RandomModels.row(random, model, false);
            Contributions found = contributions(Explainer.of(model, Typical.NONE).explain(row));
            double[] mine = amounts(model, found);
            double[] others = amounts(model, contributions(Explainer.of(model, Typical.NONE).explain(other)));

            assertThat(found.scale()).isEqualTo(Scale.POINTS);
            assertThat(found.base()).isZero();
            assertThat(found.typicalRisk()).isEmpty();
            assertThat(found.bySize()).allSatisfy(c -> assertThat(c.typical()).isEmpty());
            assertThat(sum(found)).isEqualTo(ByDefinition.value(model, row));
            double[] oracle = new ByDefinition(model, row, other).amounts;
            for (int f = 0; f < oracle.length; f++) {
                assertThat(mine[f] - others[f]).isCloseTo(oracle[f], within(ROUNDING * 30));
            }
        }
    }

    /** As the deployment, which abstains there. */
    @Test
    void aScoreWithoutAnAnswerIsNotExplained() {
        int missing = 0;
        for (int seed = 1; seed <= MODELS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelArtifact model = RandomModels.of(random, Kind.POINTS, 3, 2);
            double[] row = RandomModels.row(random, model, true);
            Explanation found = Explainer.of(model, Typical.NONE).explain(row);
            if (Double.isNaN(model.compiled().risk(row))) {
                assertThat(reason(found)).isEqualTo(Unexplained.Reason.NOT_ANSWERED);
                missing++;
            } else {
                assertThat(sum(contributions(found))).isEqualTo(ByDefinition.value(model, row));
            }
        }
        assertThat(missing).as("what was met").isBetween(50, MODELS - 50);
    }

    /** Oracle: {@link ByDefinition}, of which a coalition has no value exactly if we say so. */
    @ParameterizedTest
    @EnumSource(names = {"BOOSTING", "FOREST"})
    void whereAMixtureHasNoAnswerThereAreNoContributions(Kind kind) {
        int undefined = 0;
        int defined = 0;
        for (int seed = 1; seed <= 5 * MODELS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelArtifact model = RandomModels.of(random, kind, 2 + random.nextInt(5), 3);
            double[] reference = RandomModels.row(random, model, true);
            double[] row = RandomModels.row(random, model, true);
            ByDefinition oracle = new ByDefinition(model, row, reference);
            Explanation found = Explainer.against(model, reference).explain(row);
            boolean all = Arrays.stream(oracle.amounts).noneMatch(Double::isNaN);
            if (Double.isNaN(oracle.base)) {
                assertThat(reason(found)).isEqualTo(Unexplained.Reason.NO_TYPICAL_PATIENT);
            } else if (Double.isNaN(oracle.total)) {
                assertThat(reason(found)).isEqualTo(Unexplained.Reason.NOT_ANSWERED);
            } else if (!all) {
                assertThat(reason(found)).as("seed " + seed).isEqualTo(Unexplained.Reason.MIXTURE_UNDEFINED);
                undefined++;
            } else {
                assertThat(amounts(model, contributions(found)))
                        .as("seed " + seed)
                        .containsExactly(oracle.amounts, within(ROUNDING * Math.max(1, oracle.largest)));
                defined++;
            }
        }
        assertThat(undefined).as("what was met").isGreaterThan(10);
        assertThat(defined).isGreaterThan(10);
    }

    /** The scale says how the served risk follows from the total. */
    @ParameterizedTest
    @EnumSource
    void theScaleLeadsToTheServedRisk(Kind kind) {
        for (int seed = 1; seed <= MODELS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelArtifact model = RandomModels.of(random, kind, 1 + random.nextInt(6), 2);
            double[] reference = RandomModels.row(random, model, false);
            double[] row = RandomModels.row(random, model, false);
            Contributions found =
                    contributions(Explainer.against(model, reference).explain(row));
            double risk = model.compiled().risk(row);
            Recalibration again = model.recalibration();
            double logit = Math.log(found.total() / (1 - found.total()));
            switch (found.scale()) {
                case LOG_ODDS ->
                    assertThat(1 / (1 + Math.exp(-found.total()))).isCloseTo(risk, within(1e-11));
                case PROBABILITY -> {
                    assertThat(again).isEqualTo(Recalibration.NONE);
                    assertThat(found.total()).isCloseTo(risk, within(1e-15));
                }
                case UNCALIBRATED_PROBABILITY ->
                    assertThat(1 / (1 + Math.exp(-again.intercept() - again.slope() * logit)))
                            .isCloseTo(risk, within(1e-11));
                default ->
                    assertThat(again.equals(Recalibration.NONE) ? risk : 0).isBetween(0.0, 1.0);
            }
            if (kind != Kind.POINTS) {
                assertThat(found.typicalRisk().orElseThrow().value())
                        .isEqualTo(model.compiled().risk(reference));
            }
        }
    }

    static Stream<Kind> additive() {
        return Stream.of(Kind.BOOSTING, Kind.FOREST, Kind.LINEAR);
    }

    /** A feature that is as in the reference row has no part, to the bit. */
    @ParameterizedTest
    @MethodSource("additive")
    void aFeatureLikeTheTypicalOneHasNoPart(Kind kind) {
        for (int seed = 1; seed <= MODELS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelArtifact model = RandomModels.of(random, kind, 2 + random.nextInt(5), 2);
            double[] reference = RandomModels.row(random, model, false);
            double[] row = RandomModels.row(random, model, false);
            int same = random.nextInt(row.length);
            row[same] = reference[same];
            Explainer explainer = Explainer.against(model, reference);

            assertThat(amounts(model, contributions(explainer.explain(row)))[same])
                    .isEqualTo(0.0);
            assertThat(amounts(model, contributions(explainer.explain(reference))))
                    .containsOnly(0.0);
        }
    }

    private static final List<FeatureSpec> NUMBERS = List.of(
            new FeatureSpec("a", FeatureSpec.Kind.NUMERIC, "1", 1),
            new FeatureSpec("b", FeatureSpec.Kind.NUMERIC, "1", 1),
            new FeatureSpec("c", FeatureSpec.Kind.NUMERIC_OR_NULL, "mg/dL", 1));

    private static ModelArtifact numbers(TreesForm form, Recalibration recalibration) {
        return RandomModels.artifact(
                NUMBERS,
                List.of(List.of(), List.of(), List.of()),
                List.of(new Column.AsIs(0, "a"), new Column.AsIs(1, "b"), new Column.AsIs(2, "c")),
                form,
                recalibration);
    }

    /** What two forms of trees say apart adds up to what they say together. */
    @Test
    void amountsOfSumsAreSumsOfAmounts() {
        for (int seed = 1; seed <= 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<TreesForm.Tree> first = List.of(tree(random, false));
            List<TreesForm.Tree> second = List.of(tree(random, false), tree(random, false));
            List<TreesForm.Tree> both = Stream.concat(first.stream(), second.stream()).toList();
            double[] row = {random.nextDouble(), random.nextDouble(), Double.NaN};
            double[] reference = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
            double[] together = plain(both, row, reference);
            double[] apart = plain(first, row, reference);
            double[] others = plain(second, row, reference);
            for (int f = 0; f < row.length; f++) {
                assertThat(together[f]).isCloseTo(apart[f] + others[f], within(1e-14));
            }
        }
    }

    /** Two features that the model treats alike have equal parts where their values are equal. */
    @Test
    void likeFeaturesHaveLikeParts() {
        for (int seed = 1; seed <= 100; seed++) {
            List<TreesForm.Tree> alike = List.of(
                    tree(new SplittableRandom(seed), false), tree(new SplittableRandom(seed), true));
            SplittableRandom random = new SplittableRandom(~seed);
            double mine = random.nextDouble();
            double typical = random.nextDouble();
            double[] found =
                    plain(alike, new double[] {mine, mine, 0.3}, new double[] {typical, typical, 0.8});

            assertThat(found[0]).isCloseTo(found[1], within(1e-15));
        }
    }

    private static double[] plain(List<TreesForm.Tree> trees, double[] row, double[] reference) {
        ModelArtifact model = numbers(TreesForm.logOdds(3, 0.25, trees), Recalibration.NONE);
        return amounts(model, contributions(Explainer.against(model, reference).explain(row)));
    }

    /** Three complete levels. @param exchanged whether columns 0 and 1 are */
    private static TreesForm.Tree tree(SplittableRandom random, boolean exchanged) {
        TreeNode[] nodes = new TreeNode[15];
        for (int i = 0; i < nodes.length; i++) {
            int column = random.nextInt(3);
            int of = exchanged && column < 2 ? 1 - column : column;
            nodes[i] = i < 7
                    ? new TreeNode.Threshold(of, random.nextDouble(), Direction.LEFT, 2 * i + 1, 2 * i + 2)
                    : new TreeNode.Leaf(random.nextDouble(-1, 1));
        }
        return TreesForm.Tree.of(1, Arrays.asList(nodes));
    }

    /** What stands in where a value is missing is what a model compares with; by hand. */
    @Test
    void theTypicalPatientIsMadeOfStandInsOrOfWhatIsKnownOfTheTrainingRows() {
        ModelArtifact model = RandomModels.artifact(
                NUMBERS,
                List.of(List.of(), List.of(), List.of()),
                List.of(
                        new Column.Imputed(0, "a", 2),
                        new Column.AsIs(1, "b"),
                        new Column.Imputed(2, "c", 1),
                        new Column.Missing(2, "c missing")),
                LinearForm.of(-1, new double[] {0.5, 0.25, 1, 3}),
                new Recalibration(0.5, 2));
        Typical training = Typical.read(Facts.of("typical.b", "4")
                .with("typical.a", "77")
                .with("model", "x"));

        Contributions found =
                contributions(Explainer.of(model, training).explain(new double[] {3, 6, Double.NaN}));

        assertThat(found)
                .isEqualTo(new Contributions(
                        Scale.LOG_ODDS,
                        0.5 + 2 * 2, // -1 + 1 + 1 + 1, recalibrated
                        0.5 + 2 * 6,
                        found.typicalRisk(),
                        List.of(
                                contribution("c", "mg/dL", new SeenValue.Missing(), 1, 6),
                                contribution("a", "1", new SeenValue.Numeric(3), 2, 1),
                                contribution("b", "1", new SeenValue.Numeric(6), 4, 1))));
        assertThat(found.typicalRisk().orElseThrow().value()).isCloseTo(1 / (1 + Math.exp(-4.5)), within(1e-12));
        assertThat(reason(Explainer.of(model, Typical.NONE).explain(new double[] {3, 6, 1})))
                .isEqualTo(Unexplained.Reason.NO_TYPICAL_PATIENT);
    }

    private static Contribution contribution(
            String feature, String unit, SeenValue value, double typical, double amount) {
        return new Contribution(
                feature, unit, value, Optional.of(new SeenValue.Numeric(typical)), amount);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5})
    void aForestThatItsRecalibrationTurnsRoundIsNotExplained(double slope) {
        TreesForm forest = TreesForm.of(
                3,
                List.of(TreesForm.Tree.of(
                        1,
                        List.of(
                                new TreeNode.Threshold(0, 0, Direction.LEFT, 1, 2),
                                new TreeNode.Leaf(0.1),
                                new TreeNode.Leaf(0.9)))));
        double[] row = {1, 0, 0};
        double[] reference = {-1, 0, 0};

        assertThat(reason(Explainer.against(numbers(forest, new Recalibration(0, slope)), reference)
                        .explain(row)))
                .isEqualTo(Unexplained.Reason.CALIBRATION_NOT_RISING);
        assertThat(contributions(Explainer.against(numbers(forest, new Recalibration(0, 0.5)), reference)
                                .explain(row))
                        .scale())
                .isEqualTo(Scale.UNCALIBRATED_PROBABILITY);
    }

    @Test
    void logOddsBeyondAllNumbersAreNotExplained() {
        ModelArtifact model = RandomModels.artifact(
                NUMBERS,
                List.of(List.of(), List.of(), List.of()),
                List.of(new Column.AsIs(0, "a")),
                LinearForm.of(0, new double[] {10}),
                Recalibration.NONE);
        double[] row = {Double.MAX_VALUE, 0, 0};

        assertThat(model.compiled().risk(row)).isEqualTo(1);
        assertThat(reason(Explainer.against(model, new double[3]).explain(row)))
                .isEqualTo(Unexplained.Reason.NOT_FINITE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Explainer.against(model, new double[2]))
                .withMessage("the row to compare with must have 3 values, had 2");
    }

    /** A way of 1,024 splits, the deepest that a form may have, on as many features: the weights are numbers, and they add up. */
    @Test
    void theDeepestTreeIsExplained() {
        int depth = TreesForm.MOST_DEPTH;
        List<TreeNode> nodes = new ArrayList<>();
        List<FeatureSpec> features = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            nodes.add(new TreeNode.Threshold(i, 0, Direction.LEFT, 2 * i + 1, 2 * i + 2));
            nodes.add(new TreeNode.Leaf(i % 7 / 7.0));
            features.add(new FeatureSpec("x" + i, FeatureSpec.Kind.NUMERIC, "1", 1));
            columns.add(new Column.AsIs(i, "x" + i));
        }
        nodes.add(new TreeNode.Leaf(5));
        ModelArtifact model = RandomModels.artifact(
                features,
                Collections.nCopies(depth, List.of()),
                columns,
                TreesForm.logOdds(depth, 0, List.of(TreesForm.Tree.of(1, nodes))),
                Recalibration.NONE);
        double[] row = new double[depth];
        double[] reference = new double[depth];
        for (int i = 0; i < depth; i++) {
            row[i] = i % 2 == 0 ? 1 : -1;
            reference[i] = -row[i];
        }
        Contributions found = contributions(Explainer.against(model, reference).explain(row));

        assertThat(sum(found)).isCloseTo(found.total(), within(1e-12));
        assertThat(found.bySize()).hasSize(depth);
    }
}
