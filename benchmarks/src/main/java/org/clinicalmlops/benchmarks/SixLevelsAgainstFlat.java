package org.clinicalmlops.benchmarks;

import org.clinicalmlops.core.model.TreesLayout;

/** 500 trees of six levels. */
public class SixLevelsAgainstFlat extends LayoutAgainstLayout {
    public SixLevelsAgainstFlat() {
        super(TreesModel.sixLevels(), TreesLayout.FLAT);
    }
}
