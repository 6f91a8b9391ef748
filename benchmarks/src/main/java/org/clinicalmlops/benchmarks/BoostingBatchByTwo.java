package org.clinicalmlops.benchmarks;

/** 200 boosted trees of three levels, two threads against one. */
public class BoostingBatchByTwo extends BatchAgainstRows {
    public BoostingBatchByTwo() {
        super(TreesModel.boosted(), 2);
    }
}
