package org.clinicalmlops.api;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * The decimal of {@link CanonicalNumber} for numbers of ordinary size, in whole numbers of 128 bits: the same one, some twenty times as fast,
 * since a ledger keeps every number that a model has seen.
 *
 * <p>The double is {@code c 2^q}. Times {@code 10^p}, for a {@code p} that gives it 17 or 18 digits before the point, it is {@code c 5^p 2^(q+p)}, and
 * {@code c 5^p} has at most 114 bits: nothing is rounded. A whole number within half a step between doubles of that reads back as the
 * double; the one with most zeros at its end is the shortest decimal.
 */
final class ShortDecimal {
    /** Powers of five up to the last one that leaves room for two more bits. */
    private static final long[] FIVES = new long[27];

    private static final long[] TENS = new long[19];

    static {
        FIVES[0] = 1;
        for (int p = 1; p < FIVES.length; p++) {
            FIVES[p] = 5 * FIVES[p - 1];
        }
        TENS[0] = 1;
        for (int p = 1; p < TENS.length; p++) {
            TENS[p] = 10 * TENS[p - 1];
        }
    }

    private static final long HIDDEN_BIT = 1L << 52;
    /** Numbers below are written with an exponent. */
    private static final double PLAIN_FROM = 1e-6;

    private static final double FROM = 1e-9;
    private static final double BELOW = 1e15;

    private ShortDecimal() {}

    /** Whether {@link #text} takes it: no whole number, and neither tiny nor huge. */
    static boolean takes(double value) {
        double size = Math.abs(value);
        return size >= FROM && size < BELOW && value != Math.rint(value);
    }

    /** @param value that it {@link #takes} */
    static String text(double value) {
        double thousandths = Math.rint(Math.abs(value) * 1_000);
        if (thousandths < BELOW && thousandths / 1_000 == Math.abs(value)) {
            return ofThousandths((long) thousandths, value);
        }
        return ofAnyPlaces(value);
    }

    /** Of up to 15 digits no two decimals are the same double, so that one that reads back is the only one. */
    private static String ofThousandths(long thousandths, double value) {
        long digits = thousandths;
        int places = 3;
        while (digits % 10 == 0) {
            digits /= 10;
            places--;
        }
        return written(digits, places, value);
    }

    private static String ofAnyPlaces(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long c = bits & HIDDEN_BIT - 1 | HIDDEN_BIT;
        int exponent = Math.getExponent(value);
        int p = 16 - (exponent * 1233 >> 12); // 1233/4096 is the decimal logarithm of 2, near enough for these
        // in quarters of c's last place, so that half a step and, below a power of two, a quarter of one are whole
        long five = FIVES[p];
        int shift = 52 - exponent - p + 2;
        long high = Math.multiplyHigh(4 * c, five);
        long low = 4 * c * five;
        long whole = high << 64 - shift | low >>> shift;
        long mask = (1L << shift) - 1;
        long part = low & mask;

        boolean ends = (c & 1) == 0; // what lies half way reads back as the even one
        long above = part + 2 * five;
        long most = whole + (above >> shift) - (!ends && (above & mask) == 0 ? 1 : 0);
        long below = part - (c == HIDDEN_BIT ? five : 2 * five);
        long least = whole + (below >> shift) + (ends && (below & mask) == 0 ? 0 : 1);

        long unit = 1;
        int zeros = 0;
        for (long fewer = most / 10; fewer * unit * 10 >= least; fewer /= 10) {
            unit *= 10;
            zeros++;
        }
        long down = whole / unit;
        long digits = isNearerAbove(whole - down * unit, part, unit, shift, down) ? down + 1 : down;
        if (digits * unit > most) {
            digits = down;
        } else if (digits * unit < least) {
            digits = down + 1;
        }
        return written(digits, p - zeros, value);
    }

    /** Of a number that lies {@code rest} and a fraction above {@code down} units; half way the even one is taken. */
    private static boolean isNearerAbove(long rest, long part, long unit, int shift, long down) {
        int order;
        if (unit == 1) {
            order = Long.compare(part, 1L << shift - 1);
        } else {
            order = Long.compare(rest, unit / 2);
            order = order == 0 && part > 0 ? 1 : order;
        }
        return order > 0 || order == 0 && (down & 1) == 1;
    }

    /** As {@link BigDecimal#toString} has it. */
    private static String written(long digits, int places, double value) {
        boolean negative = value < 0;
        if (Math.abs(value) < PLAIN_FROM) {
            return BigDecimal.valueOf(negative ? -digits : digits, places).toString();
        }
        byte[] text = new byte[26];
        long scale = places < TENS.length
                ? TENS[places]
                : Long.MAX_VALUE; // more places than digits: nothing is before the point
        int at = pairs(digits % scale, text, text.length, text.length - places);
        text[--at] = '.';
        at = pairs(digits / scale, text, at, at - 1);
        if (negative) {
            text[--at] = '-';
        }
        return new String(text, at, text.length - at, StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes digits from the last one on, two at a time.
     *
     * @param end behind the last one
     * @param from no digit is needed before; noughts fill up to it
     * @return where the first one stands
     */
    private static int pairs(long digits, byte[] text, int end, int from) {
        int at = end;
        long left = digits;
        while (left >= 10) {
            long fewer = left / 100;
            int two = (int) (left - 100 * fewer);
            text[--at] = (byte) ('0' + two % 10);
            text[--at] = (byte) ('0' + two / 10);
            left = fewer;
        }
        if (left > 0) {
            text[--at] = (byte) ('0' + left);
        }
        while (at > from) {
            text[--at] = '0';
        }
        return at;
    }
}
