package org.clinicalmlops.metrics.calibration;

import java.util.OptionalDouble;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.resampling.RiskStatistic;

/**
 * The slope of a logistic recalibration for changing counts of the same risks. The maximum is sought from that of all cases, where
 * what the first step needs is kept, so that it takes no exponential function. Each step is Chebyshev's, of third order: the error
 * that is left is about the third power of the step.
 */
final class ResampledSlope implements RiskStatistic.OfCounts {
    /** No log odds move further than this in the last step, so that what is left is about 1e-11. */
    private static final double LAST_STEP = 2e-4;

    private static final int STEPS = 25;

    private final double[] x; // log odds, centred
    private final double furthest;
    private final double startA;
    private final double startB;
    private final double[] startP;
    private final double[] p;

    private double a;
    private double b;
    private double a0; // score, of intercept and slope
    private double a1;
    private double w0; // information: sums of the weight p (1 - p) times a power of x
    private double w1;
    private double w2;
    private double t0; // third derivatives: sums of p (1 - p) (1 - 2 p) times a power of x
    private double t1;
    private double t2;
    private double t3;

    private ResampledSlope(double[] x, double startA, double startB) {
        this.x = x;
        this.startA = startA;
        this.startB = startB;
        this.startP = new double[x.length];
        this.p = new double[x.length];
        double reach = 0;
        for (int g = 0; g < x.length; g++) {
            startP[g] = LogOdds.sigmoid(startA + startB * x[g]);
            reach = Math.max(reach, Math.abs(x[g]));
        }
        this.furthest = reach;
    }

    static RiskStatistic.OfCounts over(RiskCounts cases) {
        double[] x = new double[cases.size()];
        double sum = 0;
        for (int g = 0; g < x.length; g++) {
            x[g] = LogOdds.logit(cases.risk(g));
            sum += x[g] * (cases.events(g) + cases.others(g));
        }
        double mean = cases.cases() > 0 ? sum / cases.cases() : 0;
        for (int g = 0; g < x.length; g++) {
            x[g] -= mean;
        }
        LogisticRecalibration all = fit(x, cases.copyOfEvents(), cases.copyOfOthers());
        return all.<RiskStatistic.OfCounts>fold(
                fitted -> new ResampledSlope(x, fitted.intercept(), fitted.slope()),
                undetermined -> (events, others) -> OptionalDouble.empty());
    }

    /** By the plain fit, from the centred log odds. */
    private static LogisticRecalibration fit(double[] x, int[] events, int[] others) {
        int n = 0;
        for (int g = 0; g < x.length; g++) {
            n += events[g] + others[g];
        }
        double[] each = new double[n];
        boolean[] happened = new boolean[n];
        int i = 0;
        for (int g = 0; g < x.length; g++) {
            for (int k = 0; k < events[g] + others[g]; k++) {
                each[i] = x[g];
                happened[i++] = k < events[g];
            }
        }
        return LogisticFit.ofLogOdds(each, happened);
    }

    @Override
    public OptionalDouble of(int[] events, int[] others) {
        if (!overlap(events, others)) {
            return OptionalDouble.empty();
        }
        a = startA;
        b = startB;
        for (int step = 0; step < STEPS; step++) {
            differentiate(events, others, step == 0);
            double determinant = w0 * w2 - w1 * w1;
            double u = (w2 * a0 - w1 * a1) / determinant; // Newton's step
            double v = (w0 * a1 - w1 * a0) / determinant;
            double c0 = (t0 * u * u + 2 * t1 * u * v + t2 * v * v) / 2; // by which its score falls short
            double c1 = (t1 * u * u + 2 * t2 * u * v + t3 * v * v) / 2;
            u -= (w2 * c0 - w1 * c1) / determinant;
            v -= (w0 * c1 - w1 * c0) / determinant;
            a += u;
            b += v;
            double moved = Math.abs(u) + Math.abs(v) * furthest;
            if (moved <= LAST_STEP) {
                return OptionalDouble.of(b);
            }
            if (!(moved < 10)) {
                break; // too far for steps without a check that they climb
            }
        }
        return fit(x, events, others)
                .fold(fitted -> OptionalDouble.of(fitted.slope()), undetermined -> OptionalDouble.empty());
    }

    /** Whether there is a maximum: no threshold separates the drawn cases (Albert and Anderson 1984). */
    private static boolean overlap(int[] events, int[] others) {
        int low = 0;
        int high = events.length - 1;
        while (low < high && events[low] + others[low] == 0) {
            low++;
        }
        while (low < high && events[high] + others[high] == 0) {
            high--;
        }
        if (low >= high) {
            return false;
        }
        return eventBelowOther(events, others, low, high) && eventBelowOther(others, events, low, high);
    }

    /** Whether some case of the first kind has a lower risk than some case of the second. */
    private static boolean eventBelowOther(int[] first, int[] second, int low, int high) {
        int lowest = low;
        while (lowest <= high && first[lowest] == 0) {
            lowest++;
        }
        int highest = high;
        while (highest >= low && second[highest] == 0) {
            highest--;
        }
        return lowest < highest;
    }

    /** Goes through all risks, drawn or not, unless it takes an exponential function: cheaper than to foresee which. */
    private void differentiate(int[] events, int[] others, boolean atStart) {
        if (atStart) {
            sum(events, others, startP);
            return;
        }
        for (int g = 0; g < x.length; g++) {
            if (events[g] + others[g] != 0) {
                p[g] = 1 / (1 + Math.exp(-(a + b * x[g])));
            }
        }
        sum(events, others, p);
    }

    private void sum(int[] events, int[] others, double[] ps) {
        double s0 = 0;
        double s1 = 0;
        double i0 = 0;
        double i1 = 0;
        double i2 = 0;
        double d0 = 0;
        double d1 = 0;
        double d2 = 0;
        double d3 = 0;
        for (int g = 0; g < x.length; g++) {
            int n = events[g] + others[g];
            double at = x[g];
            double np = n * ps[g];
            double score = events[g] - np;
            double weight = np * (1 - ps[g]);
            double third = weight * (1 - 2 * ps[g]);
            s0 += score;
            s1 += score * at;
            i0 += weight;
            d0 += third;
            weight *= at;
            third *= at;
            i1 += weight;
            d1 += third;
            i2 += weight * at;
            third *= at;
            d2 += third;
            d3 += third * at;
        }
        a0 = s0;
        a1 = s1;
        w0 = i0;
        w1 = i1;
        w2 = i2;
        t0 = d0;
        t1 = d1;
        t2 = d2;
        t3 = d3;
    }
}
