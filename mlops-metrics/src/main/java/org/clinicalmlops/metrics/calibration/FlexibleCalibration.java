package org.clinicalmlops.metrics.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Binned;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * A flexible calibration curve, the share of events by predicted risk without the assumption of a line, and how far it is from the
 * diagonal: ICI, E50, E90 and Emax of Austin and Steyerberg 2019. Immutable.
 *
 * <p>A curve needs cases: 200 events and 200 non-events are advised (Van Calster et al. 2016); with fewer, look at the band.
 *
 * @see <a href="https://doi.org/10.1002/sim.8281">Austin and Steyerberg 2019</a>
 */
public sealed interface FlexibleCalibration {
    /**
     * Cases needed in each class, below which a curve is drawn through chance. Our choice, as for {@link Calibration#NEEDED}; for a
     * curve that can be relied on, 200 events and 200 non-events are advised (Van Calster et al. 2016).
     *
     * @see <a href="https://doi.org/10.1016/j.jclinepi.2015.12.005">Van Calster et al. 2016</a>
     */
    int NEEDED = 10;

    /**
     * A point of the curve. The interval is pointwise: one in twenty 95 % intervals misses, and none holds the bias of smoothing.
     *
     * @param risk predicted, in [0, 1]
     * @param observed share of events by the curve, in [0, 1]
     * @param lower of the interval, in [0, {@code observed}]; with {@link Smoother#LOESS} that of Wilson 1927 with as many cases as the
     *     local fit is worth, one over the sum of its squared weights (our choice); with {@link Smoother#SPLINE} that of Wald on the
     *     scale of log odds
     * @param upper of the interval, in [{@code observed}, 1]
     */
    record Point(double risk, double observed, double lower, double upper) {
        public Point {
            if (!(risk >= 0 && risk <= 1)) {
                throw new IllegalArgumentException("risk must be in [0, 1], was " + risk);
            }
            if (!(lower >= 0 && lower <= observed && observed <= upper && upper <= 1)) {
                throw new IllegalArgumentException("0 <= lower <= observed <= upper <= 1 must hold, were " + lower
                        + ", " + observed + " and " + upper);
            }
        }
    }

    /**
     * The curve and its distances from the diagonal, {@code |curve(risk) - risk|} over the cases. All are biased upwards by chance, as
     * {@link CalibrationError} is. The median, the 90 % quantile (type 7) and the maximum are descriptive: no interval of theirs is known
     * to hold its level near 0, and a bootstrap adds the bias once more.
     *
     * @param curve points in rising order of risk
     * @param ici integrated calibration index: the mean distance. Its interval is conservative by the triangle inequality, as that of
     *     {@link CalibrationError#ece}: the mean standard error of the curve over the cases, times
     *     {@code sqrt(2 / pi) + z sqrt(1 - 2 / pi)}, to both sides; as if the curve's errors at all risks went together. Our choice
     * @param e50 median distance
     * @param e90 90 % quantile of the distance
     * @param emax largest distance
     */
    record Drawn(List<Point> curve, Estimate.Known ici, double e50, double e90, double emax)
            implements FlexibleCalibration {
        public Drawn {
            curve = List.copyOf(curve);
            Objects.requireNonNull(ici, "ici");
            if (!(e50 >= 0 && e50 <= e90 && e90 <= emax && emax < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "0 <= e50 <= e90 <= emax must hold, were " + e50 + ", " + e90 + " and " + emax);
            }
        }
    }

    /** Fewer cases than needed in the smaller class. */
    record TooFew(long n, long needed) implements FlexibleCalibration {
        public TooFew {
            if (n < 0 || needed <= n) {
                throw new IllegalArgumentException("n must be >= 0 and below needed, were " + n + " and " + needed);
            }
        }
    }

    /**
     * There is no curve on these cases: one class is empty, all risks are equal, or, with a spline, they separate the classes.
     *
     * @param reason in words for a reader of the report
     */
    record Undefined(String reason) implements FlexibleCalibration {
        public Undefined {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Draws the curve at 101 evenly spaced risks from the lowest to the highest of the cases.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected; only read
     * @param happened shape [n]; only read
     * @param level nominal coverage of the intervals, in (0, 1)
     * @return cost as {@link Smoother} says
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1], or {@code level} outside (0, 1)
     */
    static FlexibleCalibration of(double[] risks, boolean[] happened, Smoother smoother, double level) {
        Cases.check("risks", risks, happened);
        double low = Arrays.stream(risks).min().orElse(0);
        double high = Arrays.stream(risks).max().orElse(1);
        double[] at = new double[101];
        for (int k = 0; k <= 100; k++) {
            at[k] = Math.min(high, low + (high - low) * (k / 100.0));
        }
        return of(risks, happened, smoother, at, level);
    }

    /**
     * Draws the curve at risks of the caller's choice. Beyond the risks of the cases {@link Smoother#LOESS} stays at its last value and
     * {@link Smoother#SPLINE} goes on in a line of log odds.
     *
     * @param at risks at which the curve is wanted, each in [0, 1]; only read
     * @return as {@link #of(double[], boolean[], Smoother, double)}, with points in the order of {@code at}
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1], or {@code level} outside (0, 1)
     */
    static FlexibleCalibration of(double[] risks, boolean[] happened, Smoother smoother, double[] at, double level) {
        Cases.check("risks", risks, happened);
        Cases.check("at", at, new boolean[at.length]);
        Objects.requireNonNull(smoother, "smoother");
        Cases.checkLevel(level);
        Optional<Estimate> refused = Cases.oneSidedOrTooFew(Cases.events(happened), happened.length, NEEDED);
        if (refused.isPresent()) {
            return refused.get()
                    .<FlexibleCalibration>fold(
                            known -> {
                                throw new IllegalStateException("a refusal is never known");
                            },
                            few -> new TooFew(few.n(), few.needed()),
                            undefined -> new Undefined(undefined.reason()));
        }
        GroupedRisks groups = GroupedRisks.of(risks, happened);
        if (groups.risks.length == 1) {
            return new Undefined("all cases have the same risk");
        }
        Optional<RiskCurve> curve =
                smoother == Smoother.LOESS ? Optional.of(new Loess(groups)) : SplineCurve.of(groups);
        return curve.<FlexibleCalibration>map(c -> drawn(c, groups, at, level))
                .orElseGet(() -> new Undefined("risks separate cases with the event from cases without"));
    }

    private static Drawn drawn(RiskCurve curve, GroupedRisks groups, double[] at, double level) {
        int n = groups.total();
        double z = Intervals.z(level);
        double[] distances = new double[n];
        double mean = 0;
        double error = 0;
        int filled = 0;
        for (int g = 0; g < groups.risks.length; g++) {
            double distance = Math.abs(curve.at(groups.risks[g]) - groups.risks[g]);
            int cases = (int) groups.cases[g];
            Arrays.fill(distances, filled, filled + cases, distance);
            filled += cases;
            mean += distance * cases / n;
            error += curve.error(groups.risks[g]) * cases / n;
        }
        Arrays.sort(distances);
        double reach = error * (Math.sqrt(2 / Math.PI) + z * Math.sqrt(1 - 2 / Math.PI));
        Estimate.Known ici =
                (Estimate.Known) Intervals.known(mean, mean - reach, mean + reach, 0, Math.max(1, mean), level, n);
        List<Point> points = new ArrayList<>();
        for (double risk : at) {
            double[] band = curve.band(risk, z);
            double observed = Math.min(band[1], Math.max(band[0], curve.at(risk)));
            points.add(new Point(risk, observed, band[0], band[1]));
        }
        return new Drawn(
                points, ici, Binned.quantile(distances, 1, 2), Binned.quantile(distances, 9, 10), distances[n - 1]);
    }

    /** The integrated calibration index alone, {@link Drawn#ici}; 0 is best. */
    static Estimate ici(double[] risks, boolean[] happened, Smoother smoother, double level) {
        return of(risks, happened, smoother, new double[0], level)
                .<Estimate>fold(
                        Drawn::ici,
                        few -> new Estimate.TooFew(few.n(), few.needed()),
                        undefined -> new Estimate.Undefined(undefined.reason()));
    }

    /** Answers one value for whichever case holds. */
    default <T> T fold(
            Function<? super Drawn, ? extends T> drawn,
            Function<? super TooFew, ? extends T> tooFew,
            Function<? super Undefined, ? extends T> undefined) {
        if (this instanceof Drawn d) {
            return drawn.apply(d);
        }
        if (this instanceof TooFew f) {
            return tooFew.apply(f);
        }
        return undefined.apply((Undefined) this);
    }

    /** {@link #fold} for effects. */
    default void match(
            Consumer<? super Drawn> drawn, Consumer<? super TooFew> tooFew, Consumer<? super Undefined> undefined) {
        if (this instanceof Drawn d) {
            drawn.accept(d);
        } else if (this instanceof TooFew f) {
            tooFew.accept(f);
        } else {
            undefined.accept((Undefined) this);
        }
    }
}
