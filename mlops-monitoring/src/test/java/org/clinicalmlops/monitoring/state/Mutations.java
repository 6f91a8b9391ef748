package org.clinicalmlops.monitoring.state;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes as an enemy would change them: bits, bytes, numbers made huge, parts cut out, doubled or moved. */
public final class Mutations {
    private Mutations() {}

    public static byte[] of(byte[] bytes, SplittableRandom random) {
        byte[] changed = bytes.clone();
        for (int k = random.nextInt(1, 4); k > 0 && changed.length > 12; k--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(5)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(changed, at, Math.min(changed.length, at + random.nextInt(1, 10)), (byte) -1);
                case 3 -> changed = without(changed, at, random.nextInt(1, 9));
                default -> changed = doubled(changed, at, random.nextInt(1, 9));
            }
        }
        return changed;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        int end = Math.min(bytes.length, at + length);
        byte[] less = Arrays.copyOf(bytes, bytes.length - (end - at));
        System.arraycopy(bytes, end, less, at, bytes.length - end);
        return less;
    }

    private static byte[] doubled(byte[] bytes, int at, int length) {
        int n = Math.min(length, bytes.length - at);
        byte[] more = Arrays.copyOf(bytes, bytes.length + n);
        System.arraycopy(bytes, at, more, at + n, bytes.length - at);
        return more;
    }
}
