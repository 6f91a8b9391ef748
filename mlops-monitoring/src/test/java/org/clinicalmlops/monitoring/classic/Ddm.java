package org.clinicalmlops.monitoring.classic;

/**
 * Drift detection method (Gama et al. 2004), of an error that is 0 or 1: alarms where the error rate exceeds the lowest one so far
 * by three standard deviations. For comparison only: it alarms early on nothing, and then goes blind.
 */
public final class Ddm {
    private static final int NEEDED = 30;
    private long n;
    private double p = 1;
    private double lowestP = Double.POSITIVE_INFINITY;
    private double lowestS = Double.POSITIVE_INFINITY;

    /** Whether it alarms. */
    public boolean add(double x) {
        n++;
        p += (x - p) / n;
        double s = Math.sqrt(p * (1 - p) / n);
        if (n > NEEDED && p + s <= lowestP + lowestS) {
            lowestP = p;
            lowestS = s;
        }
        return n > NEEDED && p + s > lowestP + 3 * lowestS;
    }
}
