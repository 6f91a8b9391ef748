package org.clinicalmlops.api.monitor;

import java.util.Arrays;
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
    private final Details details;

    /** What only some profiles know. A class and not a record, since it holds arrays. */
    private static final class Details {
        /** Mean predicted risk of the rows in each bin, then of those without a value; empty if not known, 0 for no row. */
        private final double[] meanRisks;
        /** Positive numbers in each cell of {@link Magnitudes}; empty if not counted. */
        private final long[] magnitudes;
        /** Rows without a value whose predecessor in time had none either. */
        private final long missingInARow;

        Details(double[] meanRisks, long[] magnitudes, long missingInARow) {
            this.meanRisks = meanRisks;
            this.magnitudes = magnitudes;
            this.missingInARow = missingInARow;
        }
    }

    private FeatureProfile(String feature, double[] edges, long[] counts, long missing, Details details) {
        this.feature = feature;
        this.edges = edges;
        this.counts = counts;
        this.missing = missing;
        this.details = details;
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
        Details none = new Details(new double[0], new long[0], 0);
        return new FeatureProfile(feature, edges.clone(), counts.clone(), missing, none);
    }

    /** @param means mean predicted risk of the rows in each bin, then of those without a value; in [0, 1], 0 for no row; copied */
    public FeatureProfile withMeanRisks(double[] means) {
        if (means.length != counts.length + 1) {
            throw new IllegalArgumentException("mean risks of '" + feature + "' must be one more than its "
                    + counts.length + " bins, were " + means.length);
        }
        for (double mean : means) {
            if (!(mean >= 0 && mean <= 1)) {
                throw new IllegalArgumentException("a mean risk of '" + feature + "' must be in [0, 1], was " + mean);
            }
        }
        return with(new Details(means.clone(), details.magnitudes, details.missingInARow));
    }

    /** @param counted positive numbers in each cell of {@link Magnitudes}; copied */
    public FeatureProfile withMagnitudes(long[] counted) {
        if (counted.length != Magnitudes.CELLS || Arrays.stream(counted).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException("magnitudes of '" + feature + "' must be " + Magnitudes.CELLS
                    + " counts >= 0, were " + counted.length);
        }
        return with(new Details(details.meanRisks, counted.clone(), details.missingInARow));
    }

    /** @param inARow rows without a value whose predecessor in time had none either; in [0, missing] */
    public FeatureProfile withMissingInARow(long inARow) {
        if (inARow < 0 || inARow > missing) {
            throw new IllegalArgumentException(
                    "missingInARow of '" + feature + "' must be in [0, " + missing + "], was " + inARow);
        }
        return with(new Details(details.meanRisks, details.magnitudes, inARow));
    }

    private FeatureProfile with(Details others) {
        return new FeatureProfile(feature, edges, counts, missing, others);
    }

    /**
     * Both samples together.
     *
     * @throws IllegalArgumentException if they are not of one feature with the same bins
     */
    public FeatureProfile plus(FeatureProfile other) {
        if (!feature.equals(other.feature)
                || counts.length != other.counts.length
                || !Arrays.equals(edges, other.edges)) {
            throw new IllegalArgumentException("profiles must be of one feature with the same bins, were of '" + feature
                    + "' and '" + other.feature + "'");
        }
        long[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        FeatureProfile both = of(feature, edges, sum, missing + other.missing);
        if (knowsRisks() && other.knowsRisks()) {
            double[] means = new double[sum.length + 1];
            for (int i = 0; i < means.length; i++) {
                long mine = i < sum.length ? counts[i] : missing;
                long others = i < sum.length ? other.counts[i] : other.missing;
                means[i] = mine + others == 0
                        ? 0
                        : (mine * details.meanRisks[i] + others * other.details.meanRisks[i]) / (mine + others);
            }
            both = both.withMeanRisks(means);
        }
        if (knowsMagnitudes() && other.knowsMagnitudes()) {
            long[] cells = details.magnitudes.clone();
            for (int i = 0; i < cells.length; i++) {
                cells[i] += other.details.magnitudes[i];
            }
            both = both.withMagnitudes(cells);
        }
        return both.withMissingInARow(details.missingInARow + other.details.missingInARow);
    }

    /** Whether mean risks are known. */
    public boolean knowsRisks() {
        return details.meanRisks.length > 0;
    }

    /** Mean predicted risk of the rows in a bin; {@code bin = bins()} is that of the rows without a value. */
    public double meanRisk(int bin) {
        return details.meanRisks[bin];
    }

    /** Whether magnitudes are counted. */
    public boolean knowsMagnitudes() {
        return details.magnitudes.length > 0;
    }

    /** Positive numbers in a cell of {@link Magnitudes}. */
    public long magnitude(int cell) {
        return details.magnitudes[cell];
    }

    /** Rows without a value whose predecessor in time had none either. */
    public long missingInARow() {
        return details.missingInARow;
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
        return Declaration.of("feature-profile")
                .with("feature", feature)
                .withNumbers("edges", edges)
                .withNumbers("counts", numbers(counts))
                .with("missing", missing)
                .withNumbers("meanRisks", details.meanRisks)
                .withNumbers("magnitudes", numbers(details.magnitudes))
                .with("missingInARow", details.missingInARow);
    }

    private static double[] numbers(long[] whole) {
        return Arrays.stream(whole).asDoubleStream().toArray();
    }
}
