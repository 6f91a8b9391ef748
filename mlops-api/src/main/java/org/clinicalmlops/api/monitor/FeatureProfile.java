package org.clinicalmlops.api.monitor;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * How the values of one feature were distributed when the model was made. A number {@code x} is in bin {@code i} if exactly
 * {@code i} edges are at or below it; a category is in the bin of its code. Immutable.
 */
public final class FeatureProfile implements Declared {
    private final String feature;
    private final double[] edges;
    private final long[] counts;
    private final long missing;

    private FeatureProfile(String feature, double[] edges, long[] counts, long missing) {
        this.feature = feature;
        this.edges = edges;
        this.counts = counts;
        this.missing = missing;
    }

    /**
     * @param feature its name
     * @param edges strictly ascending and finite; none for a categorical feature; copied
     * @param counts rows in each bin, one more than edges for a number; {@code >= 0}; copied
     * @param missing rows without a value, {@code >= 0}
     */
    public static FeatureProfile of(String feature, double[] edges, long[] counts, long missing) {
        for (int i = 0; i < edges.length; i++) {
            if (!Double.isFinite(edges[i]) || i > 0 && !(edges[i] > edges[i - 1])) {
                throw new IllegalArgumentException(
                        "edges of '" + feature + "' must be finite and ascending, edge " + i + " was " + edges[i]);
            }
        }
        if (edges.length > 0 && counts.length != edges.length + 1) {
            throw new IllegalArgumentException("counts of '" + feature + "' must be one more than its " + edges.length
                    + " edges, were " + counts.length);
        }
        for (long count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("a count of '" + feature + "' must be >= 0, was " + count);
            }
        }
        if (missing < 0) {
            throw new IllegalArgumentException("missing of '" + feature + "' must be >= 0, was " + missing);
        }
        return new FeatureProfile(feature, edges.clone(), counts.clone(), missing);
    }

    public String feature() {
        return feature;
    }

    public int bins() {
        return counts.length;
    }

    public long count(int bin) {
        return counts[bin];
    }

    public long missing() {
        return missing;
    }

    /** Rows with a value. */
    public long present() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Number of edges; 0 for a categorical feature. */
    public int edges() {
        return edges.length;
    }

    public double edge(int i) {
        return edges[i];
    }

    /** A copy of the counts. */
    public long[] toCounts() {
        return counts.clone();
    }

    /** A copy of the edges. */
    public double[] toEdges() {
        return edges.clone();
    }

    @Override
    public Declaration declaration() {
        double[] whole = new double[counts.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = counts[i];
        }
        return Declaration.of("feature-profile")
                .with("feature", feature)
                .withNumbers("edges", edges)
                .withNumbers("counts", whole)
                .with("missing", missing);
    }
}
