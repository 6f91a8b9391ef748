package org.clinicalmlops.metrics.distribution;

import java.util.Arrays;
import java.util.Objects;

/**
 * A sample of a number, sorted once: its distinct values and how many cases have each. Prepare a reference once and compare it with
 * every new sample; or make it from counts, which add up over wards. Immutable, safe for any thread. Memory: 16 bytes a distinct value.
 */
public final class SortedSample {
    private final double[] values;
    private final long[] upTo;

    private SortedSample(double[] values, long[] upTo) {
        this.values = values;
        this.upTo = upTo;
    }

    /**
     * Sorts a copy. Cost: O(n log n).
     *
     * @param values finite, in any order; none makes an empty sample. Missing ones are to be left out and counted by the caller
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    public static SortedSample of(double... values) {
        Objects.requireNonNull(values, "values");
        double[] sorted = finite("values", values);
        Arrays.sort(sorted);
        long[] upTo = new long[sorted.length];
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (distinct > 0 && sorted[i] == sorted[distinct - 1]) {
                upTo[distinct - 1] = i + 1L;
            } else {
                sorted[distinct] = sorted[i];
                upTo[distinct++] = i + 1L;
            }
        }
        return trimmed(sorted, upTo, distinct);
    }

    /**
     * The sample in which {@code values[i]} occurs {@code counts[i]} times. Cost: O(k log k) for k values.
     *
     * @param values finite, in any order; the counts of equal ones add up
     * @param counts {@code >= 0}, of the same length
     * @throws IllegalArgumentException if lengths differ, a value is NaN or infinite, or a count is negative
     * @throws ArithmeticException if the counts add up to more than a {@code long} holds
     */
    public static SortedSample ofCounts(double[] values, long[] counts) {
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(counts, "counts");
        if (values.length != counts.length) {
            throw new IllegalArgumentException(
                    "values and counts must be of one length, were " + values.length + " and " + counts.length);
        }
        double[] copy = finite("values", values);
        double[] distinct = Arrays.stream(copy).sorted().distinct().toArray();
        long[] upTo = new long[distinct.length];
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0) {
                throw new IllegalArgumentException("counts[" + i + "] must be >= 0, was " + counts[i]);
            }
            int at = Arrays.binarySearch(distinct, copy[i]);
            upTo[at] = Math.addExact(upTo[at], counts[i]);
        }
        int kept = 0;
        long sum = 0;
        for (int i = 0; i < distinct.length; i++) {
            if (upTo[i] > 0) {
                sum = Math.addExact(sum, upTo[i]);
                distinct[kept] = distinct[i];
                upTo[kept++] = sum;
            }
        }
        return trimmed(distinct, upTo, kept);
    }

    /** Both samples as one, exactly as if it had been made from all their values. Cost: linear in the distinct values. */
    public SortedSample merge(SortedSample other) {
        Objects.requireNonNull(other, "other");
        double[] merged = new double[Math.addExact(values.length, other.values.length)];
        long[] sums = new long[merged.length];
        int i = 0;
        int j = 0;
        int k = 0;
        while (i < values.length || j < other.values.length) {
            double next = Math.min(
                    i < values.length ? values[i] : Double.POSITIVE_INFINITY,
                    j < other.values.length ? other.values[j] : Double.POSITIVE_INFINITY);
            i += i < values.length && values[i] == next ? 1 : 0;
            j += j < other.values.length && other.values[j] == next ? 1 : 0;
            merged[k] = next;
            sums[k++] = Math.addExact(before(i), other.before(j));
        }
        return trimmed(merged, sums, k);
    }

    /** Cases in the sample, {@code >= 0}. */
    public long size() {
        return before(values.length);
    }

    /** Values that differ, {@code >= 0}. */
    public int distinct() {
        return values.length;
    }

    /** The {@code i}-th smallest distinct value, from 0. */
    double value(int i) {
        return values[i];
    }

    /** Cases with one of the first {@code i} distinct values. */
    long before(int i) {
        return i == 0 ? 0 : upTo[i - 1];
    }

    /** Distinct values below {@code x}. By halves without a branch on the data, which no processor could foresee. */
    int below(double x) {
        int from = 0;
        int left = values.length;
        while (left > 1) {
            int half = left >>> 1;
            from = values[from + half - 1] < x ? from + half : from;
            left -= half;
        }
        return left == 1 && values[from] < x ? from + 1 : from;
    }

    /** Standard deviation with the divisor {@code n - 1}; 0 if there is one value, NaN with fewer than two cases. */
    double standardDeviation() {
        long n = size();
        double mean = 0;
        for (int i = 0; i < values.length; i++) {
            mean += values[i] * ((before(i + 1) - before(i)) / (double) n);
        }
        double squares = 0;
        double rest = 0; // what the rounded mean leaves, which should be 0
        for (int i = 0; i < values.length; i++) {
            double gap = values[i] - mean;
            squares += (before(i + 1) - before(i)) * gap * gap;
            rest += (before(i + 1) - before(i)) * gap;
        }
        return values.length == 1 && n > 1 ? 0 : Math.sqrt(Math.max(0, squares - rest * rest / n) / (n - 1));
    }

    /** Whether the same values occur equally often. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SortedSample s && Arrays.equals(values, s.values) && Arrays.equals(upTo, s.upTo);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(upTo);
    }

    /** Sizes only, since values may be a patient's. */
    @Override
    public String toString() {
        return "SortedSample[size=" + size() + ", distinct=" + values.length + "]";
    }

    /** A copy in which 0 has no sign. */
    private static double[] finite(String name, double[] values) {
        double[] copy = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(name + "[" + i + "] must be finite, was " + values[i]);
            }
            copy[i] = values[i] + 0.0;
        }
        return copy;
    }

    private static SortedSample trimmed(double[] values, long[] upTo, int distinct) {
        return distinct == values.length
                ? new SortedSample(values, upTo)
                : new SortedSample(Arrays.copyOf(values, distinct), Arrays.copyOf(upTo, distinct));
    }
}
