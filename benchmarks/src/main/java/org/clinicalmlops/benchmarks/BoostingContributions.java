package org.clinicalmlops.benchmarks;

/** 200 boosted trees of three levels. */
public class BoostingContributions extends Contributions {
    public BoostingContributions() {
        super(TreesModel.boosted());
    }
}
