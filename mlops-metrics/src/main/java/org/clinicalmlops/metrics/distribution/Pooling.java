package org.clinicalmlops.metrics.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clinicalmlops.metrics.internal.ChiSquare;

/** What happens to bins in which too few current cases are expected. Decided by the reference and the sizes alone. */
public enum Pooling {
    /** Bins in an order, such as intervals of a number: from the first bin on, each is joined with the next until it is large enough. */
    NEIGHBOURS {
        @Override
        List<int[]> groups(double[] expected, double needed) {
            List<int[]> groups = new ArrayList<>();
            int start = 0;
            double sum = 0;
            for (int bin = 0; bin < expected.length; bin++) {
                sum += expected[bin];
                if (sum >= needed) {
                    groups.add(IntStream.rangeClosed(start, bin).toArray());
                    start = bin + 1;
                    sum = 0;
                }
            }
            if (start < expected.length) { // what is left at the end goes to the last group
                int from = groups.isEmpty() ? 0 : groups.remove(groups.size() - 1)[0];
                groups.add(IntStream.range(from, expected.length).toArray());
            }
            return groups;
        }
    },

    /** Levels without an order: the small ones make one bin together, with the smallest of the others if that is still too small. */
    INTO_OTHER {
        @Override
        List<int[]> groups(double[] expected, double needed) {
            List<int[]> groups = new ArrayList<>();
            List<Integer> other = new ArrayList<>();
            double sum = 0;
            List<Integer> bySize = IntStream.range(0, expected.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(bin -> expected[bin])) // stable: the first of equals first
                    .toList();
            for (int bin : bySize) {
                if (expected[bin] < needed || !other.isEmpty() && sum < needed) {
                    other.add(bin);
                    sum += expected[bin];
                } else {
                    groups.add(new int[] {bin});
                }
            }
            if (!other.isEmpty()) {
                groups.add(other.stream().mapToInt(Integer::intValue).toArray());
            }
            return groups;
        }
    };

    /**
     * Both samples with bins joined until {@link Psi#EXPECTED_IN_A_BIN} current cases are expected in each, as {@link Psi#test} does: for other
     * tests and distances of the same bins.
     *
     * @param reference cases in each bin, {@code >= 0}
     * @param current cases in each bin, {@code >= 0}, of the same length
     * @return a row for each sample, as a new array; all bins in one if a sample is empty
     * @throws IllegalArgumentException if lengths differ or a count is negative
     */
    public long[][] join(long[] reference, long[] current) {
        Psi.check(reference, current);
        double n = Math.max(1, ChiSquare.sum(reference));
        double m = ChiSquare.sum(current);
        double[] expected =
                Arrays.stream(reference).mapToDouble(c -> c * (m / n)).toArray();
        List<int[]> groups = groups(expected, Psi.EXPECTED_IN_A_BIN);
        return new long[][] {pool(reference, groups), pool(current, groups)};
    }

    /** Which bins make one; each bin is in one group. */
    abstract List<int[]> groups(double[] expected, double needed);

    /** Counts summed by group. */
    static long[] pool(long[] counts, List<int[]> groups) {
        return groups.stream()
                .mapToLong(group -> {
                    long sum = 0;
                    for (int bin : group) {
                        sum += counts[bin];
                    }
                    return sum;
                })
                .toArray();
    }
}
