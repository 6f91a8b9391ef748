package org.clinicalmlops.metrics.weighted;

import org.clinicalmlops.metrics.fixtures.Sample;

/** Weighted cases by whole-number formulas and divisions, the same as in src/test/oracle/weighted.py and weighted-survey.R. */
enum WeightedSample {
    /** By hand: two risks, weights 2 and 1. */
    HAND24("hand24", 24, 0, 0) {
        @Override
        double risk(int k) {
            return (k < 12) == (k % 2 == 0) ? 0.75 : 0.25;
        }

        @Override
        boolean event(int k) {
            return k < 12;
        }

        @Override
        double weight(int k) {
            return 2 - k % 2;
        }
    },
    /** Ten cases in each class, and equal weights that are not whole. */
    MINIMUM20("minimum20", 20, 0, 0) {
        @Override
        double risk(int k) {
            return (7 * k % 20 + 0.5) / 20;
        }

        @Override
        boolean event(int k) {
            return (7 * k + 3 * (k % 4)) % 20 >= 10;
        }

        @Override
        double weight(int k) {
            return 0.1;
        }
    },
    TIES60("ties60", 60, 5, 1) {
        @Override
        double weight(int k) {
            return 1 + k % 3;
        }
    },
    ZEROS200("zeros200", 200, 0, 1) {
        @Override
        double weight(int k) {
            return k % 4 == 0 ? 0 : 0.25 + t(k);
        }
    },
    /** From 1 to nearly 1,000. */
    UNEQUAL2000("unequal2000", 2000, 0, 1) {
        @Override
        double weight(int k) {
            return 1 / (0.001 + t(k));
        }
    },
    /** Nineteen events, and others drawn more rarely than they. */
    RARE5000("rare5000", 5000, 0, 0.01),
    LARGE10000("large10000", 10000, 0, 1);

    final String label;
    private final int n;
    private final int levels;
    private final double scale;

    WeightedSample(String label, int n, int levels, double scale) {
        this.label = label;
        this.n = n;
        this.levels = levels;
        this.scale = scale;
    }

    static double t(int k) {
        return Sample.spread(k, 31, 17, 10009);
    }

    private double s(int k) {
        double u = Sample.spread(k, 7919, 104729, 10007);
        return levels > 0 ? (Math.floor(u * levels) + 0.5) / levels : u * u;
    }

    double risk(int k) {
        return scale * s(k);
    }

    boolean event(int k) {
        return Sample.spread(k, 4211, 12347, 9973) < scale * s(k) * (1.2 - 0.4 * s(k));
    }

    /** One over the probability of being drawn, higher for events. */
    double weight(int k) {
        return event(k) ? 1 / (0.5 + 0.5 * t(k)) : 1 / (0.05 + 0.25 * t(k));
    }

    double[] risks() {
        return Sample.doubles(n, this::risk);
    }

    boolean[] happened() {
        return Sample.flags(n, this::event);
    }

    double[] weights() {
        return Sample.doubles(n, this::weight);
    }

    WeightedCases cases() {
        return WeightedCases.of(risks(), happened(), weights());
    }
}
