package org.clinicalmlops.metrics.internal;

import java.util.Arrays;

/**
 * Risks and outcomes as whole numbers in ascending order: the bits of the risk, which order non-negative numbers as their values,
 * above one bit for the outcome. Equal risks are neighbours, those without the event first. One array of n longs is all that it
 * takes: risks are dealt into slots by their value, and each slot is sorted on its own.
 */
public final class RankedKeys {
    /** Risks in a slot on average, if they are spread evenly. Our choice, by measurement. */
    private static final int IN_A_SLOT = 16;

    private static final int MOST_SLOTS = 1 << 16;

    private RankedKeys() {}

    /** O(n log n), and O(n) if the risks are spread or few. The risks must have been checked to lie in [0, 1]. */
    public static long[] of(double[] risks, boolean[] happened) {
        int n = risks.length;
        long[] keys = new long[n];
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double risk : risks) {
            lowest = Math.min(lowest, risk);
            highest = Math.max(highest, risk);
        }
        int slots = Math.min(MOST_SLOTS, n / IN_A_SLOT);
        double scale = (slots - 1) / (highest - lowest);
        if (slots < 2 || !(scale < Double.MAX_VALUE)) {
            for (int i = 0; i < n; i++) {
                keys[i] = key(risks[i], happened[i]);
            }
            Arrays.sort(keys);
            return keys;
        }
        int[] start = new int[slots + 1];
        for (double risk : risks) {
            start[(int) ((risk - lowest) * scale) + 1]++;
        }
        for (int s = 0; s < slots; s++) {
            start[s + 1] += start[s];
        }
        for (int i = 0; i < n; i++) {
            keys[start[(int) ((risks[i] - lowest) * scale)]++] = key(risks[i], happened[i]);
        }
        int from = 0;
        for (int s = 0; s < slots; s++) { // each start has become the slot's end
            if (start[s] - from > 1) {
                Arrays.sort(keys, from, start[s]);
            }
            from = start[s];
        }
        return keys;
    }

    private static long key(double risk, boolean happened) {
        return Double.doubleToRawLongBits(risk + 0.0) << 1
                | (happened ? 1 : 0); // -0.0 becomes 0.0; 1.0 leaves the top bits free
    }

    public static double risk(long key) {
        return Double.longBitsToDouble(key >>> 1);
    }

    public static boolean happened(long key) {
        return (key & 1) != 0;
    }

    /** Position after the last key with the risk of the key at {@code from}. */
    public static int endOfTie(long[] keys, int from) {
        long risk = keys[from] >>> 1;
        int end = from + 1;
        while (end < keys.length && keys[end] >>> 1 == risk) {
            end++;
        }
        return end;
    }
}
