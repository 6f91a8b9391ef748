package org.clinicalmlops.monitoring.harm;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.metrics.calibration.IsotonicCalibration;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * The calibrated risk of every cell, by isotonic regression on the evaluation, and on samples like it: each count is drawn anew
 * from Poisson's distribution, as a bootstrap of many cases does. A fixed seed: the same evaluation gives the same bits. They are
 * made once, 1.5 kB each. Immutable.
 */
final class Resamples {
    private static final long SEED = 20_200_101;
    private static final double NORMAL_FROM = 50; // above, a Poisson number is nearly normal; our choice

    /** An end of the isotonic curve is often 0 or 1, which nothing is. */
    private static final double NEVER = 1e-6;

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private final double[] fitted;
    private final double[][] again;

    private Resamples(double[] fitted, double[][] again) {
        this.fitted = fitted;
        this.again = again;
    }

    static Resamples of(OutputProfile output, int number) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] events = new int[RiskCells.CELLS];
        int[] others = new int[RiskCells.CELLS];
        for (int cell = 0; cell < events.length; cell++) {
            events[cell] = Math.toIntExact(output.events(cell));
            others[cell] = Math.toIntExact(output.others(cell));
        }
        double[] fitted = curve(events, others);
        double[][] again = new double[number][];
        for (int i = 0; i < number; i++) {
            for (int cell = 0; cell < events.length; cell++) {
                events[cell] = poisson(random, output.events(cell));
                others[cell] = poisson(random, output.others(cell));
            }
            again[i] = curve(events, others);
        }
        return new Resamples(fitted, again);
    }

    int size() {
        return again.length;
    }

    /** What would happen to some rows, by the evaluation itself. */
    ExpectedFigures figures(long[] rows, double[] above) {
        return ExpectedFigures.of(fitted, rows, above);
    }

    /** The same by another sample like it. */
    ExpectedFigures figures(int sample, long[] rows, double[] above) {
        return ExpectedFigures.of(again[sample], rows, above);
    }

    private static double[] curve(int[] events, int[] others) {
        double[] middles = new double[RiskCells.CELLS];
        for (int cell = 0; cell < middles.length; cell++) {
            middles[cell] = RiskCells.middle(cell);
        }
        return IsotonicCalibration.fit(RiskCounts.of(middles, events, others))
                .fold(
                        fit -> {
                            double[] risks = new double[middles.length];
                            for (int cell = 0; cell < risks.length; cell++) {
                                risks[cell] = Math.min(
                                        1 - NEVER,
                                        Math.max(NEVER, fit.calibrator().apply(middles[cell])));
                            }
                            return risks;
                        },
                        none -> middles);
    }

    private static int poisson(SplittableRandom random, long mean) {
        if (mean == 0) {
            return 0;
        }
        if (mean > NORMAL_FROM) {
            double z = NORMAL.inverseCumulativeProbability(random.nextDouble(1e-12, 1 - 1e-12));
            return (int) Math.max(0, Math.round(mean + z * Math.sqrt(mean)));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int n = 0;
        while (product > limit) {
            product *= random.nextDouble();
            n++;
        }
        return n;
    }
}
