package org.clinicalmlops.monitoring.feed;

import java.util.List;

/** Lists of features as a reader wants them. */
final class Names {
    private static final int MOST = 5;

    private Names() {}

    /** {@code a}, {@code a and b}, {@code a, b and c}; of more than {@value #MOST} the first and how many others. */
    static String of(List<String> names) {
        int n = names.size();
        if (n > MOST) {
            return String.join(", ", names.subList(0, MOST)) + " and " + (n - MOST)
                    + (n == MOST + 1 ? " other" : " others");
        }
        return n < 2 ? String.join("", names) : String.join(", ", names.subList(0, n - 1)) + " and " + names.get(n - 1);
    }
}
