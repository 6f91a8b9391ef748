package org.clinicalmlops.core.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.api.train.TreesForm;

/** Forms of trees from a seed, and rows that meet their ties, missing values, infinities and categories. */
final class RandomTrees {
    private static final double[] THRESHOLDS = {
        -1e300, -2.5, -1, -0.0, 0, Double.MIN_VALUE, 0.5, 1, 1.5, 2, 3, 7.25, 1e300
    };

    private final SplittableRandom random;
    private final int columns;
    private final int[] depths;
    private final boolean categories;
    private final int directions;

    /** What the trees are like. */
    record Shape(int columns, int trees, int leastDepth, int mostDepth, boolean categories, int directions) {}

    private RandomTrees(SplittableRandom random, Shape shape) {
        this.random = random;
        this.columns = shape.columns;
        this.depths = new int[] {shape.leastDepth, shape.mostDepth};
        this.categories = shape.categories;
        this.directions = shape.directions;
    }

    static TreesForm of(SplittableRandom random, Shape shape, TreesForm.Leaves leaves) {
        RandomTrees trees = new RandomTrees(random, shape);
        List<TreesForm.Tree> made = new ArrayList<>();
        for (int t = 0; t < shape.trees; t++) {
            made.add(trees.tree(leaves));
        }
        return leaves == TreesForm.Leaves.LOG_ODDS
                ? TreesForm.logOdds(shape.columns, random.nextDouble(-2, 2), made)
                : TreesForm.of(shape.columns, made);
    }

    /** Of any depth between the two: a node above the least always splits, one above the most does now and then. */
    private TreesForm.Tree tree(TreesForm.Leaves leaves) {
        int most = depths[0] + random.nextInt(depths[1] - depths[0] + 1);
        List<TreeNode> nodes = new ArrayList<>();
        Deque<int[]> open = new ArrayDeque<>(List.of(new int[] {0, 0}));
        int next = 1;
        while (!open.isEmpty()) {
            int depth = open.remove()[1];
            if (depth < most && (depth < depths[0] || random.nextInt(4) > 0)) {
                nodes.add(split(next, next + 1));
                open.add(new int[] {next, depth + 1});
                open.add(new int[] {next + 1, depth + 1});
                next += 2;
            } else {
                nodes.add(new TreeNode.Leaf(
                        leaves == TreesForm.Leaves.LOG_ODDS ? random.nextDouble(-0.3, 0.3) : random.nextDouble()));
            }
        }
        double weight = random.nextInt(3) == 0 ? 1 : random.nextDouble(0.1, 1.5);
        return TreesForm.Tree.of(weight, nodes);
    }

    private TreeNode split(int left, int right) {
        int column = random.nextInt(columns);
        Direction missing = direction();
        if (categories && column % 3 == 0) {
            int known = 1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 8);
            List<Integer> codes = new ArrayList<>();
            for (int code = 0; code < known; code++) {
                if (random.nextBoolean()) {
                    codes.add(code);
                }
            }
            return new TreeNode.Categories(column, known, codes, direction(), missing, left, right);
        }
        double threshold =
                random.nextBoolean() ? THRESHOLDS[random.nextInt(THRESHOLDS.length)] : random.nextDouble(-3, 9);
        return new TreeNode.Threshold(column, threshold, missing, left, right);
    }

    private Direction direction() {
        return Direction.values()[random.nextInt(directions)];
    }

    /** Values at, beside and between thresholds; {@code missing} in 8 are NaN. */
    static double[] row(SplittableRandom random, int columns, int missing) {
        double[] row = new double[columns];
        for (int c = 0; c < columns; c++) {
            double at = THRESHOLDS[random.nextInt(THRESHOLDS.length)];
            row[c] = random.nextInt(8) < missing
                    ? Double.NaN
                    : switch (random.nextInt(8)) {
                        case 0 -> at;
                        case 1 -> Math.nextUp(at);
                        case 2 -> Math.nextDown(at);
                        case 3 -> Double.POSITIVE_INFINITY;
                        case 4 -> Double.NEGATIVE_INFINITY;
                        case 5 -> random.nextInt(-1, 220);
                        default -> random.nextDouble(-3, 9);
                    };
        }
        return row;
    }
}
