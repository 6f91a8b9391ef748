package org.clinicalmlops.benchmarks;

import org.clinicalmlops.core.model.TreesLayout;

/** 200 boosted trees of three levels. */
public class BoostingAgainstPacked extends LayoutAgainstLayout {
    public BoostingAgainstPacked() {
        super(TreesModel.boosted(), TreesLayout.PACKED);
    }
}
