package org.clinicalmlops.metrics.calibration;

import java.util.Arrays;
import java.util.Optional;

/**
 * Maximum likelihood for outcomes on log odds, by Newton's method with halved steps: the log likelihood is concave, so that it
 * arrives wherever there is a maximum.
 */
final class LogisticFit {
    private static final int STEPS = 200;
    private static final int HALVINGS = 60;
    private static final double TOLERANCE = 1e-9;

    private final double[] x;
    private final boolean[] happened;
    private final boolean slopeIsOne;

    private double a;
    private double b;
    private double logLikelihood;

    // Expected information of (a, b), and the score.
    private double aa;
    private double ab;
    private double bb;
    private double scoreA;
    private double scoreB;

    private LogisticFit(double[] x, boolean[] happened, boolean slopeIsOne) {
        this.x = x;
        this.happened = happened;
        this.slopeIsOne = slopeIsOne;
        this.b = 1;
    }

    /**
     * An intercept with the slope held at 1.
     *
     * @param error standard error
     */
    record Intercept(double value, double error) {}

    /** The intercept with the slope held at 1; empty if Newton's method does not arrive. Both classes must be there. */
    static Optional<Intercept> intercept(double[] risks, boolean[] happened) {
        LogisticFit fit = new LogisticFit(logits(risks), happened, true);
        return fit.arrives() ? Optional.of(new Intercept(fit.a, 1 / Math.sqrt(fit.aa))) : Optional.empty();
    }

    /** Intercept and slope. */
    static LogisticRecalibration of(double[] risks, boolean[] happened) {
        return ofLogOdds(logits(risks), happened);
    }

    /** Intercept and slope for log odds, which are overwritten. */
    static LogisticRecalibration ofLogOdds(double[] x, boolean[] happened) {
        Optional<String> reason = whyNone(x, happened);
        if (reason.isPresent()) {
            return new LogisticRecalibration.Undetermined(reason.get());
        }
        // Centred, so that risks that hardly differ keep their precision.
        double mean = Arrays.stream(x).average().orElseThrow();
        for (int i = 0; i < x.length; i++) {
            x[i] -= mean;
        }
        LogisticFit fit = new LogisticFit(x, happened, false);
        if (!fit.arrives()) {
            return new LogisticRecalibration.Undetermined("the fit did not converge in " + STEPS + " steps");
        }
        double determinant = fit.aa * fit.bb - fit.ab * fit.ab;
        double slopeVariance = fit.aa / determinant;
        double interceptVariance = (fit.bb + 2 * mean * fit.ab + mean * mean * fit.aa) / determinant;
        return new LogisticRecalibration.Fitted(
                fit.a - fit.b * mean, fit.b, Math.sqrt(interceptVariance), Math.sqrt(slopeVariance));
    }

    private static double[] logits(double[] risks) {
        return Arrays.stream(risks).map(LogOdds::logit).toArray();
    }

    /** In one dimension a maximum exists if and only if the classes overlap (Albert and Anderson 1984). */
    private static Optional<String> whyNone(double[] x, boolean[] happened) {
        double lowestEvent = Double.POSITIVE_INFINITY;
        double highestEvent = Double.NEGATIVE_INFINITY;
        double lowestOther = Double.POSITIVE_INFINITY;
        double highestOther = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (happened[i]) {
                lowestEvent = Math.min(lowestEvent, x[i]);
                highestEvent = Math.max(highestEvent, x[i]);
            } else {
                lowestOther = Math.min(lowestOther, x[i]);
                highestOther = Math.max(highestOther, x[i]);
            }
        }
        if (x.length == 0) {
            return Optional.of("there are no cases");
        }
        if (lowestEvent > highestEvent) {
            return Optional.of("none of the " + x.length + " cases had the event");
        }
        if (lowestOther > highestOther) {
            return Optional.of("all of the " + x.length + " cases had the event");
        }
        if (Math.min(lowestEvent, lowestOther) == Math.max(highestEvent, highestOther)) {
            return Optional.of("all cases have the same risk");
        }
        if (lowestEvent >= highestOther || highestEvent <= lowestOther) {
            return Optional.of("a threshold on the risk separates cases with the event from cases without");
        }
        return Optional.empty();
    }

    private boolean arrives() {
        logLikelihood = logLikelihoodAt(a, b);
        for (int step = 0; step < STEPS; step++) {
            differentiate();
            double determinant = aa * bb - ab * ab;
            double stepA = slopeIsOne ? scoreA / aa : (bb * scoreA - ab * scoreB) / determinant;
            double stepB = slopeIsOne ? 0 : (aa * scoreB - ab * scoreA) / determinant;
            if (!Double.isFinite(stepA) || !Double.isFinite(stepB)) {
                return false;
            }
            boolean last = Math.abs(stepA) <= TOLERANCE * (1 + Math.abs(a))
                    && Math.abs(stepB) <= TOLERANCE * (1 + Math.abs(b));
            if (last) {
                a += stepA;
                b += stepB;
                return true;
            }
            if (!climb(stepA, stepB)) {
                return false;
            }
        }
        return false;
    }

    /** Goes along the step, or the first of its halves that does not lower the log likelihood by more than rounding. */
    private boolean climb(double stepA, double stepB) {
        double share = 1;
        for (int halving = 0; halving < HALVINGS; halving++, share /= 2) {
            double there = logLikelihoodAt(a + share * stepA, b + share * stepB);
            if (there >= logLikelihood - 1e-12 * Math.abs(logLikelihood)) {
                a += share * stepA;
                b += share * stepB;
                logLikelihood = there;
                return true;
            }
        }
        return false;
    }

    private double logLikelihoodAt(double intercept, double slope) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double eta = intercept + slope * x[i];
            double against = happened[i] ? -eta : eta; // log odds of what did not happen
            sum -= against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
        }
        return sum;
    }

    private void differentiate() {
        aa = 0;
        ab = 0;
        bb = 0;
        scoreA = 0;
        scoreB = 0;
        for (int i = 0; i < x.length; i++) {
            double eta = a + b * x[i];
            double p = LogOdds.sigmoid(eta);
            double residual = happened[i] ? LogOdds.sigmoid(-eta) : -p;
            double w = p * LogOdds.sigmoid(-eta);
            scoreA += residual;
            scoreB += residual * x[i];
            aa += w;
            ab += w * x[i];
            bb += w * x[i] * x[i];
        }
    }
}
