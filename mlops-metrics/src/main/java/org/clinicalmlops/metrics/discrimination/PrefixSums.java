package org.clinicalmlops.metrics.discrimination;

/** Weights at places, whose sums below a place are kept while weights are added (Fenwick 1994): both take O(log places). */
final class PrefixSums {
    private final double[] tree;
    private double total;

    PrefixSums(int places) {
        tree = new double[places + 1];
    }

    void add(int place, double weight) {
        total += weight;
        for (int i = place + 1; i < tree.length; i += i & -i) {
            tree[i] += weight;
        }
    }

    /** Sum of the weights at places below this one. */
    double below(int place) {
        double sum = 0;
        for (int i = place; i > 0; i -= i & -i) {
            sum += tree[i];
        }
        return sum;
    }

    double total() {
        return total;
    }
}
