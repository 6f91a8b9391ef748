package org.clinicalmlops.core.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.clinicalmlops.core.explain.Found.amounts;
import static org.clinicalmlops.core.explain.Found.contributions;
import static org.clinicalmlops.core.explain.Found.numbers;
import static org.clinicalmlops.core.explain.Found.reason;
import static org.clinicalmlops.core.explain.Found.sum;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Scale;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.explain.RandomModels.Kind;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition of Shapley values and the rules that follow from it, on models from seeds. */
class ShapleyTest {
    private static final int MODELS = 300;
    private static final double ROUNDING = 1e-12;

    /** Oracle: {@link ByDefinition}. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POINTS")
    void amountsAreTheShapleyValuesOfAllCoalitions(Kind kind) {
        for (int seed = 1; seed <= MODELS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelArtifact model = RandomModels.of(random, kind, 1 + random.nextInt(seed % 10 == 0 ? 10 : 7), 2);
            boolean linear = kind == Kind.LINEAR; // where what is missing and has no stand-in has no answer
            double[] reference = RandomModels.row(random, model, !linear && seed % 2 == 0);
            Explainer explainer = Explainer.against(model, reference);
            for (int i = 0; i < 3; i++) {
                double[] row = RandomModels.row(random, model, true);
                ByDefinition oracle = new ByDefinition(model, row, reference);
                if (linear && Double.isNaN(oracle.total)) {
                    assertThat(reason(explainer.explain(row))).isEqualTo(Unexplained.Reason.NOT_ANSWERED);
                    continue;
                }

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

    /** Whatever the reference, points are compared with none; and of an additive score they are what the definition says. */
    @Test
    void amountsOfAScoreAreItsPoints() {
        for (int seed = 1; seed <= MODELS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelArtifact model = RandomModels.of(random, Kind.POINTS, 1 + random.nextInt(7), 2);
            double[] row = RandomModels.row(random, model, false);
            double[] other = RandomModels.row(random, model, false);
            Contributions found =
                    contributions(Explainer.of(model, Typical.NONE).explain(row));
            double[] mine = amounts(model, found);
            double[] others = amounts(
                    model, contributions(Explainer.of(model, Typical.NONE).explain(other)));

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
                case LOG_ODDS -> assertThat(1 / (1 + Math.exp(-found.total()))).isCloseTo(risk, within(1e-11));
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

    /** What two forms of trees say apart adds up to what they say together. */
    @Test
    void amountsOfSumsAreSumsOfAmounts() {
        for (int seed = 1; seed <= 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<TreesForm.Tree> first = List.of(tree(random, false));
            List<TreesForm.Tree> second = List.of(tree(random, false), tree(random, false));
            List<TreesForm.Tree> both =
                    Stream.concat(first.stream(), second.stream()).toList();
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
            List<TreesForm.Tree> alike =
                    List.of(tree(new SplittableRandom(seed), false), tree(new SplittableRandom(seed), true));
            SplittableRandom random = new SplittableRandom(~seed);
            double mine = random.nextDouble();
            double typical = random.nextDouble();
            double[] found = plain(alike, new double[] {mine, mine, 0.3}, new double[] {typical, typical, 0.8});

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
}
