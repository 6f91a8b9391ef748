package org.clinicalmlops.metrics.updating;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.ChiSquare;
import org.clinicalmlops.metrics.internal.LogitRegression;

/**
 * Chooses the smallest sufficient update of a risk model by closed testing (Vergouwe et al. 2017). In order it tests that the original
 * model is sufficient, that a new intercept is, that a new intercept and slope are; the first hypothesis that is not rejected is the
 * choice, and if all are, a refit. Each test has the full alpha: to choose more than is needed, the hypothesis that holds must be
 * rejected, so that the probability of it is at most that of this one test. Pure functions; arrays are only read.
 *
 * @see <a href="https://doi.org/10.1002/sim.7179">Vergouwe et al., Stat Med 2017;36:4529-4539</a>
 */
public final class ClosedTesting {
    /**
     * Cases needed in the smaller class, for each coefficient of the refit with its intercept. Our choice: with 10, 20 or 40 of each
     * and 2 to 20 columns the simulated probability of more than is needed is 0.039 to 0.061 at alpha 0.05 (standard error 0.005).
     */
    public static final int PER_COEFFICIENT = 10;

    /**
     * Cases needed in the smaller class of each fold of rows that the refit has not learnt from: {@link #PER_COEFFICIENT} for each of
     * intercept and slope. The refit itself asks for none, since a split likelihood ratio holds its level with any number.
     */
    public static final int NEEDED = 20;

    private static final List<UpdateExtent> BELOW_REFIT =
            List.of(UpdateExtent.NONE, UpdateExtent.INTERCEPT, UpdateExtent.LOGISTIC);

    private static final String NO_SLOPE =
            "intercept and slope have no maximum: the original's risks are all equal, or a"
                    + " threshold on them separates cases with the event from those without";

    private ClosedTesting() {}

    /**
     * The choice for a logistic regression, whose refit contains the original model: likelihood ratios of a refit by maximum likelihood
     * to what the smaller updates reach on the same cases, against the chi-square distribution. With k columns the degrees of freedom
     * are k + 1 against the original, k against a new intercept, k - 1 against intercept and slope; with k = 1 the last two updates
     * are the same, and a new intercept and slope is what is left.
     *
     * <p>The refit is not penalised: it judges whether the coefficients hold, it need not be the one that is put to use. Cost: O(n k k)
     * for each of some ten steps.
     *
     * @param risks of the original model, shape [n], each in [0, 1], clipped as {@link LogOdds#CLIP} says; NaN is rejected
     * @param columns what the refit reads, without a constant, shape [k][n], k >= 1; finite
     * @param happened shape [n]
     * @param alpha probability of choosing more than is needed that is allowed, in (0, 1)
     * @return too few with fewer than {@link #PER_COEFFICIENT} for each of k + 1 coefficients in the smaller class;
     *     undefined if columns depend on each other, the original's log odds are not in their span, or a fit has no maximum
     * @throws IllegalArgumentException if lengths differ or a value is outside its range
     */
    public static UpdateChoice nested(double[] risks, double[][] columns, boolean[] happened, double alpha) {
        Cases.check("risks", risks, happened);
        check(columns, happened.length);
        check(alpha);
        int k = columns.length;
        long smaller = smaller(happened);
        long needed = (long) PER_COEFFICIENT * (k + 1);
        if (smaller < needed) {
            return new UpdateChoice.TooFew(smaller, needed);
        }
        double[] logOdds = Sufficient.logOdds(risks);
        double[] events = Sufficient.events(happened);
        Optional<Sufficient> recalibrated = Sufficient.of(logOdds, events);
        if (recalibrated.isEmpty()) {
            return new UpdateChoice.Undefined(NO_SLOPE);
        }
        Optional<String> whyNot = Span.whyNot(columns, logOdds);
        if (whyNot.isPresent()) {
            return new UpdateChoice.Undefined(whyNot.get());
        }
        Optional<LogitRegression> refit = refit(columns, events);
        if (refit.isEmpty()) {
            return new UpdateChoice.Undefined(
                    "the refit has no maximum: the columns separate cases with the event from those without");
        }
        double top = refit.get().logLikelihood();
        return choose(
                k == 1 ? BELOW_REFIT.subList(0, 2) : BELOW_REFIT,
                k == 1 ? UpdateExtent.LOGISTIC : UpdateExtent.REFIT,
                extent -> ratio(extent, top - recalibrated.get().reached(extent), k + 1, alpha),
                happened.length);
    }

    /**
     * The choice for any refit, such as trees, which does not contain the original model: on rows that the refit has not learnt from.
     * Each hypothesis is tested against the refit by a split likelihood ratio: the likelihood of the refit's risks over the largest that
     * the smaller update can reach on these very rows has a mean of at most 1 if that update is sufficient, so that its inverse is a
     * p-value whatever the trainer does and however few the rows are (Wasserman, Ramdas and Balakrishnan 2020). That the original or a
     * new intercept is sufficient is tested against intercept and slope too, by the likelihood ratio, and the two p-values are
     * corrected by Bonferroni. A refit is thus chosen only if it beats the best recalibration on new rows.
     *
     * <p>Our choice in place of the bootstrap of Davis et al. 2019 (JAMIA 26:1448-1457), which also takes the simplest update that is
     * not shown to be worse, but needs hundreds of refits and controls no error.
     *
     * <p>With several folds, each with a refit on the others, the ratios of the folds are averaged. One fold of half of the rows has the
     * most power; more folds use more rows.
     *
     * @param risks of the original model, shape [n]
     * @param refit risks of the refit, shape [n], each from a model that has not learnt from the row; clipped as {@link LogOdds#CLIP} says
     * @param fold which of the refits answered the row, shape [n], each {@code >= 0}
     * @param happened shape [n]
     * @param alpha in (0, 1)
     * @return too few with fewer than {@link #NEEDED} in the smaller class of any fold; undefined as in {@link #nested}
     * @throws IllegalArgumentException if lengths differ or a value is outside its range
     */
    public static UpdateChoice unseen(double[] risks, double[] refit, int[] fold, boolean[] happened, double alpha) {
        Cases.check("risks", risks, happened);
        Cases.check("refit", refit, happened);
        check(fold, happened.length);
        check(alpha);
        int[] folds = Arrays.stream(fold).distinct().sorted().toArray();
        List<Unseen> parts = new ArrayList<>();
        if (folds.length == 0) {
            return new UpdateChoice.TooFew(0, NEEDED);
        }
        for (int f : folds) {
            int[] rows =
                    IntStream.range(0, fold.length).filter(i -> fold[i] == f).toArray();
            Unseen part = Unseen.of(risks, refit, happened, rows);
            if (part.smaller() < NEEDED) {
                return new UpdateChoice.TooFew(part.smaller(), NEEDED);
            }
            parts.add(part);
        }
        double[] events = Sufficient.events(happened);
        Optional<Sufficient> all = Sufficient.of(Sufficient.logOdds(risks), events);
        if (all.isEmpty() || parts.stream().anyMatch(part -> part.sufficient().isEmpty())) {
            return new UpdateChoice.Undefined(NO_SLOPE);
        }
        return choose(
                BELOW_REFIT, UpdateExtent.REFIT, extent -> unseen(extent, all.get(), parts, alpha), happened.length);
    }

    private static UpdateChoice choose(
            List<UpdateExtent> order, UpdateExtent otherwise, Function<UpdateExtent, UpdateChoice.Step> test, int n) {
        List<UpdateChoice.Step> steps = new ArrayList<>();
        for (UpdateExtent extent : order) {
            UpdateChoice.Step step = test.apply(extent);
            steps.add(step);
            if (!step.rejected()) {
                return new UpdateChoice.Chosen(extent, steps, n);
            }
        }
        return new UpdateChoice.Chosen(otherwise, steps, n);
    }

    private static UpdateChoice.Step ratio(UpdateExtent extent, double gain, int parameters, double alpha) {
        double statistic = Math.max(0, 2 * gain); // below 0 by rounding only
        int degreesOfFreedom = parameters - Sufficient.parameters(extent);
        double p = ChiSquare.upperTail(statistic, degreesOfFreedom);
        return new UpdateChoice.Step(extent, "likelihood-ratio, " + degreesOfFreedom + " df", statistic, p, p <= alpha);
    }

    private static UpdateChoice.Step unseen(UpdateExtent extent, Sufficient all, List<Unseen> parts, double alpha) {
        double evidence = Unseen.logMean(parts, extent);
        double p = Math.min(1, Math.exp(-evidence));
        int free = Sufficient.parameters(UpdateExtent.LOGISTIC) - Sufficient.parameters(extent);
        if (free == 0) {
            return new UpdateChoice.Step(extent, "split-likelihood-ratio, log", evidence, p, p <= alpha);
        }
        double calibration = ratio(extent, all.reached(UpdateExtent.LOGISTIC) - all.reached(extent), 2, alpha)
                .pValue();
        double both = Math.min(1, 2 * Math.min(p, calibration));
        return new UpdateChoice.Step(
                extent,
                "split-likelihood-ratio, log, and likelihood-ratio, " + free + " df",
                evidence,
                both,
                both <= alpha);
    }

    private static Optional<LogitRegression> refit(double[][] columns, double[] events) {
        double[] ones = Sufficient.ones(events.length);
        double[][] withConstant = new double[columns.length + 1][];
        withConstant[0] = ones;
        System.arraycopy(columns, 0, withConstant, 1, columns.length);
        return LogitRegression.of(withConstant, ones, events);
    }

    private static long smaller(boolean[] happened) {
        int events = Cases.events(happened);
        return Math.min(events, happened.length - events);
    }

    private static void check(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
        }
    }

    private static void check(int[] fold, int n) {
        Objects.requireNonNull(fold, "fold");
        if (fold.length != n) {
            throw new IllegalArgumentException(
                    "fold and happened must be of one length, were " + fold.length + " and " + n);
        }
        for (int i = 0; i < n; i++) {
            if (fold[i] < 0) {
                throw new IllegalArgumentException("fold[" + i + "] must be >= 0, was " + fold[i]);
            }
        }
    }

    private static void check(double[][] columns, int n) {
        Objects.requireNonNull(columns, "columns");
        if (columns.length == 0) {
            throw new IllegalArgumentException("columns must have at least one column, had none");
        }
        for (int j = 0; j < columns.length; j++) {
            if (columns[j].length != n) {
                throw new IllegalArgumentException(
                        "column " + j + " and happened must be of one length, were " + columns[j].length + " and " + n);
            }
            for (int i = 0; i < n; i++) {
                if (!Double.isFinite(columns[j][i])) {
                    throw new IllegalArgumentException(
                            "columns[" + j + "][" + i + "] must be finite, was " + columns[j][i]);
                }
            }
        }
    }
}
