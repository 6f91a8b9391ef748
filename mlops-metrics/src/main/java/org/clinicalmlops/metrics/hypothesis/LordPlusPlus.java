package org.clinicalmlops.metrics.hypothesis;

/**
 * LORD++ (Ramdas, Yang, Wainwright and Jordan 2017): levels for tests that arrive one after the other, such as those of every week, each to
 * be decided before the next is known. The expected share of false ones among all rejections so far is at most alpha at every time, if
 * the p-values are independent. Rejections earn alpha for later tests; without one the levels fall. Pure functions.
 */
public final class LordPlusPlus {
    /** Wealth at the start as a share of alpha; the choice of Javanmard and Montanari 2018, and of R's onlineFDR. */
    public static final double WEALTH_SHARE = 0.1;

    /** Makes the sum of {@link #spent} 1 (Javanmard and Montanari 2018). */
    private static final double SCALE = 0.07720838;

    private LordPlusPlus() {}

    /**
     * The level of each test, and last that of the next one. Test i is rejected if {@code pValues[i] <= levels[i]}; a level depends on
     * earlier p-values only. Cost: O(tests times rejections).
     *
     * @param pValues in the order of the tests, each in [0, 1]; may be empty
     * @param alpha share of false rejections that is allowed, in (0, 1)
     * @return one level more than p-values, each in (0, alpha)
     * @throws IllegalArgumentException if a p-value is NaN or outside [0, 1], or {@code alpha} outside (0, 1)
     */
    public static double[] levels(double[] pValues, double alpha) {
        MultipleTesting.check(pValues);
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), was " + alpha);
        }
        double wealth = WEALTH_SHARE * alpha;
        double[] levels = new double[pValues.length + 1];
        int[] rejected = new int[pValues.length];
        int rejections = 0;
        for (int t = 0; t < levels.length; t++) {
            double level = spent(t + 1) * wealth;
            for (int r = 0; r < rejections; r++) {
                level += spent(t - rejected[r]) * (r == 0 ? alpha - wealth : alpha);
            }
            levels[t] = level;
            if (t < pValues.length && pValues[t] <= level) {
                rejected[rejections++] = t;
            }
        }
        return levels;
    }

    /** Share of a wealth that is spent on the j-th test after it was earned. */
    private static double spent(int j) {
        return SCALE * Math.log(Math.max(j, 2)) / (j * Math.exp(Math.sqrt(Math.log(j))));
    }
}
