package org.clinicalmlops.monitoring.baseline;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.monitor.MissingPatterns;

/** Which values of rows are missing together. */
final class Patterns {
    private static final Comparator<Map.Entry<Long, Long>> COMMONEST =
            Map.Entry.<Long, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey, Long::compareUnsigned);

    private Patterns() {}

    /** The commonest patterns. */
    static MissingPatterns commonest(long[] patterns) {
        List<Map.Entry<Long, Long>> sorted =
                count(patterns).entrySet().stream().sorted(COMMONEST).toList();
        long[] listed = sorted.stream()
                .limit(MissingPatterns.MOST)
                .mapToLong(Map.Entry::getKey)
                .toArray();
        return of(patterns, listed);
    }

    /** Those that another list has; all others are one. */
    static MissingPatterns like(MissingPatterns other, long[] patterns) {
        long[] listed = new long[other.places() - 1];
        Arrays.setAll(listed, other::pattern);
        return of(patterns, listed);
    }

    private static MissingPatterns of(long[] patterns, long[] listed) {
        Map<Long, Long> counted = count(patterns);
        long[] counts = new long[listed.length + 1];
        long others = patterns.length;
        for (int i = 0; i < listed.length; i++) {
            counts[i] = counted.getOrDefault(listed[i], 0L);
            others -= counts[i];
        }
        counts[listed.length] = others;
        return MissingPatterns.of(listed, counts);
    }

    private static Map<Long, Long> count(long[] patterns) {
        Map<Long, Long> counted = new HashMap<>();
        for (long pattern : patterns) {
            counted.merge(pattern, 1L, Long::sum);
        }
        return counted;
    }
}
