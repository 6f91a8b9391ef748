package org.clinicalmlops.benchmarks;

/** 200 boosted trees of three levels, one thread against rows one by one. */
public class BoostingBatch extends BatchAgainstRows {
    public BoostingBatch() {
        super(TreesModel.boosted(), 1);
    }
}
