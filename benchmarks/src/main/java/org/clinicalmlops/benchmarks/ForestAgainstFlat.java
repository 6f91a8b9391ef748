package org.clinicalmlops.benchmarks;

import org.clinicalmlops.core.model.TreesLayout;

/** A forest of 200 trees. */
public class ForestAgainstFlat extends LayoutAgainstLayout {
    public ForestAgainstFlat() {
        super(TreesModel.forest(), TreesLayout.FLAT);
    }
}
