package org.clinicalmlops.monitoring.count;

import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.RiskCells;

/** Where each count is in the one array that holds them all. Immutable. */
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
    final boolean[] categorical;
    final double[][] edges;
    final int[] bins;
    /** Of each feature: its bins, unseen levels, missing. */
    final int[] offset;

    final int riskOffset;
    /** Counts of one cell of the groups. */
    final int cellLength;

    final int cells;
    final int firstCell;
    /** Of each numeric feature; -1 for a category. */
    final int[] magnitudes;

    final int patterns;
    final int places;
    final int length;

    Layout(Baseline baseline, Groups groups) {
        int features = baseline.schema().size();
        this.groups = groups;
        categorical = new boolean[features];
        edges = new double[features][];
        bins = new int[features];
        offset = new int[features];
        magnitudes = new int[features];
        int next = 0;
        for (int f = 0; f < features; f++) {
            FeatureProfile profile = baseline.features().get(f);
            categorical[f] = baseline.schema().feature(f).categorical();
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
            magnitudes[f] = categorical[f] ? -1 : after;
            after += categorical[f] ? 0 : Magnitudes.CELLS;
        }
        patterns = after;
        places = baseline.patterns().places();
        length = after + places;
    }
}
