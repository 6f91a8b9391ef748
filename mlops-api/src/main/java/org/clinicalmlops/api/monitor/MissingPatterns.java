package org.clinicalmlops.api.monitor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * Which values were missing together in training: the commonest patterns and how many rows had each; all others are one. A pattern is
 * known by a number that {@link #of(double[])} computes. Immutable.
 */
public final class MissingPatterns implements Declared {
    /** How many are listed at most. Our choice. */
    public static final int MOST = 32;

    private static final Comparator<Map.Entry<Long, Long>> COMMONEST_FIRST =
            Map.Entry.<Long, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey, Long::compareUnsigned);

    private final long[] patterns;
    private final long[] counts;

    private MissingPatterns(long[] patterns, long[] counts) {
        this.patterns = patterns;
        this.counts = counts;
    }

    /**
     * @param patterns each once; at most {@value #MOST}; copied
     * @param counts rows of each, then of all others: one more than patterns; copied
     */
    public static MissingPatterns of(long[] patterns, long[] counts) {
        if (patterns.length > MOST || counts.length != patterns.length + 1) {
            throw new IllegalArgumentException("patterns must be at most " + MOST + " with one count more, were "
                    + patterns.length + " and " + counts.length);
        }
        if (Arrays.stream(patterns).distinct().count() < patterns.length) {
            throw new IllegalArgumentException("a pattern must be listed once only");
        }
        if (Arrays.stream(counts).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException("counts must be >= 0, were " + Arrays.toString(counts));
        }
        return new MissingPatterns(patterns.clone(), counts.clone());
    }

    /** Nothing is known. */
    public static MissingPatterns unknown() {
        return new MissingPatterns(new long[0], new long[1]);
    }

    /** The number of a row's pattern: a bit for each of the first 64 features, turned for every 64 further. Allocates nothing. */
    public static long of(double[] values) {
        long pattern = 0;
        for (int f = 0; f < values.length; f++) {
            if (values[f] != values[f]) {
                pattern = with(pattern, f);
            }
        }
        return pattern;
    }

    /** The pattern in which feature {@code f} is missing too; features in ascending order. Allocates nothing. */
    public static long with(long pattern, int f) {
        return f < 64 ? pattern | 1L << f : pattern * 0x9E3779B97F4A7C15L + f;
    }

    /**
     * Both samples together. A pattern that only one of them lists is among all others, as nobody knows how many rows of the other
     * sample had it; a sample without a row changes nothing. In any order and any parts the same: the commonest pattern is first.
     */
    public MissingPatterns plus(MissingPatterns other) {
        if (rows() == 0 || other.rows() == 0) {
            return rows() == 0 ? other : this;
        }
        Map<Long, Long> both = new HashMap<>();
        for (int i = 0; i < patterns.length; i++) {
            for (int j = 0; j < other.patterns.length; j++) {
                if (patterns[i] == other.patterns[j]) {
                    both.put(patterns[i], counts[i] + other.counts[j]);
                }
            }
        }
        List<Map.Entry<Long, Long>> sorted =
                both.entrySet().stream().sorted(COMMONEST_FIRST).toList();
        long[] listed = sorted.stream().mapToLong(Map.Entry::getKey).toArray();
        long[] sums = new long[listed.length + 1];
        sums[listed.length] = rows() + other.rows();
        for (int i = 0; i < listed.length; i++) {
            sums[i] = sorted.get(i).getValue();
            sums[listed.length] -= sums[i];
        }
        return new MissingPatterns(listed, sums);
    }

    /** All rows. */
    public long rows() {
        return Arrays.stream(counts).sum();
    }

    /** Number of places: the listed patterns, and one for all others. */
    public int places() {
        return counts.length;
    }

    /** The pattern at a place below the last. */
    public long pattern(int place) {
        return patterns[place];
    }

    /** Rows at a place. */
    public long count(int place) {
        return counts[place];
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("missing-patterns")
                .withTexts(
                        "patterns",
                        Arrays.stream(patterns).mapToObj(Long::toUnsignedString).toList())
                .withNumbers("counts", Arrays.stream(counts).asDoubleStream().toArray());
    }
}
