package org.clinicalmlops.core.imported;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.train.FloatThreshold;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/** The trees of a booster in their order, and where each round of boosting ends. */
final class XgboostTrees {
    /** Version 3.4 has no booster dart of its own: weight_drop is here. */
    private static final Set<String> MODEL =
            Set.of("cats", "gbtree_model_param", "iteration_indptr", "tree_info", "trees", "weight_drop");

    private static final Set<String> TREE = Set.of(
            "base_weights",
            "categories",
            "categories_nodes",
            "categories_segments",
            "categories_sizes",
            "default_left",
            "id",
            "left_children",
            "loss_changes",
            "parents",
            "right_children",
            "split_conditions",
            "split_indices",
            "split_type",
            "sum_hessian",
            "tree_param");

    private final List<FileTree> trees;
    private final List<Integer> ends;

    private XgboostTrees(List<FileTree> trees, List<Integer> ends) {
        this.trees = List.copyOf(trees);
        this.ends = List.copyOf(ends);
    }

    static XgboostTrees of(Fields booster, int columns) {
        String name = booster.text("name");
        boolean dart = name.equals("dart");
        if (!dart && !name.equals("gbtree")) {
            throw Refusal.of(
                    Kind.NOT_SUPPORTED, booster.where("name"), "gbtree and dart are read, was " + Refusal.shown(name));
        }
        booster.only(dart ? Set.of("gbtree", "name", "weight_drop") : Set.of("model", "name"));
        Fields model = (dart ? booster.object("gbtree").only(Set.of("model", "name")) : booster)
                .object("model")
                .only(MODEL);
        List<Fields> inFile = model.objects("trees");
        Limits.atMost(Limits.TREES, inFile.size(), model.where("trees"), "trees");
        if (inFile.isEmpty()) {
            throw Refusal.of(Kind.CONTENT, model.where("trees"), "a model has at least one tree");
        }
        Part.Numbers drop = dart
                ? booster.numbers("weight_drop", inFile.size())
                : model.has("weight_drop") ? model.numbers("weight_drop", inFile.size()) : null;
        List<FileTree> trees = new ArrayList<>();
        int nodes = 0;
        for (int t = 0; t < inFile.size(); t++) {
            FileTree tree = tree(inFile.get(t), drop == null ? 1 : (float) drop.at(t), columns);
            nodes += inFile.get(t).numbers("left_children").size();
            Limits.atMost(Limits.NODES, nodes, model.where("trees"), "nodes of all trees");
            trees.add(tree);
        }
        return new XgboostTrees(trees, ends(model, trees.size()));
    }

    /** How many rounds there are. */
    int rounds() {
        return ends.size();
    }

    /** Trees of the first rounds. */
    List<FileTree> of(int rounds) {
        return trees.subList(0, ends.get(rounds - 1));
    }

    /** Files before version 1.7 say only how many trees a round has. */
    private static List<Integer> ends(Fields model, int trees) {
        List<Integer> ends = new ArrayList<>();
        if (model.has("iteration_indptr")) {
            Part.Numbers starts = model.numbers("iteration_indptr");
            int before = 0;
            for (int i = 1; i < starts.size(); i++) {
                int end = Fields.whole(starts.at(i), model.where("iteration_indptr"));
                if (end <= before) {
                    throw Refusal.of(Kind.CONTENT, model.where("iteration_indptr"), "each round has a tree");
                }
                ends.add(end);
                before = end;
            }
        } else {
            int each = model.object("gbtree_model_param").wholeInText("num_parallel_tree");
            for (int end = each; each > 0 && end <= trees; end += each) {
                ends.add(end);
            }
        }
        if (ends.isEmpty() || ends.get(ends.size() - 1) != trees) {
            throw Refusal.of(Kind.CONTENT, model.where(), "rounds are as long as there are " + trees + " trees");
        }
        return ends;
    }

    private static FileTree tree(Fields tree, float weight, int columns) {
        Part.Numbers left = tree.only(TREE).numbers("left_children");
        int n = left.size();
        if (tree.has("tree_param") && tree.object("tree_param").wholeInText("size_leaf_vector") > 1) {
            throw Refusal.of(Kind.NOT_SUPPORTED, tree.where(), "leaves with one value are read");
        }
        Part.Numbers right = tree.numbers("right_children", n);
        Part.Numbers column = tree.numbers("split_indices", n);
        Part.Numbers condition = tree.numbers("split_conditions", n);
        Part.Numbers defaultLeft = tree.numbers("default_left", n);
        BitSet[] sets = sets(tree, n);
        List<FileNode> nodes = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            int goLeft = Fields.whole(left.at(i), tree.where("left_children"));
            int goRight = Fields.whole(right.at(i), tree.where("right_children"));
            Direction missing = defaultLeft.at(i) != 0 ? Direction.LEFT : Direction.RIGHT;
            int of = Fields.whole(column.at(i), tree.where("split_indices"));
            float value = (float) condition.at(i);
            if (goLeft == -1) {
                nodes.add(new FileNode.Leaf(value));
            } else if (sets[i] != null) {
                nodes.add(new FileNode.Sorted(of, sets[i], false, missing, goLeft, goRight));
            } else {
                double threshold = Float.isFinite(value) ? FloatThreshold.below(value) : Double.NaN;
                nodes.add(new FileNode.Compared(of, threshold, missing, goLeft, goRight));
            }
        }
        return new FileTree(tree.where(), weight, nodes, columns);
    }

    /** For each node that sorts by categories its set, else null. */
    private static BitSet[] sets(Fields tree, int n) {
        BitSet[] sets = new BitSet[n];
        if (!tree.has("split_type")) {
            return sets;
        }
        Part.Numbers type = tree.numbers("split_type", n);
        Part.Numbers owner = tree.numbers("categories_nodes");
        Part.Numbers start = tree.numbers("categories_segments", owner.size());
        Part.Numbers length = tree.numbers("categories_sizes", owner.size());
        Part.Numbers codes = tree.numbers("categories");
        for (int i = 0; i < owner.size(); i++) {
            int node = index(owner.at(i), n, tree.where("categories_nodes"));
            int first = index(start.at(i), codes.size() + 1, tree.where("categories_segments"));
            int count = index(length.at(i), codes.size() - first + 1, tree.where("categories_sizes"));
            if (sets[node] != null || type.at(node) != 1) {
                throw Refusal.of(Kind.CONTENT, tree.where("categories_nodes"), "one set for each node that sorts");
            }
            sets[node] = new BitSet();
            for (int k = first; k < first + count; k++) {
                sets[node].set(index(codes.at(k), TreeNode.MOST_CATEGORIES, tree.where("categories")));
            }
        }
        for (int i = 0; i < n; i++) {
            if (type.at(i) != 0 && sets[i] == null) {
                throw Refusal.of(Kind.CONTENT, tree.where("split_type"), "0, or 1 and a set of categories");
            }
        }
        return sets;
    }

    private static int index(double value, int end, String where) {
        int index = Fields.whole(value, where);
        if (index < 0 || index >= end) {
            throw Refusal.of(Kind.CONTENT, where, "from 0 to " + (end - 1) + " is expected, was " + index);
        }
        return index;
    }
}
