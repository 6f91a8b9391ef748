package org.clinicalmlops.monitoring.count;

import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.RiskCells;

/** Where each count is in the one array that holds them all, and which count a value belongs to. Immutable. */
final class Layout {
    static final int ROWS = 0;
    static final int REFUSED = 1;
    static final int WITHOUT_EPISODE = 2;
    static final int FIRSTS = 3;
    static final int OPERATIONS = 4;
    static final int LATENCIES = OPERATIONS + Operation.values().length;
    static final int POWERS = 63;
    private static final int HEADER = LATENCIES + POWERS;

    final Groups groups;
    final int features;
    final int[] bins;
    /** Of each feature in the counts of one cell of the groups: its bins, unseen levels, missing. */
    final int[] offset;

    final int riskOffset;
    /** Counts of one cell of the groups. */
    final int cellLength;

    final int cells;
    final int firstCell;
    /** Of each numeric feature; -1 for a category. The count before is of numbers that are not above 0. */
    final int[] magnitudes;

    final int patterns;
    final int places;
    final int length;

    final ValueCells values;
    private final PatternPlaces patternPlaces;

    Layout(Baseline baseline, Groups groups) {
        this.groups = groups;
        features = baseline.schema().size();
        bins = new int[features];
        offset = new int[features];
        magnitudes = new int[features];
        double[][] edges = new double[features][];
        int next = 0;
        for (int f = 0; f < features; f++) {
            FeatureProfile profile = baseline.features().get(f);
            edges[f] = profile.toEdges();
            bins[f] = profile.bins();
            offset[f] = next;
            next += bins[f] + 2;
        }
        riskOffset = next;
        cellLength = next + RiskCells.CELLS + 1;
        cells = groups.cells();
        firstCell = HEADER;
        int after = HEADER + cells * cellLength;
        for (int f = 0; f < features; f++) {
            boolean categorical = baseline.schema().feature(f).categorical();
            magnitudes[f] = categorical ? -1 : after + 1;
            after += categorical ? 0 : Magnitudes.CELLS + 1;
        }
        values = new ValueCells(edges, bins, offset, magnitudes);
        MissingPatterns missing = baseline.patterns();
        patternPlaces = new PatternPlaces(missing);
        patterns = after;
        places = missing.places();
        length = after + places;
    }

    /** Where the counts of a cell of the groups begin. */
    int start(int cell) {
        return firstCell + cell * cellLength;
    }

    /** The count of a risk from the start of its cell; of a NaN, that of the missing. */
    int risk(double risk) {
        return riskOffset + (risk != risk ? RiskCells.CELLS : RiskCells.cell(risk));
    }

    /** The count of a pattern of missing values. */
    int pattern(long pattern) {
        return patterns + patternPlaces.of(pattern);
    }
}
