package org.clinicalmlops.metrics.calibration;

import java.util.Optional;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.LogitRegression;

/**
 * Beta calibration (Kull, Silva Filho and Flach 2017): {@code sigmoid(a ln p - b ln(1 - p) + c)} with a and b not negative, so that it
 * never decreases; a = b = 1 and c = 0 changes nothing, and a = b is {@link LogisticRecalibration}. Bends the ends of the scale
 * apart from each other, which two parameters cannot.
 *
 * @param a finite, {@code >= 0}
 * @param b finite, {@code >= 0}
 * @param c finite
 * @see <a href="https://doi.org/10.1214/17-EJS1338SI">Kull et al. 2017</a>
 */
public record BetaCalibration(double a, double b, double c) implements Calibrator {
    public BetaCalibration {
        if (!(a >= 0 && b >= 0) || !Double.isFinite(a) || !Double.isFinite(b)) {
            throw new IllegalArgumentException("a and b must be finite and >= 0, were " + a + " and " + b);
        }
        if (!Double.isFinite(c)) {
            throw new IllegalArgumentException("c must be finite, was " + c);
        }
    }

    /**
     * Maximum likelihood under {@code a >= 0, b >= 0}: a logistic regression on {@code ln p} and {@code -ln(1 - p)}; where one
     * coefficient is negative, the better of the fits without one of them; where that is negative too, the share of events for
     * everybody.
     *
     * @param risks shape [n], each in [0, 1], clipped as {@link LogOdds#CLIP} says; NaN is rejected; only read
     * @param happened shape [n]; only read
     * @return undetermined if a class is empty, there are fewer than three different risks, or the risks separate the classes; cost
     *     O(n) for each of some ten steps
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static Calibrator.Fit<BetaCalibration> fit(double[] risks, boolean[] happened) {
        Cases.check("risks", risks, happened);
        int n = risks.length;
        int events = Cases.events(happened);
        if (events == 0 || events == n) {
            return new Calibrator.Fit.Undetermined<>(
                    "both classes are needed, there were " + events + " events among " + n + " cases");
        }
        double[] ones = new double[n];
        double[] outcome = new double[n];
        double[] first = new double[n];
        double[] second = new double[n];
        for (int i = 0; i < n; i++) {
            ones[i] = 1;
            outcome[i] = happened[i] ? 1 : 0;
            first[i] = logOf(risks[i]);
            second[i] = -logOfOther(risks[i]);
        }
        Optional<LogitRegression> both = LogitRegression.of(new double[][] {ones, first, second}, ones, outcome);
        if (both.isEmpty()) {
            return new Calibrator.Fit.Undetermined<>(
                    "there are fewer than three different risks, or they separate cases with the event from cases without");
        }
        double[] full = both.get().coefficients();
        if (full[1] >= 0 && full[2] >= 0) {
            return new Calibrator.Fit.Fitted<>(new BetaCalibration(full[1], full[2], full[0]));
        }
        Optional<LogitRegression> onlyFirst = rising(LogitRegression.of(new double[][] {ones, first}, ones, outcome));
        Optional<LogitRegression> onlySecond = rising(LogitRegression.of(new double[][] {ones, second}, ones, outcome));
        if (onlyFirst.isEmpty() && onlySecond.isEmpty()) {
            return new Calibrator.Fit.Fitted<>(
                    new BetaCalibration(0, 0, Math.log(events) - Math.log((double) n - events)));
        }
        double ofFirst = onlyFirst.map(LogitRegression::logLikelihood).orElse(Double.NEGATIVE_INFINITY);
        double ofSecond = onlySecond.map(LogitRegression::logLikelihood).orElse(Double.NEGATIVE_INFINITY);
        double[] found =
                (ofFirst >= ofSecond ? onlyFirst : onlySecond).orElseThrow().coefficients();
        return new Calibrator.Fit.Fitted<>(
                ofFirst >= ofSecond
                        ? new BetaCalibration(found[1], 0, found[0])
                        : new BetaCalibration(0, found[1], found[0]));
    }

    private static Optional<LogitRegression> rising(Optional<LogitRegression> fit) {
        return fit.filter(f -> f.coefficients()[1] >= 0);
    }

    private static double logOf(double risk) {
        return Math.log(clipped(risk));
    }

    private static double logOfOther(double risk) {
        return Math.log1p(-clipped(risk));
    }

    private static double clipped(double risk) {
        return Math.min(Math.max(risk, LogOdds.CLIP), 1 - LogOdds.CLIP);
    }

    @Override
    public double apply(double risk) {
        if (!(risk >= 0 && risk <= 1)) {
            throw new IllegalArgumentException("risk must be in [0, 1], was " + risk);
        }
        return LogOdds.sigmoid(a * logOf(risk) - b * logOfOther(risk) + c);
    }
}
