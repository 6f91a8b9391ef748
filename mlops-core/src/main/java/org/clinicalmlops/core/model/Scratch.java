package org.clinicalmlops.core.model;

/** Memory that scoring overwrites: one a thread, made by {@link CompiledModel#newScratch()} for that model. Not thread-safe. */
public final class Scratch {
    /** The prepared columns of a row. */
    final double[] prepared;

    /** What a layout of trees computes of a row before it walks. */
    final int[] ranks;

    Scratch(int columns, int ranks) {
        prepared = new double[columns];
        this.ranks = new int[ranks];
    }
}
