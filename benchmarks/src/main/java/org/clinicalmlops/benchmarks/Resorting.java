package org.clinicalmlops.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.metrics.calibration.LogOdds;

/**
 * Replicates of AUROC, Brier score and calibration slope as one writes them by hand for speed, but for the sort: log odds once for
 * each case, classes apart, arrays used again, the classes of each resample sorted and merged, the slope by Newton's method from that
 * of all cases. Draws the resamples of {@link org.clinicalmlops.metrics.resampling.Bootstrap}, by the same rule (Lemire 2019) from the same
 * random numbers.
 */
final class Resorting {
    private static final long LOW = 0xFFFFFFFFL;

    /** Steps double their digits: a step below this leaves less than 1e-10. */
    private static final double LAST_STEP = 1e-5;

    private final Stratum events;
    private final Stratum others;
    private final double intercept;
    private final double slope;

    // Score and information of the sums last made.
    private double s0;
    private double s1;
    private double w0;
    private double w1;
    private double w2;

    Resorting(ScoredCases cases) {
        events = new Stratum(cases.risksOf(true));
        others = new Stratum(cases.risksOf(false));
        System.arraycopy(events.logOdds, 0, events.drawnLogOdds, 0, events.risks.length);
        System.arraycopy(others.logOdds, 0, others.drawnLogOdds, 0, others.risks.length);
        double[] all = fit(0, 1);
        intercept = all[0];
        slope = all[1];
    }

    /** The three numbers of each replicate, shape [3][replicates]. */
    double[][] values(int replicates, long seed) {
        double[][] values = new double[3][replicates];
        SplittableRandom random = new SplittableRandom(seed);
        for (int r = 0; r < replicates; r++) {
            events.draw(random);
            others.draw(random);
            Arrays.sort(events.drawn);
            Arrays.sort(others.drawn);
            values[0][r] = auroc(events.drawn, others.drawn);
            values[1][r] = brier(events.drawn, others.drawn);
            values[2][r] = fit(intercept, slope)[1];
        }
        return values;
    }

    private static double auroc(double[] events, double[] others) {
        long halves = 0;
        int below = 0;
        int notAbove = 0;
        for (double risk : events) {
            while (below < others.length && others[below] < risk) {
                below++;
            }
            notAbove = Math.max(notAbove, below);
            while (notAbove < others.length && others[notAbove] <= risk) {
                notAbove++;
            }
            halves += below + notAbove;
        }
        return halves / (2.0 * events.length * others.length);
    }

    private static double brier(double[] events, double[] others) {
        double ofEvents = 0;
        for (double risk : events) {
            ofEvents += (1 - risk) * (1 - risk);
        }
        double ofOthers = 0;
        for (double risk : others) {
            ofOthers += risk * risk;
        }
        return (ofEvents + ofOthers) / (events.length + others.length);
    }

    private double[] fit(double startA, double startB) {
        double a = startA;
        double b = startB;
        for (int step = 0; step < 50; step++) {
            s0 = 0;
            s1 = 0;
            w0 = 0;
            w1 = 0;
            w2 = 0;
            sum(events.drawnLogOdds, 1, a, b);
            sum(others.drawnLogOdds, 0, a, b);
            double determinant = w0 * w2 - w1 * w1;
            double u = (w2 * s0 - w1 * s1) / determinant;
            double v = (w0 * s1 - w1 * s0) / determinant;
            a += u;
            b += v;
            if (Math.abs(u) <= LAST_STEP && Math.abs(v) <= LAST_STEP) {
                return new double[] {a, b};
            }
        }
        throw new IllegalStateException("Newton's method did not arrive");
    }

    private void sum(double[] logOdds, int outcome, double a, double b) {
        double score0 = 0;
        double score1 = 0;
        double weight0 = 0;
        double weight1 = 0;
        double weight2 = 0;
        for (double x : logOdds) {
            double p = 1 / (1 + Math.exp(-(a + b * x)));
            double residual = outcome - p;
            double weight = p * (1 - p);
            score0 += residual;
            score1 += residual * x;
            weight0 += weight;
            weight1 += weight * x;
            weight2 += weight * x * x;
        }
        s0 += score0;
        s1 += score1;
        w0 += weight0;
        w1 += weight1;
        w2 += weight2;
    }

    /** The cases of one class, in ascending order so that the same draw is the same case on both sides; and a resample of them. */
    private static final class Stratum {
        final double[] risks;
        final double[] logOdds;
        final double[] drawn;
        final double[] drawnLogOdds;

        Stratum(double[] risks) {
            this.risks = risks;
            Arrays.sort(risks);
            this.logOdds = Arrays.stream(risks).map(LogOdds::logit).toArray();
            this.drawn = new double[risks.length];
            this.drawnLogOdds = new double[risks.length];
        }

        void draw(SplittableRandom random) {
            int n = risks.length;
            long smallest = (1L << 32) % n;
            for (int k = 0; k + 1 < n; k += 2) {
                long bits = random.nextLong();
                long first = (bits >>> 32) * n;
                long second = (bits & LOW) * n;
                if ((first & LOW) < smallest) {
                    first = redraw(random, n, smallest);
                }
                if ((second & LOW) < smallest) {
                    second = redraw(random, n, smallest);
                }
                take(k, (int) (first >>> 32));
                take(k + 1, (int) (second >>> 32));
            }
            if (n % 2 == 1) {
                take(n - 1, (int) (redraw(random, n, smallest) >>> 32));
            }
        }

        private void take(int k, int drawnCase) {
            drawn[k] = risks[drawnCase];
            drawnLogOdds[k] = logOdds[drawnCase];
        }

        private static long redraw(SplittableRandom random, int n, long smallest) {
            long product;
            do {
                product = (random.nextLong() >>> 32) * n;
            } while ((product & LOW) < smallest);
            return product;
        }
    }
}
