package org.clinicalmlops.core.imported;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.FloatThreshold;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * Reads a logistic regression or a random forest of scikit-learn from a JSON file of our own, which {@code export_sklearn.py} writes
 * (docs/bring-your-own-model.md has the script and the format):
 *
 * <pre>{@code
 * {"format": "clinical-mlops/scikit-learn", "version": 1, "library": "scikit-learn 1.2.1",
 *  "model": "logistic-regression", "features": ["age", "creatinine"], "intercept": -3.1, "coefficients": [0.04, 0.7]}
 *
 * {"format": "clinical-mlops/scikit-learn", "version": 1, "library": "scikit-learn 1.2.1",
 *  "model": "random-forest", "features": ["age", "creatinine"],
 *  "trees": [{"column": [0, -1, -1], "threshold": [64.5, 0, 0], "left": [1, 0, 0], "right": [2, 0, 0],
 *             "probability": [0, 0.1, 0.4], "missing_left": [1, 0, 0]}]}
 * }</pre>
 *
 * <p>A leaf has the column -1. In a tree {@code (float) x <= threshold} goes left, as in scikit-learn; {@code missing_left}, where it is
 * there, says where a missing value goes, else the model has no answer for one. A logistic regression has none either. Stateless.
 */
public final class ScikitLearnModel {
    static final String FORMAT = "clinical-mlops/scikit-learn";
    private static final int VERSION = 1;

    private ScikitLearnModel() {}

    /** Reads a file. Bad content is an answer, never an exception. */
    public static Imported read(Path file, ModelIntake intake) {
        Objects.requireNonNull(intake, "intake");
        return Reading.of(file, bytes -> model(bytes, intake));
    }

    /** @param bytes of the file; only read */
    public static Imported read(byte[] bytes, ModelIntake intake) {
        Objects.requireNonNull(intake, "intake");
        return Reading.of(bytes, content -> model(content, intake));
    }

    private static Imported model(byte[] bytes, ModelIntake intake) {
        Fields model = Fields.of(JsonPart.read(bytes), "");
        model.isOf(FORMAT, VERSION);
        List<String> names = model.texts("features");
        FileColumns file = FileColumns.of(names, names.size(), Map.of(), intake, "features");
        return switch (model.text("model")) {
            case "logistic-regression" -> logistic(model, file, intake);
            case "random-forest" -> forest(model, file, intake);
            default ->
                throw Refusal.of(
                        Kind.NOT_SUPPORTED,
                        "model",
                        "logistic-regression and random-forest are read, was " + Refusal.shown(model.text("model")));
        };
    }

    /** A column whose coefficient is 0 is not looked at. */
    private static Imported logistic(Fields model, FileColumns file, ModelIntake intake) {
        double intercept = model.number("intercept");
        Part.Numbers coefficients = model.numbers("coefficients", file.size());
        BitSet used = new BitSet();
        double[] weights = new double[file.size()];
        int width = 0;
        for (int c = 0; c < file.size(); c++) {
            if (!Double.isFinite(coefficients.at(c))) {
                throw Refusal.of(Kind.CONTENT, "coefficients", "a coefficient is finite, was " + coefficients.at(c));
            }
            if (coefficients.at(c) != 0) {
                used.set(c);
                weights[width++] = coefficients.at(c);
            }
        }
        BoundColumns columns = BoundColumns.of(intake, file, used, new BitSet());
        LinearForm form = LinearForm.of(intercept, Arrays.copyOf(weights, width));
        GivenModel<Risk> given =
                TreesImport.possible(() -> GivenModel.of(intake.name(), columns.schema(), columns.inputs(), form));
        return new Imported.Read(given, columns.notes());
    }

    private static Imported forest(Fields model, FileColumns file, ModelIntake intake) {
        List<Fields> inFile = model.objects("trees");
        Limits.atMost(Limits.TREES, inFile.size(), "trees", "trees");
        if (inFile.isEmpty()) {
            throw Refusal.of(Kind.CONTENT, "trees", "a forest has at least one tree");
        }
        List<FileTree> trees = new ArrayList<>();
        long nodes = 0;
        for (Fields tree : inFile) {
            nodes += tree.numbers("column").size();
            Limits.atMost(Limits.NODES, nodes, "trees", "nodes of all trees");
            trees.add(tree(tree, file.size()));
        }
        return TreesImport.model(intake, file, trees, List.of(), TreesForm::of);
    }

    private static FileTree tree(Fields tree, int columns) {
        Part.Numbers column = tree.numbers("column");
        int n = column.size();
        Part.Numbers threshold = tree.numbers("threshold", n);
        Part.Numbers left = tree.numbers("left", n);
        Part.Numbers right = tree.numbers("right", n);
        Part.Numbers probability = tree.numbers("probability", n);
        Part.Numbers missingLeft = tree.has("missing_left") ? tree.numbers("missing_left", n) : null;
        List<FileNode> nodes = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            int of = Fields.whole(column.at(i), tree.where("column"));
            if (of == -1) {
                nodes.add(new FileNode.Leaf(probability.at(i)));
                continue;
            }
            Direction missing = missingLeft == null
                    ? Direction.UNDEFINED
                    : missingLeft.at(i) != 0 ? Direction.LEFT : Direction.RIGHT;
            nodes.add(new FileNode.Compared(
                    of,
                    upTo(threshold.at(i)),
                    missing,
                    Fields.whole(left.at(i), tree.where("left")),
                    Fields.whole(right.at(i), tree.where("right"))));
        }
        return new FileTree(tree.where(), 1, nodes, columns);
    }

    /**
     * The largest double that is at most the threshold after it was rounded to a float; NaN if there is none, which is refused. A
     * threshold above all floats parts missing values from all others.
     */
    private static double upTo(double threshold) {
        if (threshold > Float.MAX_VALUE) {
            return threshold;
        }
        float nearest = (float) threshold;
        float last = nearest > threshold ? Math.nextDown(nearest) : nearest;
        return Float.isFinite(last) ? FloatThreshold.upTo(last) : Double.NaN;
    }
}
