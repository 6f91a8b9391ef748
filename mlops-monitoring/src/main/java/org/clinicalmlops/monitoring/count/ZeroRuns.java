package org.clinicalmlops.monitoring.count;

import java.util.Arrays;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** Counts as a state: how many are 0, how many follow that are not, those; and so on. Most of the counts of a monitor are 0. */
final class ZeroRuns {
    private ZeroRuns() {}

    static void put(StateOutput out, long[] counts) {
        long[] written = new long[2 * counts.length + 2];
        int n = 0;
        for (int i = 0; i < counts.length; ) {
            int from = i;
            while (i < counts.length && counts[i] == 0) {
                i++;
            }
            written[n++] = i - from;
            from = i;
            while (i < counts.length && counts[i] != 0) {
                i++;
            }
            written[n++] = i - from;
            System.arraycopy(counts, from, written, n, i - from);
            n += i - from;
        }
        out.putLongs(Arrays.copyOf(written, n));
    }

    /** @param length how many counts there must be */
    static long[] get(StateInput in, int length) {
        long[] written = in.getLongs();
        long[] counts = new long[length];
        int i = 0;
        for (int n = 0; n < written.length; ) {
            long zeros = written[n++];
            long others = n < written.length ? written[n++] : -1;
            if (zeros < 0
                    || others < 0
                    || zeros > length - i
                    || others > Math.min(length - i - zeros, written.length - n)) {
                throw damaged(length);
            }
            i += (int) zeros;
            for (long left = others; left > 0; left--) {
                if (written[n] < 0) {
                    throw damaged(length);
                }
                counts[i++] = written[n++];
            }
        }
        if (i != length) {
            throw damaged(length);
        }
        return counts;
    }

    private static MlopsException damaged(int length) {
        return new MlopsException("the state does not hold " + length + " counts");
    }
}
