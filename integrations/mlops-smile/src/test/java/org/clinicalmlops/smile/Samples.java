package org.clinicalmlops.smile;

import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.train.TrainingData;

/** Training data for the tests. */
final class Samples {
    private Samples() {}

    /** 2,000 rows by whole-number formulas, the same as in src/test/oracle/logistic.R. */
    static TrainingData formula() {
        double[][] rows = new double[2000][];
        double[] truth = new double[rows.length];
        for (int k = 0; k < rows.length; k++) {
            double age = 18 + (37 * k) % 73;
            double lactate = 0.5 + 8 * spread(k, 7919, 104729, 10007);
            double emergency = k % 3 == 0 ? 1 : 0;
            double sodium = 120 + 40 * spread(k, 31, 17, 10009);
            double rare = k % 50 == 7 ? 1 : 0;
            double score =
                    0.03 * (age - 50) + 0.4 * (lactate - 4) + 0.5 * emergency + 0.02 * (sodium - 140) + 1 * rare - 0.5;
            rows[k] = new double[] {age, lactate, emergency, sodium, rare};
            truth[k] = score + 4 * (spread(k, 4211, 12347, 9973) - 0.5) > 0 ? 1 : 0;
        }
        return TrainingData.of(List.of("age", "lactate", "emergency", "sodium", "rare"), rows, truth);
    }

    private static double spread(long k, long a, long b, long m) {
        return ((a * k * k + b * k) % m + 0.5) / m;
    }

    /** Seven columns as they occur on a ward: whole numbers, tenths, indicators, a skewed one and a negative one. */
    static TrainingData ward(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][];
        double[] truth = new double[n];
        for (int i = 0; i < n; i++) {
            double age = 18 + random.nextInt(78);
            double pulse = 50 + random.nextInt(80);
            double lactate = Math.rint(-20 * StrictMath.log(1 - random.nextDouble())) / 10;
            double emergency = random.nextInt(2);
            double rare = random.nextInt(40) == 0 ? 1 : 0;
            double baseExcess = 20 * random.nextDouble() - 12;
            double troponin = StrictMath.exp(6 * random.nextDouble());
            double logOdds = -4
                    + 0.03 * (age - 50)
                    + 0.02 * (pulse - 80)
                    + 0.5 * lactate
                    + 0.4 * emergency
                    + 1.2 * rare
                    - 0.08 * baseExcess
                    + 0.004 * troponin;
            rows[i] = new double[] {age, pulse, lactate, emergency, rare, baseExcess, troponin};
            truth[i] = random.nextDouble() < 1 / (1 + StrictMath.exp(-logOdds)) ? 1 : 0;
        }
        return TrainingData.of(
                List.of("age", "pulse", "lactate", "emergency", "rare", "baseExcess", "troponin"), rows, truth);
    }

    /** One column; the event is where {@code truth} is 1. */
    static TrainingData column(String name, double[] values, double[] truth) {
        double[][] rows = new double[values.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {values[i]};
        }
        return TrainingData.of(List.of(name), rows, truth);
    }
}
