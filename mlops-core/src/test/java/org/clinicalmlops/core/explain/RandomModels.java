package org.clinicalmlops.core.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.core.feature.Column;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;

/**
 * Small models from a seed, of every kind of column and split, with several columns of a feature on one way, thresholds that repeat, and rows
 * that meet them.
 */
final class RandomModels {
    private static final double[] VALUES = {-1, 0, 0.5, 1, 2};
    private static final int LEVELS = 3;

    enum Kind {
        LINEAR,
        BOOSTING,
        FOREST,
        POINTS
    }

    private final SplittableRandom random;
    private final int directions;
    private final List<FeatureSpec> features = new ArrayList<>();
    private final List<List<String>> levels = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    /** @param directions 2, or 3 if some splits may send a value nowhere */
    private RandomModels(SplittableRandom random, int directions) {
        this.random = random;
        this.directions = directions;
    }

    static ModelArtifact of(SplittableRandom random, Kind kind, int features, int directions) {
        RandomModels made = new RandomModels(random, directions);
        for (int f = 0; f < features; f++) {
            made.addFeature(f);
        }
        Collections.shuffle(made.columns, new Random(random.nextLong()));
        Recalibration recalibration = random.nextInt(3) > 0
                ? Recalibration.NONE
                : new Recalibration(random.nextDouble(-1, 1), random.nextDouble(0.2, 2));
        return artifact(made.features, made.levels, made.columns, made.form(kind), recalibration);
    }

    static ModelArtifact artifact(
            List<FeatureSpec> features,
            List<List<String>> levels,
            List<Column> columns,
            ModelForm form,
            Recalibration recalibration) {
        return ModelArtifact.of(
                Plans.features(),
                new Schema(features),
                Levels.of(levels),
                new Preparation(columns),
                form,
                recalibration);
    }

    private void addFeature(int f) {
        String name = "x" + f;
        int kind = random.nextInt(6);
        boolean categorical = kind >= 3;
        features.add(new FeatureSpec(
                name,
                categorical
                        ? FeatureSpec.Kind.CATEGORICAL
                        : kind == 1 ? FeatureSpec.Kind.NUMERIC_OR_NULL : FeatureSpec.Kind.NUMERIC,
                "1",
                1));
        levels.add(categorical ? List.of("a", "b", "c") : List.of());
        switch (kind) {
            case 0 -> columns.add(new Column.Imputed(f, name, value()));
            case 1 -> {
                columns.add(new Column.Imputed(f, name, value()));
                columns.add(new Column.Missing(f, name + " missing"));
            }
            case 2 -> columns.add(new Column.AsIs(f, name));
            case 3 -> {
                int standIn = random.nextInt(LEVELS);
                columns.add(new Column.AtLevel(f, name + " b", 1, standIn));
                columns.add(new Column.AtLevel(f, name + " c", 2, standIn));
            }
            case 4 -> {
                columns.add(new Column.LevelAsIs(f, name + " a", 0));
                columns.add(new Column.LevelAsIs(f, name + " c", 2));
            }
            default -> columns.add(new Column.Code(f, name, List.of(2, -1, 0)));
        }
    }

    private double value() {
        return VALUES[random.nextInt(VALUES.length)];
    }

    /** @param missing whether numbers and categories may be missing or unseen */
    static double[] row(SplittableRandom random, ModelArtifact model, boolean missing) {
        double[] row = new double[model.schema().size()];
        for (int f = 0; f < row.length; f++) {
            boolean categorical = model.schema().feature(f).categorical();
            row[f] = missing && random.nextInt(4) == 0
                    ? Double.NaN
                    : categorical ? random.nextInt(missing ? -1 : 0, LEVELS) : VALUES[random.nextInt(VALUES.length)];
        }
        return row;
    }

    private ModelForm form(Kind kind) {
        return switch (kind) {
            case LINEAR ->
                LinearForm.of(
                        random.nextDouble(-2, 2),
                        columns.stream()
                                .mapToDouble(c -> random.nextDouble(-2, 2))
                                .toArray());
            case BOOSTING -> TreesForm.logOdds(columns.size(), random.nextDouble(-2, 2), trees(-1));
            case FOREST -> TreesForm.of(columns.size(), trees(0));
            case POINTS -> points();
        };
    }

    private PointsForm points() {
        List<PointsForm.Rule> rules = new ArrayList<>();
        int highest = 0;
        for (int r = 0; r < 1 + columns.size(); r++) {
            int points = 1 + random.nextInt(3);
            highest += points;
            rules.add(new PointsForm.Rule(
                    random.nextInt(columns.size()), value(), random.nextBoolean(), points, random.nextBoolean()));
        }
        double most = highest;
        return PointsForm.of(
                columns.size(),
                rules,
                IntStream.rangeClosed(0, highest).mapToDouble(t -> t / most).toArray());
    }

    private List<TreesForm.Tree> trees(double leastLeaf) {
        List<TreesForm.Tree> trees = new ArrayList<>();
        for (int t = 0; t < 1 + random.nextInt(4); t++) {
            List<TreeNode> nodes = new ArrayList<>();
            grow(nodes, random.nextInt(8), leastLeaf);
            trees.add(TreesForm.Tree.of(random.nextInt(2) == 0 ? 1 : random.nextDouble(0.1, 2), nodes));
        }
        return trees;
    }

    /** Depth first. */
    private void grow(List<TreeNode> nodes, int levelsBelow, double leastLeaf) {
        int at = nodes.size();
        if (levelsBelow == 0 || random.nextInt(8) == 0) {
            nodes.add(new TreeNode.Leaf(random.nextDouble(leastLeaf, 1)));
            return;
        }
        nodes.add(null);
        grow(nodes, levelsBelow - 1, leastLeaf);
        int right = nodes.size();
        grow(nodes, levelsBelow - 1, leastLeaf);
        int column = random.nextInt(columns.size());
        nodes.set(
                at,
                columns.get(column) instanceof Column.Code
                        ? new TreeNode.Categories(
                                column,
                                1 + random.nextInt(LEVELS),
                                random.nextBoolean() ? List.of(0) : List.of(),
                                direction(),
                                direction(),
                                at + 1,
                                right)
                        : new TreeNode.Threshold(column, value(), direction(), at + 1, right));
    }

    private Direction direction() {
        return Direction.values()[random.nextInt(directions)];
    }
}
