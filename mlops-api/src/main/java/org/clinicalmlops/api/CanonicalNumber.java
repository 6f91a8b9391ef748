package org.clinicalmlops.api;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The shortest decimal that reads back as the same double, and of several that short the nearest; the same text on every JDK.
 * ({@link Double#toString} changed with JDK 19, so that a digest over it would differ between JDKs.)
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
        return ShortDecimal.takes(value) ? ShortDecimal.text(value) : searched(value);
    }

    /** For any finite number but 0; slow. */
    static String searched(double value) {
        BigDecimal exact = new BigDecimal(value);
        // 17 digits are always enough; Double.toString only says where to begin, and reads back on every JDK
        int digits = Math.min(new BigDecimal(Double.toString(value)).precision(), 17);
        Optional<BigDecimal> shortest = readsBack(exact, digits, value);
        for (int p = digits - 1; p >= 1; p--) {
            Optional<BigDecimal> shorter = readsBack(exact, p, value);
            if (shorter.isEmpty()) {
                break;
            }
            shortest = shorter;
        }
        return shortest.orElseThrow().stripTrailingZeros().toString();
    }

    /**
     * The nearest decimal of {@code precision} digits that reads back, if there is one. Below a power of two doubles lie twice as
     * dense as above it, so where the nearest decimal lies below and does not read back, the next one above may.
     */
    private static Optional<BigDecimal> readsBack(BigDecimal exact, int precision, double value) {
        BigDecimal nearest = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
        if (nearest.doubleValue() == value) {
            return Optional.of(nearest);
        }
        RoundingMode otherSide = nearest.compareTo(exact) < 0 ? RoundingMode.CEILING : RoundingMode.FLOOR;
        BigDecimal other = exact.round(new MathContext(precision, otherSide));
        return other.doubleValue() == value ? Optional.of(other) : Optional.empty();
    }
}
