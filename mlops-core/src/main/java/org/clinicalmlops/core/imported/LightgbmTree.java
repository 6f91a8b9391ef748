package org.clinicalmlops.core.imported;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.train.TreeNode;
import org.clinicalmlops.api.train.TreeNode.Direction;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * One tree of a LightGBM file. Inner nodes are 0, 1, ...; a child below 0 is the leaf of the number -1 - child.
 *
 * @see <a href="https://github.com/microsoft/LightGBM/blob/v4.3.0/include/LightGBM/tree.h">LightGBM's tree.h</a>, where the bits of a
 *     decision are
 */
final class LightgbmTree {
    private static final Set<String> LINES = Set.of(
            "num_leaves",
            "num_cat",
            "split_feature",
            "split_gain",
            "threshold",
            "decision_type",
            "left_child",
            "right_child",
            "leaf_value",
            "leaf_weight",
            "leaf_count",
            "internal_value",
            "internal_weight",
            "internal_count",
            "cat_boundaries",
            "cat_threshold",
            "is_linear",
            "shrinkage");

    private static final int SORTS = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_SHIFT = 2;
    private static final int MISSING_NONE = 0;
    private static final int MISSING_ZERO = 1;
    private static final int MISSING_NAN = 2;
    private static final int DECISION_END = 16;

    /** LightGBM's kZeroThreshold, a float. */
    private static final double ZERO = 1e-35f;

    private static final int WORD = 32;

    private final LightgbmSection section;
    private final int leaves;
    private final int columns;
    private final double weight;

    LightgbmTree(LightgbmSection section, int columns, double weight) {
        this.section = section;
        this.columns = columns;
        this.weight = weight;
        this.leaves = section.whole("num_leaves");
        Limits.atMost(Limits.NODES / 2, leaves, section.where(), "leaves");
        if (leaves < 1) {
            throw Refusal.of(Kind.CONTENT, section.where("num_leaves"), "a tree has at least one leaf");
        }
        if (section.whole("is_linear", 0) != 0) {
            throw Refusal.of(Kind.NOT_SUPPORTED, section.where(), "leaves that are values are read, not linear ones");
        }
        section.only(LINES);
    }

    int size() {
        return 2 * leaves - 1;
    }

    FileTree tree() {
        List<FileNode> nodes = new ArrayList<>();
        if (leaves > 1) {
            inner(nodes);
        }
        Part.Numbers value = section.numbers("leaf_value", leaves);
        for (int leaf = 0; leaf < leaves; leaf++) {
            nodes.add(new FileNode.Leaf(value.at(leaf)));
        }
        return new FileTree(section.where(), weight, nodes, columns);
    }

    private void inner(List<FileNode> nodes) {
        int n = leaves - 1;
        Part.Numbers column = section.numbers("split_feature", n);
        Part.Numbers threshold = section.numbers("threshold", n);
        Part.Numbers decision = section.numbers("decision_type", n);
        Part.Numbers left = section.numbers("left_child", n);
        Part.Numbers right = section.numbers("right_child", n);
        List<BitSet> sets = sets();
        for (int i = 0; i < n; i++) {
            int of = Fields.whole(column.at(i), section.where("split_feature"));
            int type = Fields.whole(decision.at(i), section.where("decision_type"));
            int goLeft = child(left.at(i), n);
            int goRight = child(right.at(i), n);
            if (type < 0 || type >= DECISION_END || type >> MISSING_SHIFT > MISSING_NAN) {
                throw Refusal.of(Kind.CONTENT, section.where("decision_type"), "0 to 11 is expected, was " + type);
            }
            if ((type & SORTS) != 0) {
                int set = Fields.whole(threshold.at(i), section.where("threshold"));
                if (set < 0 || set >= sets.size()) {
                    throw Refusal.of(Kind.CONTENT, section.where("threshold"), "the number of a set of categories");
                }
                nodes.add(new FileNode.Sorted(of, sets.get(set), true, Direction.RIGHT, goLeft, goRight));
            } else {
                nodes.add(compared(of, threshold.at(i), type, goLeft, goRight));
            }
        }
    }

    private static FileNode compared(int column, double threshold, int type, int left, int right) {
        boolean defaultLeft = (type & DEFAULT_LEFT) != 0;
        return switch (type >> MISSING_SHIFT) {
            case MISSING_NONE -> // a missing value is taken for 0
                new FileNode.Compared(column, zeroAsOne(threshold), direction(0 <= threshold), left, right);
            case MISSING_ZERO -> new FileNode.ZeroAside(column, threshold, ZERO, defaultLeft, left, right);
            default -> new FileNode.Compared(column, zeroAsOne(threshold), direction(defaultLeft), left, right);
        };
    }

    /** LightGBM's interfaces take what is nearly zero for zero: a threshold among such numbers parts none of them from 0. */
    private static double zeroAsOne(double threshold) {
        if (threshold >= 0) {
            return Math.max(threshold, ZERO);
        }
        return threshold >= -ZERO ? Math.nextDown(-ZERO) : threshold;
    }

    private static Direction direction(boolean left) {
        return left ? Direction.LEFT : Direction.RIGHT;
    }

    private int child(double value, int inner) {
        int child = Fields.whole(value, section.where("children"));
        return child >= 0 ? (child < inner ? child : -1) : inner - 1 - child;
    }

    /** Sets of categories as bits of words of 32. */
    private List<BitSet> sets() {
        int count = section.whole("num_cat", 0);
        if (count < 0 || count >= leaves) {
            throw Refusal.of(Kind.CONTENT, section.where("num_cat"), "at most one set for each node, was " + count);
        }
        List<BitSet> sets = new ArrayList<>();
        if (count == 0) {
            return sets;
        }
        Part.Numbers ends = section.numbers("cat_boundaries", count + 1);
        int words = Fields.whole(ends.at(count), section.where("cat_boundaries"));
        Part.Numbers bits = section.numbers("cat_threshold", words);
        for (int s = 0; s < count; s++) {
            int first = Fields.whole(ends.at(s), section.where("cat_boundaries"));
            int end = Fields.whole(ends.at(s + 1), section.where("cat_boundaries"));
            if (!(first >= 0 && first <= end && end <= words)) {
                throw Refusal.of(Kind.CONTENT, section.where("cat_boundaries"), "rising from 0 to " + words);
            }
            Limits.atMost(TreeNode.MOST_CATEGORIES / WORD, end - first, section.where(), "words of categories");
            sets.add(set(bits, first, end));
        }
        return sets;
    }

    private BitSet set(Part.Numbers bits, int first, int end) {
        long[] words = new long[(end - first + 1) / 2];
        for (int w = first; w < end; w++) {
            double word = bits.at(w);
            if (!(word >= 0 && word < 0x1p32 && word == Math.rint(word))) {
                throw Refusal.of(Kind.CONTENT, section.where("cat_threshold"), "words of 32 bits, was " + word);
            }
            words[(w - first) / 2] |= (long) word << WORD * ((w - first) % 2);
        }
        return BitSet.valueOf(words);
    }
}
