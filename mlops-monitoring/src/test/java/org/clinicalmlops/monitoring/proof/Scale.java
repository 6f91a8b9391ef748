package org.clinicalmlops.monitoring.proof;

/**
 * How large a proof is.
 *
 * @param cheap streams for detectors that count
 * @param costly streams for detectors that keep rows
 * @param years streams that are followed for a year or more
 * @param shifts streams of each shift
 * @param delays streams of each row of the table of delays
 * @param hospitals that are replayed whole, two years each
 * @param mostRows no cell of a table draws more rows: where windows are large, there are fewer streams
 */
record Scale(int cheap, int costly, int years, int shifts, int delays, int hospitals, long mostRows) {
    /** What the profile runs. */
    static final Scale FULL = new Scale(20_000, 1_000, 1_000, 400, 400, 25, 200_000_000);

    /** What runs with the tests: finds what is grossly wrong. */
    static final Scale REDUCED = new Scale(200, 20, 20, 20, 30, 1, 400_000);

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
}
