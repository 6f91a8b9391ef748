package org.clinicalmlops.core.model;

import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.train.TreesForm.Tree;

/** What a form of trees does with the sum of its leaves. Immutable. */
final class TreesSum {
    private final boolean logOdds;
    private final double base;
    private final double totalWeight;

    TreesSum(TreesForm form) {
        logOdds = form.leaves() == TreesForm.Leaves.LOG_ODDS;
        base = form.base();
        double total = 0;
        for (Tree tree : form.trees()) {
            total += tree.weight();
        }
        totalWeight = total;
    }

    /** What the sum begins with. */
    double base() {
        return base;
    }

    /** The risk; NaN stays NaN. */
    double risk(double sum) {
        return logOdds ? Logistic.risk(sum) : sum / totalWeight;
    }
}
