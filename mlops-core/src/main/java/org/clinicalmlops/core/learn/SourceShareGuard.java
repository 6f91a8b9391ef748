package org.clinicalmlops.core.learn;

import java.util.Map;
import java.util.TreeMap;
import org.clinicalmlops.api.Declaration;

/** Keeps one source from deciding alone what a model learns. Pure function. */
public final class SourceShareGuard {
    private SourceShareGuard() {}

    /**
     * The largest share of rows from one source.
     *
     * @param rows by source, each {@code >= 0}
     * @param atMost limit, in (0, 1], see {@link org.clinicalmlops.api.learn.DataManagement#oneSourceAtMost}
     * @return insufficient without rows; of several equally large the first by name
     */
    public static GuardAnswer judge(Map<String, Long> rows, double atMost) {
        if (!(atMost > 0 && atMost <= 1)) {
            throw new IllegalArgumentException("atMost must be in (0, 1], was " + atMost);
        }
        String rule = "share of rows from one source at most " + Declaration.number(atMost);
        long all = 0;
        long most = 0;
        String where = "all";
        for (Map.Entry<String, Long> source : new TreeMap<>(rows).entrySet()) {
            long n = source.getValue();
            if (n < 0) {
                throw new IllegalArgumentException("rows of '" + source.getKey() + "' must be >= 0, were " + n);
            }
            all = Math.addExact(all, n);
            if (n > most) {
                most = n;
                where = source.getKey();
            }
        }
        if (all == 0) {
            return new GuardAnswer.Insufficient(rule, "there are no rows", where);
        }
        double share = (double) most / all;
        return share <= atMost
                ? new GuardAnswer.Passed(rule, share, atMost)
                : new GuardAnswer.Failed(rule, share, atMost, where);
    }
}
