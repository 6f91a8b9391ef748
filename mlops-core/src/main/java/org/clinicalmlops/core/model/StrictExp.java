package org.clinicalmlops.core.model;

/**
 * The exponential with the bits of {@link StrictMath#exp}, sooner there where risks are: the same operations on doubles in the same order,
 * but one way through them in place of five, and no detour by whole numbers. The method, its constants and its error below one unit in
 * the last place are those of fdlibm's {@code e_exp.c}, which {@link StrictMath} is defined by:
 *
 * <p>Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify, and distribute this software
 * is freely granted, provided that this notice is preserved.
 */
final class StrictExp {
    private static final double LN2_HIGH = 6.93147180369123816490e-01;
    private static final double LN2_LOW = 1.90821492927058770002e-10;
    private static final double PER_LN2 = 1.44269504088896338700e+00;
    private static final double P1 = 1.66666666666666019037e-01;
    private static final double P2 = -2.77777777770155933842e-03;
    private static final double P3 = 6.61375632143793436117e-05;
    private static final double P4 = -1.65339022054652515390e-06;
    private static final double P5 = 4.13813679705723846039e-08;

    /** Added to a double of moderate size, it leaves the nearest whole number in the lowest bits. */
    private static final double TO_WHOLE = 0x1.8p52;

    /** Upper halves of doubles: 2^-28, below which the answer is {@code 1 + x}, and 704. */
    private static final int TINY = 0x3e300000;

    private static final int LARGE = 0x40860000;

    /** fdlibm rounds half away from zero, after a rounding: what is as close to a half as that is left to it. */
    private static final double SURE = 0.4999;

    private StrictExp() {}

    /** {@code StrictMath.exp(x)}. */
    static double exp(double x) {
        int high = (int) (Double.doubleToRawLongBits(x) >>> 32) & 0x7fffffff;
        double powers = PER_LN2 * x;
        double shifted = powers + TO_WHOLE;
        double k = shifted - TO_WHOLE;
        if (high < TINY || high >= LARGE || !(Math.abs(powers - k) < SURE)) {
            return StrictMath.exp(x);
        }
        double upper = x - k * LN2_HIGH;
        double lower = k * LN2_LOW;
        double r = upper - lower;
        double t = r * r;
        double c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
        double y = 1 - (lower - r * c / (2 - c) - upper);
        return y * Double.longBitsToDouble(Double.doubleToRawLongBits(shifted) + 1023 << 52); // times 2^k
    }
}
