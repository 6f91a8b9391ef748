package org.clinicalmlops.smile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.train.TreesForm;
import smile.base.cart.DecisionNode;
import smile.base.cart.InternalNode;
import smile.base.cart.Node;
import smile.data.Tuple;
import smile.data.type.StructType;

/** Turns a tree of Smile into our own form. Used for one tree. */
final class TreeReader {
    private final Probe probe = new Probe();
    private final Magnified magnified;
    private final ToDoubleFunction<Node> value;
    private final List<double[]> nodes = new ArrayList<>();

    /**
     * For a tree of classes.
     *
     * @param magnified what the tree was fitted on
     */
    TreeReader(Magnified magnified) {
        this(magnified, leaf -> ((DecisionNode) leaf).posteriori(new double[2])[1]);
    }

    /**
     * @param magnified what the tree was fitted on
     * @param value of a leaf
     */
    TreeReader(Magnified magnified, ToDoubleFunction<Node> value) {
        this.magnified = magnified;
        this.value = value;
    }

    TreesForm.Tree read(Node root, double weight) {
        add(root);
        int n = nodes.size();
        int[] column = new int[n];
        double[] threshold = new double[n];
        int[] left = new int[n];
        int[] right = new int[n];
        double[] leaf = new double[n];
        for (int i = 0; i < n; i++) {
            double[] node = nodes.get(i);
            column[i] = (int) node[0];
            threshold[i] = node[1];
            left[i] = (int) node[2];
            right[i] = (int) node[3];
            leaf[i] = node[4];
        }
        return TreesForm.Tree.of(weight, column, threshold, left, right, leaf);
    }

    /** Adds a node and everything below it; answers its position. */
    private int add(Node node) {
        int at = nodes.size();
        double[] row = new double[5];
        nodes.add(row);
        if (node instanceof InternalNode inner) {
            row[0] = inner.feature();
            row[1] = magnified.threshold(inner.feature(), threshold(inner));
            row[2] = add(inner.trueChild());
            row[3] = add(inner.falseChild());
        } else {
            row[0] = -1;
            row[4] = value.applyAsDouble(node);
        }
        return at;
    }

    /**
     * The largest number that a node sends to its first child. Smile keeps the threshold to itself, so it is found by asking: the
     * doubles in order are halved until two neighbours are left, so that it is exact.
     */
    private double threshold(InternalNode node) {
        long low = ordered(-Double.MAX_VALUE);
        long high = ordered(Double.POSITIVE_INFINITY);
        while (high - low > 1 || high - low < 0) {
            long middle = (low >> 1) + (high >> 1) + (low & high & 1);
            if (node.branch(probe.at(number(middle)))) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return number(low);
    }

    /** Whole numbers in the order of the doubles. */
    private static long ordered(double number) {
        long bits = Double.doubleToLongBits(number);
        return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }

    private static double number(long ordered) {
        return Double.longBitsToDouble(ordered < 0 ? Long.MIN_VALUE - ordered : ordered);
    }

    /** A row that has the same value in every column. */
    private static final class Probe implements Tuple {
        private static final long serialVersionUID = 1L;

        private double value;

        private Probe at(double x) {
            value = x;
            return this;
        }

        @Override
        public StructType schema() {
            throw new IllegalStateException("a split asks for values only");
        }

        @Override
        public Object get(int column) {
            return value;
        }

        @Override
        public double getDouble(int column) {
            return value;
        }

        @Override
        public int length() {
            throw new IllegalStateException("a split asks for values only");
        }
    }
}
