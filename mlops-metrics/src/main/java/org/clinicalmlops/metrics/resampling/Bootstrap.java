package org.clinicalmlops.metrics.resampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * Seeded bootstrap of cases, stratified: each replicate draws as many cases of every stratum as there are, with replacement. Drawn
 * are counts over risks that were sorted once, and one pass of draws serves any number of statistics. The same seed and cases give
 * the same answer to the bit, in every order of the cases and on every JVM. A value, safe for any thread.
 *
 * @param replicates resamples, at least 100; 2,000 for a report
 * @param seed any number
 */
public record Bootstrap(int replicates, long seed) {
    /** Replicates below which the ends of a percentile interval are a matter of luck. Our choice. */
    public static final int LEAST = 100;

    /**
     * Cases needed in each class, below which resamples hold the same few cases over and over. Our choice: with ten and ten the
     * simulated coverage of the 95 % interval of an AUROC of 0.6 to 0.85 is 0.91 to 0.935.
     */
    public static final int NEEDED = 10;

    /** Share of replicates in which a statistic has to exist. Our choice. */
    private static final double DEFINED = 0.95;

    public Bootstrap {
        if (replicates < LEAST) {
            throw new IllegalArgumentException("replicates must be >= " + LEAST + ", was " + replicates);
        }
    }

    /** Percentile interval of one statistic; see {@link #estimates}. */
    public Estimate estimate(RiskCounts cases, RiskStatistic statistic, double level) {
        return estimates(cases, List.of(statistic), level).get(0);
    }

    /**
     * Values for the cases themselves, with the percentile intervals of Efron 1979 from resamples stratified by outcome. All
     * statistics are computed on the same resamples.
     *
     * <p>Too few cases: fewer than {@link #NEEDED} in the smaller class; one class empty: undefined. A statistic that
     * does not exist for the cases, or in more than 5 % of the replicates, or that has one value in all of them (so that they say
     * nothing about its uncertainty) is undefined.
     *
     * @param level nominal coverage of the intervals, in (0, 1)
     * @return in the order of the statistics; cost O(replicates (n + statistics × distinct risks)), memory 8 bytes for a replicate
     *     and statistic
     * @throws IllegalArgumentException if {@code level} is outside (0, 1)
     */
    public List<Estimate> estimates(RiskCounts cases, List<RiskStatistic> statistics, double level) {
        Objects.requireNonNull(cases, "cases");
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(cases.events(), cases.cases(), NEEDED);
        if (refused.isPresent()) {
            return statistics.stream().map(s -> refused.get()).toList();
        }
        List<Replicates> all = new ArrayList<>();
        for (RiskStatistic statistic : statistics) {
            all.add(new Replicates(statistic.over(cases), cases, replicates));
        }
        int[] ofEvents = places(cases.copyOfEvents());
        int[] ofOthers = places(cases.copyOfOthers());
        int[] events = new int[cases.size()];
        int[] others = new int[cases.size()];
        Draws draws = new Draws(seed);
        for (int r = 0; r < replicates; r++) {
            Arrays.fill(events, 0);
            Arrays.fill(others, 0);
            draws.count(ofEvents, events);
            draws.count(ofOthers, others);
            for (Replicates one : all) {
                one.add(events, others);
            }
        }
        return all.stream().map(one -> one.estimate(level, cases.cases())).toList();
    }

    /** The place of each case. */
    private static int[] places(int[] counts) {
        int[] places = new int[Arrays.stream(counts).sum()];
        int i = 0;
        for (int g = 0; g < counts.length; g++) {
            Arrays.fill(places, i, i + counts[g], g);
            i += counts[g];
        }
        return places;
    }

    /**
     * Resamples cases of any kind: calls back once for each replicate with how often each case was drawn.
     *
     * @param strata the stratum of each case, shape [n], any numbers; of each stratum as many cases are drawn as it has
     * @param replicate is handed an array of shape [n], to be read during the call only: it is filled anew
     */
    public void resample(int[] strata, Consumer<int[]> replicate) {
        Objects.requireNonNull(replicate, "replicate");
        int[][] members = Arrays.stream(strata)
                .distinct()
                .sorted()
                .mapToObj(s -> IntStream.range(0, strata.length)
                        .filter(i -> strata[i] == s)
                        .toArray())
                .toArray(int[][]::new);
        int[] times = new int[strata.length];
        Draws draws = new Draws(seed);
        for (int r = 0; r < replicates; r++) {
            Arrays.fill(times, 0);
            for (int[] stratum : members) {
                draws.count(stratum, times);
            }
            replicate.accept(times);
        }
    }

    /**
     * Percentile interval: the {@code (1 ± level) / 2} quantiles of replicated values, interpolated (type 7 of Hyndman and Fan
     * 1996).
     *
     * @param values at least one, all numbers; not changed
     * @throws IllegalArgumentException if there is no value, one is NaN, or {@code level} is outside (0, 1)
     */
    public static Interval percentile(double[] values, double level) {
        Cases.checkLevel(level);
        if (values.length == 0) {
            throw new IllegalArgumentException("values must hold at least one value, were 0");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (Double.isNaN(sorted[sorted.length - 1])) { // sorted last
            throw new IllegalArgumentException("values must be numbers, one was NaN");
        }
        return new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), level);
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        if (below == sorted.length - 1 || sorted[below] == sorted[below + 1]) {
            return sorted[below];
        }
        return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }

    /**
     * Draws with replacement, without bias (Lemire 2019), two from 64 random bits. The bits are those of SplitMix64 (Steele, Lea and
     * Flood 2014), which is what {@link java.util.SplittableRandom} is today; here because a JDK may change its own, and computed
     * ahead, in a loop that compilers make wide.
     */
    private static final class Draws {
        private static final long LOW = 0xFFFFFFFFL;

        private static final int AHEAD = 512;

        /** States after 1, 2, ... numbers, from a state of 0. */
        private static final long[] STATES = new long[AHEAD];

        static {
            Arrays.setAll(STATES, i -> (i + 1) * 0x9e3779b97f4a7c15L);
        }

        private final long[] ahead = new long[AHEAD];
        private int next = AHEAD;
        private long state;

        Draws(long seed) {
            state = seed;
        }

        /** As many draws as there are places. */
        void count(int[] places, int[] counts) {
            int n = places.length;
            long smallest = n == 0 ? 0 : (1L << 32) % n;
            int pairs = n / 2;
            while (pairs > 0) {
                pairs -= countPairs(places, counts, smallest, pairs);
                if (pairs > 0) { // nothing is ready, or a draw is rejected: one in millions
                    long bits = bits();
                    counts[places[place((bits >>> 32) * n, n, smallest)]]++;
                    counts[places[place((bits & LOW) * n, n, smallest)]]++;
                    pairs--;
                }
            }
            if (n % 2 == 1) {
                counts[places[place((bits() >>> 32) * n, n, smallest)]]++;
            }
        }

        /** Up to the first pair with a draw that is rejected. */
        private int countPairs(int[] places, int[] counts, long smallest, int most) {
            int n = places.length;
            int end = Math.min(AHEAD, next + most);
            int i = next;
            for (; i < end; i++) {
                long first = (ahead[i] >>> 32) * n;
                long second = (ahead[i] & LOW) * n;
                if ((first & LOW) < smallest || (second & LOW) < smallest) {
                    break;
                }
                counts[places[(int) (first >>> 32)]]++;
                counts[places[(int) (second >>> 32)]]++;
            }
            int counted = i - next;
            next = i;
            return counted;
        }

        private int place(long drawn, int n, long smallest) {
            long product = drawn;
            while ((product & LOW) < smallest) {
                product = (bits() >>> 32) * n;
            }
            return (int) (product >>> 32);
        }

        private long bits() {
            if (next == AHEAD) {
                for (int i = 0; i < AHEAD; i++) {
                    long z = state + STATES[i];
                    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
                    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
                    ahead[i] = z ^ (z >>> 31);
                }
                state += STATES[AHEAD - 1];
                next = 0;
            }
            return ahead[next++];
        }
    }

    /** One statistic and its values. */
    private static final class Replicates {
        private final RiskStatistic.OfCounts statistic;
        private final OptionalDouble value;
        private final double[] values;
        private int defined;
        private int undefined;

        Replicates(RiskStatistic.OfCounts statistic, RiskCounts cases, int replicates) {
            this.statistic = statistic;
            this.value = statistic.of(cases.copyOfEvents(), cases.copyOfOthers());
            this.values = new double[replicates];
        }

        void add(int[] events, int[] others) {
            if (value.isEmpty()) {
                return;
            }
            OptionalDouble one = statistic.of(events, others);
            if (one.isPresent() && Double.isFinite(one.getAsDouble())) {
                values[defined++] = one.getAsDouble();
            } else {
                undefined++;
            }
        }

        Estimate estimate(double level, int n) {
            if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
                return new Estimate.Undefined("the statistic does not exist for these cases");
            }
            if (defined < DEFINED * values.length) {
                return new Estimate.Undefined(
                        "the statistic does not exist in " + undefined + " of " + values.length + " replicates");
            }
            double[] known = Arrays.copyOf(values, defined);
            if (Arrays.stream(known).allMatch(v -> v == known[0])) {
                return new Estimate.Undefined("all replicates have the value " + known[0]);
            }
            Interval interval = percentile(known, level);
            double v = value.getAsDouble();
            return Intervals.known(
                    v, interval.lower(), interval.upper(), -Double.MAX_VALUE, Double.MAX_VALUE, level, n);
        }
    }
}
