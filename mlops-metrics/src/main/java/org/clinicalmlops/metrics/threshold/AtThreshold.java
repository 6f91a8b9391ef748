package org.clinicalmlops.metrics.threshold;

import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * What alerts at one threshold are worth. Pure functions of a {@link ConfusionMatrix}; cost O(1).
 *
 * <p>All take the level of the interval, its nominal coverage in (0, 1), and throw {@link IllegalArgumentException} outside of it.
 * Shares take the kind of their interval. A share of fewer than {@link #NEEDED} cases is too few; of none, although there are
 * cases, undefined. The {@code n} of an estimate is the number of cases that the share is of.
 *
 * <p>Enumerated coverage of 95 % intervals with 30 events and 30 others, sensitivities and specificities of 0.5 to 0.95: balanced
 * accuracy 0.946 in the mean and 0.922 at the least (exact shares: 0.969 and 0.960), likelihood ratios 0.953 and 0.923, Matthews
 * 0.954 and 0.943; with 100 of each all are 0.949 or more in the mean and 0.939 or more at the least.
 *
 * <p>The intervals take cases as independent and the threshold as chosen elsewhere: on the cases on which a threshold was chosen
 * (see {@link Thresholds}) they are too favourable.
 */
public final class AtThreshold {
    /**
     * Cases needed in each class or share. Our choice: from 10 on, the enumerated coverage of {@link ProportionInterval#WILSON}
     * stays at 0.95 in the mean.
     */
    public static final int NEEDED = 10;

    private AtThreshold() {}

    /** Share of events with an alert (recall, true positive rate); higher is better. */
    public static Estimate sensitivity(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        return share(matrix.truePositives(), matrix.events(), "event", matrix, kind, level);
    }

    /** Share of cases without the event that had no alert (true negative rate); higher is better. */
    public static Estimate specificity(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        return share(matrix.trueNegatives(), matrix.nonEvents(), "case without the event", matrix, kind, level);
    }

    /** Share of cases without the event that had an alert all the same (1 - specificity); lower is better. */
    public static Estimate falsePositiveRate(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        return share(matrix.falsePositives(), matrix.nonEvents(), "case without the event", matrix, kind, level);
    }

    /**
     * Positive predictive value: share of alerts that were followed by the event (precision); higher is better. Depends on how
     * frequent the event is: means something only where the cases are a sample of those met in use.
     */
    public static Estimate positivePredictiveValue(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        return share(matrix.truePositives(), matrix.alerts(), "alert", matrix, kind, level);
    }

    /** Negative predictive value: share of cases without an alert that had no event; higher is better. Depends on prevalence too. */
    public static Estimate negativePredictiveValue(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        return share(
                matrix.trueNegatives(), matrix.cases() - matrix.alerts(), "case without an alert", matrix, kind, level);
    }

    /** Share of cases in which alert and outcome agree; misleads where the event is rare. */
    public static Estimate accuracy(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        long agree = matrix.truePositives() + matrix.trueNegatives();
        return share(agree, matrix.cases(), "case", matrix, kind, level);
    }

    /** Alerts among 100 cases, what a ward has to work through; in [0, 100]. */
    public static Estimate alertsPer100(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        return share(matrix.alerts(), matrix.cases(), "case", matrix, kind, level)
                .fold(
                        k -> Intervals.known(
                                // not 100 * share: 100 alerts among 1,000 are exactly 10
                                100.0 * matrix.alerts() / matrix.cases(),
                                100 * k.interval().lower(),
                                100 * k.interval().upper(),
                                0,
                                100,
                                level,
                                k.n()),
                        few -> few,
                        undefined -> undefined);
    }

    /**
     * Number needed to evaluate: alerts that have to be looked at for one event, 1 / PPV; lower is better, 1 is best. The interval
     * is that of the PPV turned over. Undefined (infinite) if no alert was followed by the event.
     */
    public static Estimate numberNeededToEvaluate(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        return positivePredictiveValue(matrix, kind, level)
                .fold(
                        ppv -> ppv.value() == 0
                                ? new Estimate.Undefined(
                                        "none of the " + ppv.n() + " alerts was followed by the event: infinite")
                                : Intervals.known(
                                        (double) matrix.alerts() / matrix.truePositives(),
                                        1 / ppv.interval().upper(),
                                        1 / ppv.interval().lower(),
                                        1,
                                        Double.MAX_VALUE,
                                        level,
                                        ppv.n()),
                        few -> few,
                        undefined -> undefined);
    }

    /**
     * F1, the harmonic mean of PPV and sensitivity, {@code 2 TP / (2 TP + FP + FN)}; higher is better. Its interval: of the cases
     * with an alert or an event (all but the true negatives), the share F* of true positives is a proportion, and
     * {@code F1 = 2 F* / (1 + F*)} rises with it (Hand, Christen and Kirielle 2021), so that the ends of the interval of F* are
     * carried over. Exact, given the number of those cases, for {@link ProportionInterval#CLOPPER_PEARSON}; no normal
     * approximation of a ratio is needed. Does not count true negatives, and depends on prevalence.
     *
     * @see <a href="https://doi.org/10.1007/s10994-021-05964-1">Hand et al. 2021</a>
     */
    public static Estimate f1(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        long of = matrix.cases() - matrix.trueNegatives();
        return share(matrix.truePositives(), of, "alert and no event", matrix, kind, level)
                .fold(
                        k -> Intervals.known(
                                2.0 * matrix.truePositives() / ((double) matrix.truePositives() + of),
                                f1(k.interval().lower()),
                                f1(k.interval().upper()),
                                0,
                                1,
                                level,
                                k.n()),
                        few -> few,
                        undefined -> undefined);
    }

    private static double f1(double fStar) {
        return 2 * fStar / (1 + fStar);
    }

    /**
     * Mean of sensitivity and specificity; 1/2 is chance, higher is better. Interval from those of the two, which are independent,
     * by the method of variance estimates recovery (Zou and Donner 2008). Too few and undefined as those two.
     *
     * @see <a href="https://doi.org/10.1002/sim.3095">Zou and Donner 2008</a>
     */
    public static Estimate balancedAccuracy(ConfusionMatrix matrix, ProportionInterval kind, double level) {
        return sensitivity(matrix, kind, level)
                .fold(
                        a -> specificity(matrix, kind, level)
                                .fold(b -> halfSum(a, b, level), few -> few, undefined -> undefined),
                        few -> few,
                        undefined -> undefined);
    }

    private static Estimate halfSum(Estimate.Known a, Estimate.Known b, double level) {
        double value = (a.value() + b.value()) / 2;
        double down = Math.hypot(
                a.value() - a.interval().lower(), b.value() - b.interval().lower());
        double up = Math.hypot(a.interval().upper() - a.value(), b.interval().upper() - b.value());
        return Intervals.known(value, value - down / 2, value + up / 2, 0, 1, level, a.n() + b.n());
    }

    /**
     * Positive likelihood ratio: sensitivity / (1 - specificity), the factor by which an alert multiplies the odds of the event;
     * above 1, higher is better. Symmetric interval on the log scale with
     * {@code se^2 = 1/TP - 1/events + 1/FP - 1/nonEvents} (Simel, Samsa and Matchar 1991); if no event had an alert, or all cases
     * had one, with half a case added to each count.
     *
     * <p>Fewer than {@link #NEEDED} in a class: too few. One class empty, or no false alert (the ratio is infinite): undefined.
     *
     * @return {@code >= 0}
     * @see <a href="https://doi.org/10.1016/0895-4356(91)90128-V">Simel et al. 1991</a>
     */
    public static Estimate positiveLikelihoodRatio(ConfusionMatrix matrix, double level) {
        return ratio(
                matrix.truePositives(),
                matrix.falsePositives(),
                "no case without the event had an alert: infinite, or 0 / 0",
                matrix,
                level);
    }

    /**
     * Negative likelihood ratio: (1 - sensitivity) / specificity, the factor by which no alert multiplies the odds of the event;
     * below 1, lower is better. Interval, too few and undefined as in {@link #positiveLikelihoodRatio}, with FN and TN in the
     * place of TP and FP.
     *
     * @return {@code >= 0}
     */
    public static Estimate negativeLikelihoodRatio(ConfusionMatrix matrix, double level) {
        return ratio(
                matrix.falseNegatives(),
                matrix.trueNegatives(),
                "every case without the event had an alert: infinite, or 0 / 0",
                matrix,
                level);
    }

    private static Estimate ratio(long a, long b, String infinite, ConfusionMatrix matrix, double level) {
        Cases.checkLevel(level);
        long n = matrix.events();
        long m = matrix.nonEvents();
        Optional<Estimate> refused = refused(matrix);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (b == 0) {
            return new Estimate.Undefined(infinite);
        }
        double value = ((double) a / n) / ((double) b / m);
        double half = a == 0 || (a == n && b == m) ? 0.5 : 0;
        double centre = ((a + half) / (n + 2 * half)) / ((b + half) / (m + 2 * half));
        double variance = 1 / (a + half) - 1 / (n + 2 * half) + 1 / (b + half) - 1 / (m + 2 * half);
        double factor = Math.exp(Intervals.z(level) * Math.sqrt(variance));
        double lower = a == 0 ? 0 : centre / factor;
        return Intervals.known(value, lower, centre * factor, 0, Double.MAX_VALUE, level, matrix.cases());
    }

    /**
     * Matthews correlation coefficient (phi) of alert and event; in [-1, 1], 0 is chance, higher is better. Interval symmetric on
     * the scale of Fisher's z, {@code atanh}, with the variance of the delta method for four multinomial counts (Bishop, Fienberg
     * and Holland 1975, chapter 11). At -1 and 1 that variance is 0: the far end is then the coefficient that sensitivity and
     * specificity both at the end of their exact intervals would give, at the prevalence seen; our choice, on the safe side.
     *
     * <p>Fewer than {@link #NEEDED} in a class: too few. One class empty, no alert at all, or alerts only: undefined.
     */
    public static Estimate matthews(ConfusionMatrix matrix, double level) {
        Cases.checkLevel(level);
        Optional<Estimate> refused = refused(matrix);
        if (refused.isPresent()) {
            return refused.get();
        }
        if (matrix.alerts() == 0 || matrix.alerts() == matrix.cases()) {
            return new Estimate.Undefined(
                    (matrix.alerts() == 0 ? "none" : "all") + " of the " + matrix.cases() + " cases had an alert");
        }
        return Matthews.of(matrix, level);
    }

    private static Optional<Estimate> refused(ConfusionMatrix matrix) {
        if (matrix.cases() > 0 && matrix.events() == 0) {
            return Optional.of(new Estimate.Undefined("none of the " + matrix.cases() + " cases had the event"));
        }
        if (matrix.cases() > 0 && matrix.nonEvents() == 0) {
            return Optional.of(new Estimate.Undefined("all of the " + matrix.cases() + " cases had the event"));
        }
        long smaller = Math.min(matrix.events(), matrix.nonEvents());
        return smaller < NEEDED ? Optional.of(new Estimate.TooFew(smaller, NEEDED)) : Optional.empty();
    }

    private static Estimate share(
            long hits, long n, String what, ConfusionMatrix matrix, ProportionInterval kind, double level) {
        Cases.checkLevel(level);
        if (n == 0 && matrix.cases() > 0) {
            return new Estimate.Undefined("there is no " + what + " among the " + matrix.cases() + " cases");
        }
        if (n < NEEDED) {
            return new Estimate.TooFew(n, NEEDED);
        }
        Interval interval = kind.of(hits, n, level);
        return new Estimate.Known((double) hits / n, interval, n);
    }
}
