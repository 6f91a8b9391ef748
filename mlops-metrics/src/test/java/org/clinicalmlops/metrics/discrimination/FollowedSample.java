package org.clinicalmlops.metrics.discrimination;

import org.clinicalmlops.metrics.fixtures.Sample;

/** Censored samples by whole-number formulas and divisions, the same as in src/test/oracle/followup.R. */
enum FollowedSample {
    HAND12("hand12") {
        @Override
        double score(int k) {
            return new int[] {12, 11, 8, 9, 9, 10, 7, 5, 6, 6, 3, 1}[k] / 16.0;
        }

        @Override
        double time(int k) {
            return new int[] {1, 1, 2, 2, 2, 3, 4, 4, 5, 6, 7, 7}[k];
        }

        @Override
        boolean event(int k) {
            return k != 3 && k != 9;
        }
    },
    TIES120("ties120", 120, 5, 2, 1.5, 1),
    FOLLOWED200("followed200", 200, 0, 0, 1e9, 1),
    CENSORED300("censored300", 300, 0, 0, 0.5, 1),
    RARE5000("rare5000", 5000, 0, 0, 3, 100),
    LARGE10000("large10000", 10000, 50, 8, 2, 1);

    final String label;
    private final int n;
    private final int levels;
    private final double grid;
    private final double censoring;
    private final double rarity;

    FollowedSample(String label) {
        this(label, 12, 0, 0, 0, 0);
    }

    FollowedSample(String label, int n, int levels, double grid, double censoring, double rarity) {
        this.label = label;
        this.n = n;
        this.levels = levels;
        this.grid = grid;
        this.censoring = censoring;
        this.rarity = rarity;
    }

    private static double s(int k) {
        return Sample.spread(k, 7919, 104729, 10007);
    }

    private double eventTime(int k) {
        double u = Sample.spread(k, 4211, 12347, 9973);
        return rarity * (u / (1 - u)) / (0.2 + 3 * s(k) * s(k));
    }

    private double censoringTime(int k) {
        double v = Sample.spread(k, 31, 17, 10009);
        return censoring * (v / (1 - v));
    }

    double score(int k) {
        return levels > 0 ? Math.floor(s(k) * levels) / levels : s(k);
    }

    double time(int k) {
        double time = Math.min(eventTime(k), censoringTime(k));
        return grid > 0 ? Math.ceil(time * grid) / grid : time;
    }

    boolean event(int k) {
        return eventTime(k) <= censoringTime(k);
    }

    double[] scores() {
        return Sample.doubles(n, this::score);
    }

    double[] times() {
        return Sample.doubles(n, this::time);
    }

    boolean[] happened() {
        return Sample.flags(n, this::event);
    }
}
