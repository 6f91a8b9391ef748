package org.clinicalmlops.core.learn;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Rows by a name that each of them has: a source, a period, a group. Pure functions. */
final class ByName {
    private ByName() {}

    /** The places of the rows of each name, ascending; sorted by name. */
    static Map<String, int[]> places(String[] names) {
        Map<String, IntStream.Builder> places = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            places.computeIfAbsent(names[i], name -> IntStream.builder()).add(i);
        }
        Map<String, int[]> all = new TreeMap<>();
        places.forEach((name, rows) -> all.put(name, rows.build().toArray()));
        return all;
    }

    static double[] at(double[] values, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> values[i]).toArray();
    }

    static boolean[] at(boolean[] values, int[] rows) {
        boolean[] some = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            some[i] = values[rows[i]];
        }
        return some;
    }
}
