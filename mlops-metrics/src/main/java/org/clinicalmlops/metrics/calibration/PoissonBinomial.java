package org.clinicalmlops.metrics.calibration;

import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The number of events among cases that have events independently of each other, each with its own risk. Immutable, safe for any
 * thread.
 *
 * <p>Up to a variance of {@link #EXACT_UP_TO_VARIANCE} the probabilities are exact, by adding one case at a time: only positive
 * numbers are added, so that nothing cancels. What lies further than 10 standard deviations and 40 events from the mean, less than
 * 1e-20 by Bernstein's inequality, is left out. Beyond that variance they are those of the refined normal approximation with
 * continuity correction (Volkova 1996; Hong 2013), {@code Phi(x) + skewness (1 - x^2) phi(x) / 6}. Its error falls with the
 * variance; at the bound it is below 3e-5 in every cumulative probability (measured on constant, spread and skewed risks).
 *
 * @see <a href="https://doi.org/10.1016/j.csda.2012.10.006">Hong 2013</a>
 */
public final class PoissonBinomial {
    /** Variance of the number of events up to which probabilities are exact. Our choice: beyond, the approximation is good to 3e-5. */
    public static final double EXACT_UP_TO_VARIANCE = 1000;

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final int cases;
    private final double mean;
    private final double variance;
    private final double skewness;

    /** Probabilities of the numbers {@code first, first + 1, ...}; empty where the approximation is used. */
    private final double[] exact;

    private final int first;

    private PoissonBinomial(double[] risks, double mean, double variance, double third) {
        this.cases = risks.length;
        this.mean = mean;
        this.variance = variance;
        this.skewness = third / (variance * Math.sqrt(variance));
        if (variance > EXACT_UP_TO_VARIANCE) {
            exact = new double[0];
            first = 0;
            return;
        }
        double reach = 40 + 10 * Math.sqrt(variance);
        int low = (int) Math.max(0, Math.floor(mean - reach));
        int high = (int) Math.min(cases, Math.ceil(mean + reach));
        first = low;
        exact = convolved(risks, high - low + 1, low);
    }

    /**
     * The distribution for some risks.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected; only read; empty means that there are 0 events
     * @return cost O(n sd), where sd is the standard deviation of the number of events
     * @throws IllegalArgumentException if a risk is outside [0, 1]
     */
    public static PoissonBinomial of(double[] risks) {
        Objects.requireNonNull(risks, "risks");
        double mean = 0;
        double variance = 0;
        double third = 0;
        for (int i = 0; i < risks.length; i++) {
            double p = risks[i];
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("risks[" + i + "] must be in [0, 1], was " + p);
            }
            mean += p;
            variance += p * (1 - p);
            third += p * (1 - p) * (1 - 2 * p);
        }
        return new PoissonBinomial(risks, mean, variance, third);
    }

    /**
     * Adds one case after the other. The window follows the mean of the cases so far, so that it holds all but a negligible share
     * at every step, and ends at {@code low}.
     */
    private static double[] convolved(double[] risks, int width, int low) {
        double[] window = new double[width];
        window[0] = 1;
        int start = 0;
        double mean = 0;
        int top = 0; // highest number of events with a probability in the window
        for (double p : risks) {
            mean += p;
            top = Math.min(top + 1, start + width - 1);
            for (int k = top - start; k > 0; k--) {
                window[k] = window[k] * (1 - p) + window[k - 1] * p;
            }
            window[0] *= 1 - p;
            int wanted = (int) Math.max(0, Math.min(low, Math.floor(mean - width / 2.0)));
            if (wanted > start) {
                int shift = wanted - start;
                System.arraycopy(window, shift, window, 0, width - shift);
                Arrays.fill(window, width - shift, width, 0);
                start = wanted;
            }
        }
        if (start < low) {
            int shift = low - start;
            System.arraycopy(window, shift, window, 0, width - shift);
            Arrays.fill(window, width - shift, width, 0);
        }
        return window;
    }

    /** Expected number of events, the sum of the risks. */
    public double mean() {
        return mean;
    }

    /** Variance of the number of events, the sum of {@code p (1 - p)}. */
    public double variance() {
        return variance;
    }

    /** Whether the probabilities are exact and not those of the normal approximation. */
    public boolean isExact() {
        return exact.length > 0;
    }

    /** Probability of exactly {@code events} events; 0 outside [0, n]. */
    public double probability(int events) {
        if (events < 0 || events > cases) {
            return 0;
        }
        if (isExact()) {
            int at = events - first;
            return at >= 0 && at < exact.length ? exact[at] : 0;
        }
        return Math.max(0, normal(events + 0.5) - normal(events - 0.5));
    }

    /** Probability of {@code events} events or fewer. */
    public double atMost(int events) {
        if (events < 0) {
            return 0;
        }
        if (events >= cases) {
            return 1;
        }
        return isExact() ? sum(0, events - first) : normal(events + 0.5);
    }

    /** Probability of {@code events} events or more, to full relative precision also where it is small. */
    public double atLeast(int events) {
        if (events <= 0) {
            return 1;
        }
        if (events > cases) {
            return 0;
        }
        return isExact() ? sum(events - first, exact.length - 1) : 1 - normal(events - 0.5);
    }

    /** Mean distance of the number of events from its mean; of the normal distribution where probabilities are not exact. */
    double meanAbsoluteDeviation() {
        if (!isExact()) {
            return Math.sqrt(variance * 2 / Math.PI);
        }
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            sum += exact[i] * Math.abs(first + i - mean);
        }
        return sum;
    }

    private double sum(int from, int to) {
        double sum = 0;
        for (int i = Math.max(0, from); i <= Math.min(to, exact.length - 1); i++) {
            sum += exact[i];
        }
        return Math.min(1, sum);
    }

    private double normal(double events) {
        double x = (events - mean) / Math.sqrt(variance);
        double refined = NORMAL.cumulativeProbability(x)
                + skewness * (1 - x * x) * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) / 6;
        return Math.min(1, Math.max(0, refined));
    }
}
