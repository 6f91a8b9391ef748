package org.clinicalmlops.benchmarks;

/** 500 trees of six levels, one thread against rows one by one. */
public class SixLevelsBatch extends BatchAgainstRows {
    public SixLevelsBatch() {
        super(TreesModel.sixLevels(), 1);
    }
}
