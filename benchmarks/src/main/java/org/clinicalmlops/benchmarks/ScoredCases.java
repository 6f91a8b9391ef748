package org.clinicalmlops.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Risks and outcomes as a validation has them: in no order, rounded to a number of decimals so that many are tied, and the event
 * about as frequent as the risks say (one in five). From a fixed seed.
 */
final class ScoredCases {
    final double[] risks;
    final boolean[] happened;

    /** @param steps risks are multiples of {@code 1 / steps}; 0 and 1 do not occur */
    ScoredCases(int count, double steps, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] scores = Rows.of(count, 1, seed + 1);
        risks = new double[count];
        happened = new boolean[count];
        for (int i = 0; i < count; i++) {
            double risk = 1 / (1 + Math.exp(1.7 - 1.2 * scores[i][0]));
            risks[i] = Math.min(Math.max(Math.rint(risk * steps), 1), steps - 1) / steps;
            happened[i] = random.nextDouble() < risk;
        }
    }

    /** The risks of those with the event, or of those without. */
    double[] risksOf(boolean event) {
        double[] chosen = new double[risks.length];
        int n = 0;
        for (int i = 0; i < risks.length; i++) {
            if (happened[i] == event) {
                chosen[n++] = risks[i];
            }
        }
        return Arrays.copyOf(chosen, n);
    }

    /** 1 for the event, else 0. */
    int[] classes() {
        int[] classes = new int[happened.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = happened[i] ? 1 : 0;
        }
        return classes;
    }
}
