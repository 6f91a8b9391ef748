package org.clinicalmlops.metrics.distribution;

import java.util.Arrays;

/** Several samples on one axis: the distinct values of all, and how many cases of each sample lie at or below each. */
final class Pooled {
    final double[] values;

    /** {@code [sample][value]}. */
    final long[][] upTo;

    final long[] sizes;
    final long n;

    private Pooled(double[] values, long[][] upTo, long[] sizes, long n) {
        this.values = values;
        this.upTo = upTo;
        this.sizes = sizes;
        this.n = n;
    }

    static Pooled of(SortedSample... samples) {
        double[] all = new double
                [Arrays.stream(samples).mapToInt(SortedSample::distinct).reduce(0, Math::addExact)];
        int filled = 0;
        for (SortedSample sample : samples) {
            for (int i = 0; i < sample.distinct(); i++) {
                all[filled++] = sample.value(i);
            }
        }
        Arrays.sort(all);
        int distinct = 0;
        for (double x : all) {
            if (distinct == 0 || x != all[distinct - 1]) {
                all[distinct++] = x;
            }
        }
        double[] values = Arrays.copyOf(all, distinct);
        long[][] upTo = new long[samples.length][distinct];
        long[] sizes = new long[samples.length];
        long n = 0;
        for (int s = 0; s < samples.length; s++) {
            int i = 0;
            for (int k = 0; k < distinct; k++) {
                i += i < samples[s].distinct() && samples[s].value(i) == values[k] ? 1 : 0;
                upTo[s][k] = samples[s].before(i);
            }
            sizes[s] = samples[s].size();
            n = Math.addExact(n, sizes[s]);
        }
        return new Pooled(values, upTo, sizes, n);
    }

    /** Cases of all samples at or below the k-th value. */
    long allUpTo(int k) {
        long sum = 0;
        for (long[] sample : upTo) {
            sum += sample[k];
        }
        return sum;
    }

    long count(int sample, int k) {
        return upTo[sample][k] - (k == 0 ? 0 : upTo[sample][k - 1]);
    }

    /** Number of cases at or below each value, all samples together, for a walk over the cases in order. */
    int[] ends() {
        int[] ends = new int[values.length];
        for (int k = 0; k < ends.length; k++) {
            ends[k] = (int) allUpTo(k);
        }
        return ends;
    }

    /** The sample of each case, in the order of the values. */
    int[] labels() {
        if (n > Permutations.MOST_CASES) {
            throw new IllegalArgumentException("permutations need at most " + Permutations.MOST_CASES
                    + " cases in all samples together, were " + n);
        }
        int[] labels = new int[(int) n];
        int from = 0;
        for (int k = 0; k < values.length; k++) {
            for (int s = 0; s < sizes.length; s++) {
                int to = from + (int) count(s, k);
                Arrays.fill(labels, from, to, s);
                from = to;
            }
        }
        return labels;
    }
}
