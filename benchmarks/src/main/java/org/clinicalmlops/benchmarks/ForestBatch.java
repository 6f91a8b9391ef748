package org.clinicalmlops.benchmarks;

/** A forest of 200 trees, one thread against rows one by one. */
public class ForestBatch extends BatchAgainstRows {
    public ForestBatch() {
        super(TreesModel.forest(), 1);
    }
}
