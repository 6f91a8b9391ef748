package org.clinicalmlops.monitoring.proof;

/**
 * Drift detection method of Gama, Medas, Castillo and Rodrigues (2004, SBIA, LNAI 3171:286): the share of errors p with its standard
 * error s; drift where {@code p + s >= p_min + sigmas * s_min}, from 30 cases on. A peer to be compared with, not for use: it alarms
 * early on nothing and goes blind then. Single-threaded.
 */
final class Ddm implements Peer {
    private static final int LEAST = 30;

    private final double sigmas;
    private long n;
    private long errors;
    private double pMin = Double.POSITIVE_INFINITY;
    private double sMin = Double.POSITIVE_INFINITY;

    Ddm(double sigmas) {
        this.sigmas = sigmas;
    }

    @Override
    public boolean read(double error) {
        n++;
        errors += error > 0 ? 1 : 0;
        double p = (double) errors / n;
        double s = Math.sqrt(p * (1 - p) / n);
        if (n < LEAST) {
            return false;
        }
        if (p + s <= pMin + sMin) {
            pMin = p;
            sMin = s;
        }
        boolean drift = p + s > pMin + sigmas * sMin;
        if (drift) {
            n = 0;
            errors = 0;
            pMin = Double.POSITIVE_INFINITY;
            sMin = Double.POSITIVE_INFINITY;
        }
        return drift;
    }
}
