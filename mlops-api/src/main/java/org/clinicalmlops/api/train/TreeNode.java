package org.clinicalmlops.api.train;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** One node of a {@link TreesForm.Tree}. Nodes refer to each other by position in their tree; node 0 is the root. Immutable. */
public sealed interface TreeNode {
    /** Most categories that a node may know. Our choice: the codes of a diagnosis chapter, not of a whole classification. */
    int MOST_CATEGORIES = 4096;

    /** Where a row goes whose value a node does not compare. The order is part of the stored format. */
    enum Direction {
        RIGHT,
        LEFT,
        /** Nowhere: the risk of the row is NaN, so that a deployment abstains. */
        UNDEFINED
    }

    /**
     * An end.
     *
     * @param value probability of the event or log odds, as the form says; finite
     */
    record Leaf(double value) implements TreeNode {}

    /**
     * A comparison of two doubles, {@code x[column] <= threshold} goes left, above it right; infinities are compared as they are.
     *
     * @param column what it looks at, {@code >= 0}
     * @param threshold finite; see {@link FloatThreshold} for thresholds of models that compare floats
     * @param missing where NaN goes
     * @param left position of the left child, after this node
     * @param right position of the right child, after this node
     */
    record Threshold(int column, double threshold, Direction missing, int left, int right) implements TreeNode {
        public Threshold {
            Objects.requireNonNull(missing, "missing");
        }
    }

    /**
     * A set of categories goes left. The column holds codes: 0, 1, ...; a code below {@code known} goes left if it is in the set, else
     * right. Every other value that is not NaN counts as unseen: a negative one, one that is not whole, a code at or above
     * {@code known}.
     *
     * @param column what it looks at, {@code >= 0}
     * @param known how many codes the node knows, {@code >= 1}, at most {@value TreeNode#MOST_CATEGORIES}
     * @param goLeft codes in rising order, each below {@code known}; may be empty
     * @param unseen where an unseen category goes
     * @param missing where NaN goes
     * @param left position of the left child, after this node
     * @param right position of the right child, after this node
     */
    record Categories(
            int column, int known, List<Integer> goLeft, Direction unseen, Direction missing, int left, int right)
            implements TreeNode {
        public Categories {
            goLeft = List.copyOf(goLeft);
            Objects.requireNonNull(unseen, "unseen");
            Objects.requireNonNull(missing, "missing");
            if (known < 1 || known > MOST_CATEGORIES) {
                throw new IllegalArgumentException(
                        "known categories must be 1 to " + MOST_CATEGORIES + ", were " + known);
            }
            int before = -1;
            for (int code : goLeft) {
                if (code <= before || code >= known) {
                    throw new IllegalArgumentException(
                            "codes that go left must rise from 0 and be below " + known + ", were " + goLeft);
                }
                before = code;
            }
        }
    }

    default <T> T fold(Function<Leaf, T> leaf, Function<Threshold, T> threshold, Function<Categories, T> categories) {
        if (this instanceof Leaf end) {
            return leaf.apply(end);
        }
        if (this instanceof Threshold comparison) {
            return threshold.apply(comparison);
        }
        return categories.apply((Categories) this);
    }
}
