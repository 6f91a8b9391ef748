package org.clinicalmlops.metrics.fairness;

import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;

/** Method of variance estimates recovery: intervals of a difference and a ratio from those of two independent estimates. */
final class Mover {
    private Mover() {}

    /** Of {@code a - b} (Zou and Donner 2008; with Wilson intervals of two shares, Newcombe 1998, method 10). */
    static Interval difference(Estimate.Known a, Estimate.Known b, double level) {
        double difference = a.value() - b.value();
        return new Interval(difference - Math.hypot(down(a), up(b)), difference + Math.hypot(up(a), down(b)), level);
    }

    /**
     * Of {@code a / b}, both {@code >= 0} with intervals that are so too, and b above 0 (Donner and Zou 2012), in a form that does
     * not cancel; unbounded above if b may be 0.
     */
    static Interval ratio(Estimate.Known a, Estimate.Known b, double level) {
        double product = a.value() * b.value();
        double ratio = a.value() / b.value();
        double la = a.interval().lower() * (a.value() + down(a));
        double ub = b.interval().upper() * (b.value() - up(b));
        double lower = la <= 0 ? 0 : la / (product + Math.sqrt(Math.max(0, product * product - la * ub)));
        double lb = b.interval().lower() * (b.value() + down(b));
        double ua = a.interval().upper() * (a.value() - up(a));
        double upper = lb <= 0
                ? Double.POSITIVE_INFINITY
                : (product + Math.sqrt(Math.max(0, product * product - ua * lb))) / lb;
        return new Interval(Math.min(ratio, lower), Math.max(ratio, upper), level);
    }

    private static double down(Estimate.Known known) {
        return known.value() - known.interval().lower();
    }

    private static double up(Estimate.Known known) {
        return known.interval().upper() - known.value();
    }
}
