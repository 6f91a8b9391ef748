package org.clinicalmlops.benchmarks;

import org.clinicalmlops.core.model.TreesLayout;

/** 200 boosted trees of three levels. */
public class BoostingAgainstPadded extends LayoutAgainstLayout {
    public BoostingAgainstPadded() {
        super(TreesModel.boosted(), TreesLayout.PADDED);
    }
}
