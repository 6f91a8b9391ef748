package org.clinicalmlops.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreesForm;

/** Reads the form of a model's text; throws {@link IllegalArgumentException} for what is no form. Stateless. */
final class FormReader {
    private FormReader() {}

    static ModelForm read(JsonFields form) {
        return switch (form.text("is")) {
            case "linear" -> LinearForm.of(form.number("intercept"), form.numbers("weights"));
            case "trees" -> trees(form);
            case "points" -> {
                List<PointsForm.Rule> rules = new ArrayList<>();
                for (JsonFields rule : form.objects("rules")) {
                    rules.add(new PointsForm.Rule(
                            rule.whole("column"),
                            rule.number("threshold"),
                            rule.flag("inclusive"),
                            rule.whole("points"),
                            rule.has("below") && rule.flag("below")));
                }
                yield PointsForm.of(form.whole("columns"), rules, form.numbers("risks"));
            }
            default -> throw new IllegalArgumentException("unknown form '" + form.text("is") + "'");
        };
    }

    private static TreesForm trees(JsonFields form) {
        List<TreesForm.Tree> trees = new ArrayList<>();
        for (JsonFields tree : form.objects("trees")) {
            trees.add(tree(tree));
        }
        if (!form.has("leaves")) {
            return TreesForm.of(form.whole("columns"), trees);
        }
        if (!form.text("leaves").equals("log odds")) {
            throw new IllegalArgumentException("unknown leaves '" + form.text("leaves") + "'");
        }
        return TreesForm.logOdds(form.whole("columns"), form.number("base"), trees);
    }

    /** What a member says of a node that cannot have it, as a threshold of a leaf, is not in the canonical text of what is made here. */
    private static TreesForm.Tree tree(JsonFields tree) {
        int[] column = tree.wholes("column");
        double[] threshold = tree.numbers("threshold");
        int[] left = tree.wholes("left");
        int[] right = tree.wholes("right");
        double[] leaf = tree.numbers("leaf");
        int[] missing = tree.has("missing") ? tree.wholes("missing") : new int[column.length];
        int n = column.length;
        if (threshold.length != n || left.length != n || right.length != n || leaf.length != n || missing.length != n) {
            throw new IllegalArgumentException("the lists of a tree must be of one length, " + n);
        }
        Map<Integer, JsonFields> categories = categories(tree);
        List<TreeNode> nodes = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            JsonFields split = categories.get(i);
            if (column[i] == -1) {
                nodes.add(new TreeNode.Leaf(leaf[i]));
            } else if (split == null) {
                nodes.add(new TreeNode.Threshold(column[i], threshold[i], direction(missing[i]), left[i], right[i]));
            } else {
                nodes.add(new TreeNode.Categories(
                        column[i],
                        split.whole("known"),
                        Arrays.stream(split.wholes("goLeft")).boxed().toList(),
                        direction(split.whole("unseen")),
                        direction(missing[i]),
                        left[i],
                        right[i]));
            }
        }
        return TreesForm.Tree.of(tree.number("weight"), nodes);
    }

    private static Map<Integer, JsonFields> categories(JsonFields tree) {
        Map<Integer, JsonFields> byNode = new HashMap<>();
        if (tree.has("categories")) {
            tree.objects("categories").forEach(split -> byNode.put(split.whole("node"), split));
        }
        return byNode;
    }

    private static TreeNode.Direction direction(int ordinal) {
        TreeNode.Direction[] all = TreeNode.Direction.values();
        if (ordinal < 0 || ordinal >= all.length) {
            throw new IllegalArgumentException("a direction must be 0 to " + (all.length - 1) + ", was " + ordinal);
        }
        return all[ordinal];
    }
}
