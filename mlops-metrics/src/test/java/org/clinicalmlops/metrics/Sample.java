package org.clinicalmlops.metrics;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** Samples by whole-number formulas, the same as in src/test/oracle/metrics.R and tables.py. */
enum Sample {
    FORMULA200("formula200", 200, k -> (37 * k % 200 + 0.5) / 200) {
        @Override
        double second(int k, double s) {
            return 0.5 * s + 0.5 * spread(k, 0, 71, 200);
        }

        @Override
        boolean event(int k, double s) {
            return (53 * k % 100 + 0.5) / 100 < s;
        }
    },
    TIES60("ties60", 60, k -> (7 * k % 5 + 1) / 8.0) {
        @Override
        double second(int k, double s) {
            return (11 * k % 3 + 1) / 4.0;
        }

        @Override
        boolean event(int k, double s) {
            return spread(k, 13, 5, 61) < s;
        }
    },
    MINIMUM20("minimum20", 20, k -> (7 * k % 20 + 0.5) / 20) {
        @Override
        double second(int k, double s) {
            return 0.25 + 0.5 * (3 * k % 20 + 0.5) / 20;
        }

        @Override
        boolean event(int k, double s) {
            return (7 * k + 3 * (k % 4)) % 20 >= 10;
        }
    },
    RARE5000("rare5000", 5000, k -> {
        double u = spread(k, 7919, 104729, 10007);
        return u * u * u * u * 0.02;
    }) {
        @Override
        double second(int k, double s) {
            return 0.004 + 0.5 * s * spread(k, 31, 17, 10009);
        }

        @Override
        boolean event(int k, double s) {
            return spread(k, 4211, 12347, 9973) < s;
        }
    },
    LARGE10000("large10000", 10000, k -> {
        double u = spread(k, 7919, 104729, 10007);
        return u * u;
    }) {
        @Override
        double second(int k, double s) {
            return 0.7 * s + 0.3 * spread(k, 31, 17, 10009);
        }

        @Override
        boolean event(int k, double s) {
            return spread(k, 4211, 12347, 9973) < 0.8 * s;
        }
    };

    final String label;
    private final int n;
    private final IntToDoubleFunction first;

    Sample(String label, int n, IntToDoubleFunction first) {
        this.label = label;
        this.n = n;
        this.first = first;
    }

    abstract double second(int k, double s);

    abstract boolean event(int k, double s);

    double[] risks() {
        return doubles(n, first);
    }

    double[] risksOfSecondModel() {
        return doubles(n, k -> second(k, first.applyAsDouble(k)));
    }

    boolean[] happened() {
        return flags(n, k -> event(k, first.applyAsDouble(k)));
    }

    static double spread(long k, long a, long b, long m) {
        return ((a * k * k + b * k) % m + 0.5) / m;
    }

    static double[] doubles(int n, IntToDoubleFunction of) {
        double[] values = new double[n];
        for (int k = 0; k < n; k++) {
            values[k] = of.applyAsDouble(k);
        }
        return values;
    }

    static boolean[] flags(int n, IntPredicate of) {
        boolean[] values = new boolean[n];
        for (int k = 0; k < n; k++) {
            values[k] = of.test(k);
        }
        return values;
    }
}
