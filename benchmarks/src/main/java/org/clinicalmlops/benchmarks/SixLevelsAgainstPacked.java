package org.clinicalmlops.benchmarks;

import org.clinicalmlops.core.model.TreesLayout;

/** 500 trees of six levels. */
public class SixLevelsAgainstPacked extends LayoutAgainstLayout {
    public SixLevelsAgainstPacked() {
        super(TreesModel.sixLevels(), TreesLayout.PACKED);
    }
}
