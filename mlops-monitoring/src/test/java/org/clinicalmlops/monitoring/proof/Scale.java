package org.clinicalmlops.monitoring.proof;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How large a proof is.
 *
 * @param whole whether of every list all are taken; the few that are told otherwise
 * @param cheap streams of a window for detectors that are quick
 * @param costly the same for those that are not
 * @param keepers the same for those that keep rows
 * @param years streams that are followed for a year
 * @param outcomes streams of outcomes, of two years each
 * @param shifts streams of each shift
 * @param delays streams of each row of the table of delays
 * @param hospitals of each kind that are replayed whole, two years each
 * @param mostRows no cell of a table draws more rows: where windows are large, there are fewer streams
 */
record Scale(
        boolean whole,
        int cheap,
        int costly,
        int keepers,
        int years,
        int outcomes,
        int shifts,
        int delays,
        int hospitals,
        long mostRows) {
    /** What the profile runs. */
    static final Scale FULL = new Scale(true, 20_000, 2_000, 1_000, 200, 400, 200, 200, 25, 200_000_000);

    /** What runs with the tests: finds what is grossly wrong. */
    static final Scale REDUCED = new Scale(false, 400, 60, 40, 8, 40, 6, 12, 2, 500_000);

    /** @param name {@code full} or {@code reduced} */
    static Scale named(String name) {
        return switch (name) {
            case "full" -> FULL;
            case "reduced" -> REDUCED;
            default -> throw new IllegalArgumentException("proof.scale must be full or reduced, was '" + name + "'");
        };
    }

    /** Streams of {@code rows} rows each, at most {@code wanted}. */
    int streams(int wanted, long rows) {
        return (int) Math.max(2, Math.min(wanted, mostRows / rows));
    }

    /** All of a list, or those at the places {@code few}. */
    <T> List<T> of(List<T> all, int... few) {
        return whole ? all : IntStream.of(few).mapToObj(all::get).toList();
    }

    /** All of some numbers, or those at the places {@code few}. */
    int[] of(int[] all, int... few) {
        return whole ? all.clone() : Arrays.stream(few).map(i -> all[i]).toArray();
    }
}
