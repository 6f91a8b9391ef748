package org.clinicalmlops.core.model;

import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.testkit.train.FormInterpreter;

/** A model of each form, and what the definition of its form says of a row. */
final class Models {
    static final List<Visit> VISITS = Visit.daily(60, 2);
    static final List<Visit> PROBES = List.of(
            Visit.of("probe", Visit.FIRST, 71.3, 2.05, "F", false),
            Visit.of("probe", Visit.FIRST, 40, null, "X", false));

    private Models() {}

    static ModelArtifact linear() {
        return of(
                LinearForm.of(-4.7, new double[] {0.061, 0.3333333333333333, -1e-7, 12345678.9e-9}),
                new Recalibration(0.1, 0.9));
    }

    static ModelArtifact trees() {
        return of(
                TreesForm.of(
                        4,
                        List.of(
                                TreesForm.Tree.of(
                                        0.7,
                                        new int[] {0, -1, 1, -1, -1},
                                        new double[] {65.5, 0, 2.25, 0, 0},
                                        new int[] {1, 0, 3, 0, 0},
                                        new int[] {2, 0, 4, 0, 0},
                                        new double[] {0, 0.1, 0, 0.35, 0.8}),
                                TreesForm.Tree.of(
                                        0.3,
                                        new int[] {-1},
                                        new double[] {0},
                                        new int[] {0},
                                        new int[] {0},
                                        new double[] {1.0 / 3}))),
                Recalibration.NONE);
    }

    /** Boosting with a category split, and every direction of missing and unseen values. */
    static ModelArtifact boosting() {
        GivenModel<Risk> given = GivenModel.of(
                "boosting",
                new Schema(List.of(
                        new FeatureSpec("age", FeatureSpec.Kind.NUMERIC, "a", 1),
                        new FeatureSpec("lactate", FeatureSpec.Kind.NUMERIC_OR_NULL, "mmol/L", 1),
                        new FeatureSpec("sex", FeatureSpec.Kind.CATEGORICAL, "1", 1))),
                List.of(
                        GivenModel.Input.number("age"),
                        GivenModel.Input.number("lactate"),
                        GivenModel.Input.code("sex", List.of("M", "F", "D"))),
                TreesForm.logOdds(
                        3,
                        -1.75,
                        List.of(
                                TreesForm.Tree.of(
                                        1,
                                        List.of(
                                                new TreeNode.Categories(
                                                        2, 3, List.of(0, 2), Direction.LEFT, Direction.RIGHT, 1, 2),
                                                new TreeNode.Threshold(1, 2.25, Direction.LEFT, 3, 4),
                                                new TreeNode.Leaf(0.3),
                                                new TreeNode.Leaf(-0.7),
                                                new TreeNode.Leaf(1.1))),
                                TreesForm.Tree.of(
                                        0.5,
                                        List.of(
                                                new TreeNode.Threshold(0, 65.5, Direction.UNDEFINED, 1, 2),
                                                new TreeNode.Leaf(-0.2),
                                                new TreeNode.Leaf(1.0 / 3))))));
        Levels levels = Levels.of(List.of(List.of(), List.of(), List.of("D", "F", "M", "X")));
        return ModelArtifact.of(
                Plans.features(),
                given.inputs(),
                levels,
                Preparation.asGiven(given, levels),
                given.form(),
                Recalibration.NONE);
    }

    static ModelArtifact points() {
        return of(
                PointsForm.of(
                        4,
                        List.of(
                                new PointsForm.Rule(0, 65, true, 1),
                                new PointsForm.Rule(1, 4, false, 2),
                                new PointsForm.Rule(3, 1, true, 1)),
                        new double[] {0.01, 0.05, 0.2, 0.5, 0.9}),
                Recalibration.NONE);
    }

    static ModelArtifact of(ModelForm form, Recalibration recalibration) {
        return of(Plans.features(), form, recalibration);
    }

    static ModelArtifact of(FeatureSet<Visit> features, ModelForm form, Recalibration recalibration) {
        FeatureTable table = FeatureTable.read(features, VISITS);
        return ModelArtifact.of(
                features, table.schema(), table.levels(), Preparation.fit(table, table.levels()), form, recalibration);
    }

    /** What the definitions of columns, form and recalibration say, with the interpreter of the test kit for the form. */
    static double byDefinition(ModelArtifact model, double[] coded) {
        double[] x = new double[model.preparation().size()];
        for (int c = 0; c < x.length; c++) {
            x[c] = model.preparation().columns().get(c).of(coded);
        }
        double risk = FormInterpreter.risk(model.form(), x);
        Recalibration again = model.recalibration();
        if (again.equals(Recalibration.NONE)) {
            return risk;
        }
        double p = Math.min(Math.max(risk, 1e-6), 1 - 1e-6);
        return 1 / (1 + StrictMath.exp(-(again.intercept() + again.slope() * StrictMath.log(p / (1 - p)))));
    }

    /** A row as the hot path sees it, with missing and unseen values. */
    static double[] coded(SplittableRandom random) {
        return new double[] {
            random.nextInt(8) == 0 ? Double.NaN : random.nextDouble(20, 100),
            random.nextInt(4) == 0 ? Double.NaN : random.nextDouble(0, 9),
            random.nextInt(5) == 0 ? Double.NaN : random.nextInt(-1, 2)
        };
    }
}
