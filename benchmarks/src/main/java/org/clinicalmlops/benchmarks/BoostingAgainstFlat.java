package org.clinicalmlops.benchmarks;

import org.clinicalmlops.core.model.TreesLayout;

/** 200 boosted trees of three levels. */
public class BoostingAgainstFlat extends LayoutAgainstLayout {
    public BoostingAgainstFlat() {
        super(TreesModel.boosted(), TreesLayout.FLAT);
    }
}
