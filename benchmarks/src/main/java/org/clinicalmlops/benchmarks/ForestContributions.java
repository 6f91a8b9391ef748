package org.clinicalmlops.benchmarks;

/** A forest of 200 deep trees. */
public class ForestContributions extends Contributions {
    public ForestContributions() {
        super(TreesModel.forest());
    }
}
