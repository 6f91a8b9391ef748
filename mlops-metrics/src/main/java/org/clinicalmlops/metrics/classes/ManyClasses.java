package org.clinicalmlops.metrics.classes;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.MeanInterval;
import org.clinicalmlops.metrics.overall.Brier;

/**
 * Predictions of one of several classes, such as a triage level. Pure functions: arrays are only read.
 *
 * <p>All take {@code risks}, shape [n][k] with {@code k >= 2}, each row in [0, 1] and adding up to 1 within {@link #TOLERANCE};
 * {@code truth}, shape [n], the class of each case in [0, k); and the level of the interval, its nominal coverage in (0, 1). They
 * throw {@link IllegalArgumentException} for anything else, naming argument, rule and value.
 */
public final class ManyClasses {
    /** Cases needed in each class for AUROC. Our choice: simulated coverage of the 95 % interval with three times ten, 0.945. */
    public static final int NEEDED_IN_A_CLASS = 10;

    /** Cases needed for log loss and Brier score. Our choice: simulated coverage of the 95 % interval with ten, 0.91. */
    public static final int NEEDED = 10;

    /** How far the risks of a case may be from adding up to 1: what is left of single precision. Our choice. */
    public static final double TOLERANCE = 1e-5;

    private ManyClasses() {}

    /**
     * Mean over the classes of the AUROC of each class against the rest, classes counting alike however rare; 1/2 is chance, higher
     * is better. Interval symmetric in the log odds, from the influence of each case on all k curves together: the variance of
     * DeLong et al. 1988 carried over to a mean of curves of the same cases. With two classes it is {@link Discrimination#auroc}.
     *
     * <p>Fewer than {@link #NEEDED_IN_A_CLASS} cases in the smallest class: too few. Cases, but a class without any: undefined.
     *
     * @return in [0, 1]; cost O(k n log n)
     * @throws IllegalArgumentException as told at the class
     */
    public static Estimate macroAuroc(double[][] risks, int[] truth, double level) {
        int k = check(risks, truth, level);
        return refused(k, truth).orElseGet(() -> {
            int n = truth.length;
            double[] influence = new double[n];
            double sum = 0;
            double[] column = new double[n];
            boolean[] of = new boolean[n];
            for (int c = 0; c < k; c++) {
                for (int i = 0; i < n; i++) {
                    column[i] = risks[i][c];
                    of[i] = truth[i] == c;
                }
                AurocInfluence one = AurocInfluence.of(column, of);
                sum += one.auroc();
                for (int i = 0; i < n; i++) {
                    influence[i] += one.of(i) / k;
                }
            }
            return AurocInfluence.estimate(sum / k, influence, smallest(k, truth), level);
        });
    }

    /**
     * AUROC of all n k pairs of a case and a class in one pool, the pairs of the true class being the events; 1/2 is chance, higher
     * is better. Depends on how well the risks of different classes compare, and on how frequent classes are. Interval symmetric in
     * the log odds, each case with its k pairs being one unit (Obuchowski 1997). Too few and undefined as {@link #macroAuroc}.
     *
     * @return in [0, 1]; cost O(n k log(n k))
     * @throws IllegalArgumentException as told at the class
     * @see <a href="https://doi.org/10.2307/2533958">Obuchowski 1997</a>
     */
    public static Estimate microAuroc(double[][] risks, int[] truth, double level) {
        int k = check(risks, truth, level);
        return refused(k, truth).orElseGet(() -> {
            int n = truth.length;
            double[] pool = new double[Math.multiplyExact(n, k)];
            boolean[] of = new boolean[pool.length];
            for (int i = 0; i < n; i++) {
                System.arraycopy(risks[i], 0, pool, i * k, k);
                of[i * k + truth[i]] = true;
            }
            AurocInfluence all = AurocInfluence.of(pool, of);
            double[] influence = new double[n];
            for (int p = 0; p < pool.length; p++) {
                influence[p / k] += all.of(p);
            }
            return AurocInfluence.estimate(all.auroc(), influence, n, level);
        });
    }

    /**
     * Mean of {@code -ln} of the risk given to the class that came true, in nats; 0 is perfect, lower is better. A risk below
     * {@link LogOdds#CLIP} counts as that, so that one sure mistake costs 13.8 and not infinitely much. Student's interval of the
     * mean; if all cases cost the same, as {@link #brier}. Fewer than {@link #NEEDED} cases: too few.
     *
     * @return in [0, 13.8]; cost O(n k)
     * @throws IllegalArgumentException as told at the class
     */
    public static Estimate logLoss(double[][] risks, int[] truth, double level) {
        check(risks, truth, level);
        double[] losses = new double[truth.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = 0.0 - Math.log(Math.min(1, Math.max(LogOdds.CLIP, risks[i][truth[i]])));
        }
        return mean(losses, -Math.log(LogOdds.CLIP), level);
    }

    /**
     * Mean over cases of the sum over classes of the squared gap between risk and truth, as in Brier 1950; 0 is perfect, 2 the
     * worst, lower is better. With two classes twice {@link Brier#score}. Student's interval of the mean; if all cases have
     * the same gap, an exact one instead of a point, as in {@link Brier#score}. Fewer than {@link #NEEDED} cases: too few.
     *
     * @return in [0, 2]; cost O(n k)
     * @throws IllegalArgumentException as told at the class
     */
    public static Estimate brier(double[][] risks, int[] truth, double level) {
        int k = check(risks, truth, level);
        double[] gaps = new double[truth.length];
        for (int i = 0; i < gaps.length; i++) {
            for (int c = 0; c < k; c++) {
                double gap = risks[i][c] - (truth[i] == c ? 1 : 0);
                gaps[i] += gap * gap;
            }
        }
        return mean(gaps, 2, level);
    }

    private static Estimate mean(double[] values, double high, double level) {
        return values.length < NEEDED
                ? new Estimate.TooFew(values.length, NEEDED)
                : MeanInterval.linear(values, high, level);
    }

    private static Optional<Estimate> refused(int k, int[] truth) {
        int[] counts = counts(k, truth);
        for (int c = 0; c < k; c++) {
            if (truth.length > 0 && counts[c] == 0) {
                return Optional.of(new Estimate.Undefined("none of the " + truth.length + " cases is of class " + c));
            }
        }
        int smallest = smallest(k, truth);
        return smallest < NEEDED_IN_A_CLASS
                ? Optional.of(new Estimate.TooFew(smallest, NEEDED_IN_A_CLASS))
                : Optional.empty();
    }

    private static int[] counts(int k, int[] truth) {
        int[] counts = new int[k];
        for (int c : truth) {
            counts[c]++;
        }
        return counts;
    }

    private static int smallest(int k, int[] truth) {
        int smallest = truth.length;
        for (int count : counts(k, truth)) {
            smallest = Math.min(smallest, count);
        }
        return smallest;
    }

    /** The number of classes; 2 if there is no case to tell. */
    private static int check(double[][] risks, int[] truth, double level) {
        Objects.requireNonNull(risks, "risks");
        Objects.requireNonNull(truth, "truth");
        Cases.checkLevel(level);
        if (risks.length != truth.length) {
            throw new IllegalArgumentException(
                    "risks and truth must be of one length, were " + risks.length + " and " + truth.length);
        }
        if (risks.length == 0) {
            return 2;
        }
        int k = risks[0].length;
        if (k < 2) {
            throw new IllegalArgumentException("risks[0] must be of length >= 2, was " + k);
        }
        for (int i = 0; i < risks.length; i++) {
            if (risks[i].length != k) {
                throw new IllegalArgumentException(
                        "risks[" + i + "] must be of length " + k + ", was " + risks[i].length);
            }
            double sum = 0;
            for (int c = 0; c < k; c++) {
                if (!(risks[i][c] >= 0 && risks[i][c] <= 1)) {
                    throw new IllegalArgumentException(
                            "risks[" + i + "][" + c + "] must be in [0, 1], was " + risks[i][c]);
                }
                sum += risks[i][c];
            }
            if (!(Math.abs(sum - 1) <= TOLERANCE)) {
                throw new IllegalArgumentException("risks[" + i + "] must add up to 1, was " + sum);
            }
            if (truth[i] < 0 || truth[i] >= k) {
                throw new IllegalArgumentException("truth[" + i + "] must be in [0, " + k + "), was " + truth[i]);
            }
        }
        return k;
    }
}
