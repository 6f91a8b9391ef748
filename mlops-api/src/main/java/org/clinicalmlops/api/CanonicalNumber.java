package org.clinicalmlops.api;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The shortest decimal that reads back as the same double, the same text on every JDK. ({@link Double#toString} changed with
 * JDK 19, so that a digest over it would differ between JDKs.)
 */
final class CanonicalNumber {
    private CanonicalNumber() {}

    /** @param value finite */
    static String text(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a declared number must be finite, was " + value);
        }
        if (value == 0) {
            return "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        BigDecimal exact = new BigDecimal(value);
        int digits = new BigDecimal(Double.toString(value)).precision();
        BigDecimal shortest = rounded(exact, 17);
        for (int p = Math.min(digits, 17); p >= 1; p--) {
            BigDecimal candidate = rounded(exact, p);
            if (candidate.doubleValue() != value) {
                break;
            }
            shortest = candidate;
        }
        return shortest.stripTrailingZeros().toString();
    }

    private static BigDecimal rounded(BigDecimal exact, int precision) {
        return exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
    }
}
