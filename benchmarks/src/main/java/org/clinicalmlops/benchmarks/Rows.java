package org.clinicalmlops.benchmarks;

import java.util.SplittableRandom;

/**
 * The rows that every comparison walks over: {@value #COUNT} distinct ones, since a row that is scored again and again teaches the
 * processor its branches. Standard normal values from a fixed seed.
 */
final class Rows {
    static final int COUNT = 1024;
    static final int MASK = COUNT - 1;
    static final long SEED = 20_260_101;

    private Rows() {}

    /** {@code [COUNT][features]}. */
    static double[][] of(int features) {
        return of(COUNT, features, SEED);
    }

    static double[][] of(int rows, int features, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[rows][features];
        for (double[] row : values) {
            for (int f = 0; f < features; f++) {
                row[f] = gaussian(random);
            }
        }
        return values;
    }

    /** Marsaglia's polar method; {@link SplittableRandom} has no normal numbers of its own on every JDK that is supported. */
    private static double gaussian(SplittableRandom random) {
        while (true) {
            double u = 2 * random.nextDouble() - 1;
            double v = 2 * random.nextDouble() - 1;
            double s = u * u + v * v;
            if (s > 0 && s < 1) {
                return u * Math.sqrt(-2 * Math.log(s) / s);
            }
        }
    }
}
