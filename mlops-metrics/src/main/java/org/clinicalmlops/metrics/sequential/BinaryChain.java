package org.clinicalmlops.metrics.sequential;

/**
 * Rows that have a property or not, one after the other, in runs: whether a row has it depends on the row before and on nothing
 * earlier (a Markov chain of two states). Missing values come so: whoever lacks one laboratory value now was followed by others who
 * do. Counts of such rows scatter more than those of rows that know nothing of each other; by how much is what this class says.
 *
 * <p>Formulas are those of any chain of two states, derived here: with {@code r = persistence - onset}, rows {@code d} apart have the
 * correlation {@code r^d}, and the count of n rows has {@code 1 + 2 sum over d < n of (1 - d/n) r^d} times the variance of
 * independent rows. Immutable.
 *
 * @param onset probability that a row has the property after one that has it not, in [0, 1)
 * @param persistence probability after one that has it, in [onset, 1): runs are no shorter than chance makes them
 */
public record BinaryChain(double onset, double persistence) {
    public BinaryChain {
        if (!(onset >= 0 && onset < 1)) {
            throw new IllegalArgumentException("onset must be in [0, 1), was " + onset);
        }
        if (!(persistence >= onset && persistence < 1)) {
            throw new IllegalArgumentException("persistence must be in [onset " + onset + ", 1), was " + persistence);
        }
    }

    /**
     * The chain in which a share of the rows has the property in the long run.
     *
     * @param rate that share, in [0, 1)
     * @param persistence in [0, 1); where it is below {@code rate}, rows are taken to be independent
     */
    public static BinaryChain ofRate(double rate, double persistence) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("rate must be in [0, 1), was " + rate);
        }
        if (!(persistence >= 0 && persistence < 1)) {
            throw new IllegalArgumentException("persistence must be in [0, 1), was " + persistence);
        }
        return persistence <= rate
                ? new BinaryChain(rate, rate)
                : new BinaryChain(Math.min(persistence, rate * ((1 - persistence) / (1 - rate))), persistence);
    }

    /** Share of rows with the property in the long run. */
    public double rate() {
        return onset / (onset + (1 - persistence));
    }

    /** Correlation of neighbouring rows, in [0, 1). */
    public double correlation() {
        return persistence - onset;
    }

    /**
     * How many times as large as among independent rows the variance of the count of {@code n} rows is, {@code >= 1} and at most
     * {@code n}.
     *
     * @param n {@code >= 1}
     */
    public double inflation(long n) {
        return inflation(correlation(), n);
    }

    /** The same in the long run: {@code (1 + r) / (1 - r)}. */
    public double inflation() {
        return (1 + correlation()) / (1 - correlation());
    }

    private static double inflation(double r, long n) {
        if (n < 1) {
            throw new IllegalArgumentException("n must be >= 1, was " + n);
        }
        double rest = 1 - r;
        double tail = -Math.expm1(n * Math.log(r)); // 1 - r^n; r = 0 gives 1
        double exact = (1 + r) / rest - 2 * r * tail / (n * rest * rest);
        return Math.max(1, Math.min(n, exact));
    }

    /**
     * The chain of the same rate whose count of {@code n} rows has so many times the variance of independent rows; this chain if that
     * is less than it has already. Beyond what any chain can have, the most persistent that differs from rows which are all alike.
     *
     * @param inflation of the variance; NaN is rejected
     * @param n {@code >= 1}
     */
    public BinaryChain atLeast(double inflation, long n) {
        if (!(inflation >= 0)) {
            throw new IllegalArgumentException("inflation must be >= 0, was " + inflation);
        }
        double low = correlation();
        double high = MOST;
        if (inflation(low, n) >= inflation || low >= high) {
            return this;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (inflation(middle, n) < inflation) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return ofRate(rate(), rate() + high * (1 - rate()));
    }

    private static final double MOST = 1 - 1e-9;
    private static final int BISECTIONS = 60;

    /**
     * Log of {@code E exp(theta S)}, S the number of the next {@code n} rows with the property. So
     * {@code exp(theta S - logMoment)} has the expectation 1, whatever was before: evidence that can be bet on. With
     * {@code theta > 0} the expectation is at most 1 for any rows, chain or not, that have the property with at most these
     * probabilities given all that was before them; with {@code theta < 0} for those with at least these.
     *
     * @param theta finite
     * @param n {@code >= 0}
     * @param after whether the row before them has the property
     * @return finite for any n whose product with theta is; O(log n) by squaring, without allocation of note
     */
    public double logMoment(double theta, long n, boolean after) {
        if (!Double.isFinite(theta)) {
            throw new IllegalArgumentException("theta must be finite, was " + theta);
        }
        if (n < 0) {
            throw new IllegalArgumentException("n must be >= 0, was " + n);
        }
        // step(i, j): probability of j after i, times exp(theta) if j has the property; scaled so that nothing
        // overflows
        double scale = Math.max(0, theta);
        double none = Math.exp(-scale);
        double one = Math.exp(theta - scale);
        double[] step = {(1 - onset) * none, onset * one, (1 - persistence) * none, persistence * one};
        double[] vector = {1, 1};
        double logs = n * scale;
        double stepLog = 0;
        for (long left = n; left > 0; left >>= 1) {
            if ((left & 1) == 1) {
                double first = step[0] * vector[0] + step[1] * vector[1];
                double second = step[2] * vector[0] + step[3] * vector[1];
                double size = Math.max(first, second);
                vector[0] = first / size;
                vector[1] = second / size;
                logs += Math.log(size) + stepLog;
            }
            stepLog = 2 * stepLog + square(step);
        }
        return logs + Math.log(vector[after ? 1 : 0]);
    }

    /** Squares a matrix in place, divides it by its largest entry, and gives the log of that. */
    private static double square(double[] m) {
        double a = m[0] * m[0] + m[1] * m[2];
        double b = m[1] * (m[0] + m[3]);
        double c = m[2] * (m[0] + m[3]);
        double d = m[1] * m[2] + m[3] * m[3];
        double size = Math.max(Math.max(a, b), Math.max(c, d));
        m[0] = a / size;
        m[1] = b / size;
        m[2] = c / size;
        m[3] = d / size;
        return Math.log(size);
    }
}
