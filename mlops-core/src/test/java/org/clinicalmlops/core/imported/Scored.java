package org.clinicalmlops.core.imported;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;

/** An imported model, scored as a deployment does it, and rows to score. */
final class Scored {
    private final GivenModel<Risk> model;
    private final Levels levels;
    private final Preparation preparation;
    private final ToDoubleFunction<double[]> compiled;

    Scored(GivenModel<Risk> model) {
        this.model = model;
        List<List<String>> byFeature = new ArrayList<>();
        for (FeatureSpec feature : model.inputs().features()) {
            byFeature.add(feature.categorical() ? sorted(feature.name()) : List.of());
        }
        levels = Levels.of(byFeature);
        preparation = Preparation.asGiven(model, levels);
        compiled = Compiled.of(model, levels);
    }

    static Scored of(Imported imported) {
        return new Scored(imported.fold(Imported.Read::model, refused -> {
            throw new AssertionError(refused.faults());
        }));
    }

    static byte[] resource(String name) {
        try (InputStream in = Scored.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> sorted(String feature) {
        return (feature.equals("ward") ? MadeUpTable.WARDS : MadeUpTable.SEXES)
                .stream().sorted().toList();
    }

    GivenModel<Risk> model() {
        return model;
    }

    /** @param row a row of {@link MadeUpTable} */
    double risk(double[] row) {
        return compiled.applyAsDouble(coded(row));
    }

    /** The columns that the form reads. */
    double[] columns(double[] row) {
        double[] columns = new double[preparation.size()];
        preparation.prepare(coded(row), columns);
        return columns;
    }

    /** As an artifact of these levels. */
    ModelArtifact artifact() {
        return ModelArtifact.of(
                MadeUpTable.features(), model.inputs(), levels, preparation, model.form(), Recalibration.NONE);
    }

    double[] coded(double[] row) {
        double[] coded = new double[model.inputs().size()];
        for (int f = 0; f < coded.length; f++) {
            String name = model.inputs().feature(f).name();
            double value = row[MadeUpTable.NAMES.indexOf(name)];
            coded[f] = model.inputs().feature(f).categorical()
                    ? levels.code(
                            f, MadeUpTable.level(value, name.equals("ward") ? MadeUpTable.WARDS : MadeUpTable.SEXES))
                    : value;
        }
        return coded;
    }

    /** The value of the leaf in which a row ends, for each tree. */
    IntToDoubleFunction leaves(double[] row) {
        TreesForm form = (TreesForm) model.form();
        double[] x = columns(row);
        return t -> leaf(form.trees().get(t), x);
    }

    private static double leaf(TreesForm.Tree tree, double[] x) {
        int node = 0;
        while (tree.column(node) >= 0) {
            double value = x[tree.column(node)];
            boolean left = value <= tree.threshold(node);
            if (Double.isNaN(value)) {
                left = tree.missing(node) == TreeNode.Direction.LEFT;
            } else if (tree.node(node) instanceof TreeNode.Categories split) {
                left = value >= 0 && value < split.known()
                        ? split.goLeft().contains((int) value)
                        : split.unseen() == TreeNode.Direction.LEFT;
            }
            node = left ? tree.left(node) : tree.right(node);
        }
        return tree.leaf(node);
    }

    /** Rows of which every third has one number at, next below or next above a threshold of the model. */
    double[][] rows(long seed, int n) {
        double[][] rows = MadeUpTable.rows(seed, n);
        SplittableRandom random = new SplittableRandom(~seed);
        List<TreesForm.Tree> trees = ((TreesForm) model.form()).trees();
        for (int i = 0; i < n; i += 3) {
            TreesForm.Tree tree = trees.get(random.nextInt(trees.size()));
            int node = random.nextInt(tree.size());
            if (tree.column(node) >= 0 && tree.node(node) instanceof TreeNode.Threshold split) {
                double[] near = {split.threshold(), Math.nextDown(split.threshold()), Math.nextUp(split.threshold())};
                int column = MadeUpTable.NAMES.indexOf(
                        model.columns().get(split.column()).feature());
                rows[i][column] = near[random.nextInt(near.length)];
            }
        }
        return rows;
    }

    @Override
    public String toString() {
        return model.name() + " " + Arrays.toString(model.columns().toArray());
    }
}
