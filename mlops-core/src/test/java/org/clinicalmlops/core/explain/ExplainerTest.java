package org.clinicalmlops.core.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.clinicalmlops.core.explain.Found.NUMBERS;
import static org.clinicalmlops.core.explain.Found.contributions;
import static org.clinicalmlops.core.explain.Found.numbers;
import static org.clinicalmlops.core.explain.Found.reason;
import static org.clinicalmlops.core.explain.Found.sum;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.explain.Contribution;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Scale;
import org.clinicalmlops.api.explain.SeenValue;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By hand. */
class ExplainerTest {
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
        Typical training =
                Typical.read(Facts.of("typical.b", "4").with("typical.a", "77").with("model", "x"));

        Contributions found = contributions(Explainer.of(model, training).explain(new double[] {3, 6, Double.NaN}));

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

    /** Trees have an answer for a patient of whom everything is missing; that patient is not typical, and nobody is compared with them. */
    @Test
    void whatIsNotKnownIsNotTakenForMissing() {
        TreesForm stump = TreesForm.logOdds(
                3,
                0,
                List.of(TreesForm.Tree.of(
                        1,
                        List.of(
                                new TreeNode.Threshold(0, 0, Direction.LEFT, 1, 2),
                                new TreeNode.Leaf(0),
                                new TreeNode.Leaf(1)))));
        ModelArtifact model = numbers(stump, Recalibration.NONE);
        Facts two = Facts.of("typical.a", "-1").with("typical.b", "missing");
        double[] row = {1, 2, 3};

        assertThat(reason(Explainer.of(model, Typical.read(two)).explain(row)))
                .isEqualTo(Unexplained.Reason.NO_TYPICAL_PATIENT);
        Contributions found = contributions(
                Explainer.of(model, Typical.read(two.with("typical.c", "4"))).explain(row));
        assertThat(found.bySize().get(0)).isEqualTo(contribution("a", "1", new SeenValue.Numeric(1), -1, 1));
        assertThat(found.bySize().get(1).typical()).contains(new SeenValue.Missing());
    }

    private static Contribution contribution(
            String feature, String unit, SeenValue value, double typical, double amount) {
        return new Contribution(feature, unit, value, Optional.of(new SeenValue.Numeric(typical)), amount);
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
