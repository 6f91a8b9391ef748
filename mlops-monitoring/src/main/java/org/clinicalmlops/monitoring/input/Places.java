package org.clinicalmlops.monitoring.input;

import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;

/**
 * Where a value can be: each bin that training had, and values that training never had. Rows without a value are nowhere: they come in
 * bursts, which evidence of row after row would take for a change; what watches feeds judges them. Small bins are not joined: to choose by
 * their counts which are rare makes them look rarer than they are. Immutable.
 */
final class Places {
    private final int[] seen;

    /** @param whole profile of the whole year, whatever the season */
    Places(FeatureProfile whole) {
        seen = IntStream.range(0, whole.bins())
                .filter(bin -> whole.count(bin) > 0)
                .toArray();
    }

    /** Number of places: one for each bin that training had, and one. */
    int size() {
        return seen.length + 1;
    }

    /** Values in each place; the last are those never seen. */
    long[] of(FeatureCounts counts) {
        long[] rows = new long[size()];
        long known = 0;
        for (int place = 0; place < seen.length; place++) {
            rows[place] = counts.bin(seen[place]);
            known += rows[place];
        }
        rows[seen.length] = counts.present() - known;
        return rows;
    }

    /** Training rows of the bins that it had. */
    double[] of(FeatureProfile season) {
        return IntStream.of(seen).mapToDouble(season::count).toArray();
    }
}
