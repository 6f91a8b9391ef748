package org.clinicalmlops.benchmarks;

/** 500 trees of six levels, two threads against one. */
public class SixLevelsBatchByTwo extends BatchAgainstRows {
    public SixLevelsBatchByTwo() {
        super(TreesModel.sixLevels(), 2);
    }
}
