package org.clinicalmlops.metrics.calibration;

import java.util.Arrays;
import java.util.Optional;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * Maximum likelihood for outcomes on log odds, by Newton's method with halved steps: the log likelihood is concave, so that it
 * arrives wherever there is a maximum.
 */
final class LogisticFit {
    private static final int STEPS = 200;
    private static final int HALVINGS = 60;
    private static final double TOLERANCE = 1e-9;

    private final double[] x;
    private final double[] events; // with these log odds
    private final double[] others;
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

    private LogisticFit(double[] x, double[] events, double[] others, boolean slopeIsOne) {
        this.x = x;
        this.events = events;
        this.others = others;
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
        return intercept(new LogisticFit(logits(risks), ones(happened, true), ones(happened, false), true));
    }

    /** The same of counted cases. */
    static Optional<Intercept> intercept(RiskCounts cases) {
        return intercept(new LogisticFit(logits(cases), events(cases), others(cases), true));
    }

    private static Optional<Intercept> intercept(LogisticFit fit) {
        return fit.arrives() ? Optional.of(new Intercept(fit.a, 1 / Math.sqrt(fit.aa))) : Optional.empty();
    }

    /** Intercept and slope. */
    static LogisticRecalibration of(double[] risks, boolean[] happened) {
        return ofLogOdds(logits(risks), happened);
    }

    /** The same of counted cases. */
    static LogisticRecalibration of(RiskCounts cases) {
        return of(logits(cases), events(cases), others(cases), cases.cases());
    }

    /** Intercept and slope for log odds, which are overwritten. */
    static LogisticRecalibration ofLogOdds(double[] x, boolean[] happened) {
        return of(x, ones(happened, true), ones(happened, false), happened.length);
    }

    private static LogisticRecalibration of(double[] x, double[] events, double[] others, int n) {
        Optional<String> reason = whyNone(x, events, others, n);
        if (reason.isPresent()) {
            return new LogisticRecalibration.Undetermined(reason.get());
        }
        // Centred, so that risks that hardly differ keep their precision.
        double mean = Arrays.stream(x).average().orElseThrow();
        for (int i = 0; i < x.length; i++) {
            x[i] -= mean;
        }
        LogisticFit fit = new LogisticFit(x, events, others, false);
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

    private static double[] logits(RiskCounts cases) {
        double[] x = new double[cases.size()];
        for (int g = 0; g < x.length; g++) {
            x[g] = LogOdds.logit(cases.risk(g));
        }
        return x;
    }

    private static double[] events(RiskCounts cases) {
        return Arrays.stream(cases.copyOfEvents()).asDoubleStream().toArray();
    }

    private static double[] others(RiskCounts cases) {
        return Arrays.stream(cases.copyOfOthers()).asDoubleStream().toArray();
    }

    private static double[] ones(boolean[] happened, boolean where) {
        double[] ones = new double[happened.length];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = happened[i] == where ? 1 : 0;
        }
        return ones;
    }

    /** In one dimension a maximum exists if and only if the classes overlap (Albert and Anderson 1984). */
    private static Optional<String> whyNone(double[] x, double[] events, double[] others, int n) {
        double lowestEvent = Double.POSITIVE_INFINITY;
        double highestEvent = Double.NEGATIVE_INFINITY;
        double lowestOther = Double.POSITIVE_INFINITY;
        double highestOther = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (events[i] > 0) {
                lowestEvent = Math.min(lowestEvent, x[i]);
                highestEvent = Math.max(highestEvent, x[i]);
            }
            if (others[i] > 0) {
                lowestOther = Math.min(lowestOther, x[i]);
                highestOther = Math.max(highestOther, x[i]);
            }
        }
        if (n == 0) {
            return Optional.of("there are no cases");
        }
        if (lowestEvent > highestEvent) {
            return Optional.of("none of the " + n + " cases had the event");
        }
        if (lowestOther > highestOther) {
            return Optional.of("all of the " + n + " cases had the event");
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
            sum -= events[i] > 0 ? events[i] * softplus(-eta) : 0;
            sum -= others[i] > 0 ? others[i] * softplus(eta) : 0;
        }
        return sum;
    }

    /** Minus the log probability of what happened, by the log odds of what did not. */
    private static double softplus(double against) {
        return against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
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
            double q = LogOdds.sigmoid(-eta);
            double residual = events[i] * q - others[i] * p;
            double w = (events[i] + others[i]) * p * q;
            scoreA += residual;
            scoreB += residual * x[i];
            aa += w;
            ab += w * x[i];
            bb += w * x[i] * x[i];
        }
    }
}
