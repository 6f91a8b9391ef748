package org.clinicalmlops.monitoring.option;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.monitoring.input.DriftList;

/**
 * The list of features that are not distributed as in training, by Benjamini and Yekutieli's procedure: it keeps its share of false ones
 * however features hang together, where that of every monitor is proved for those that go up and down together. Immutable.
 */
public final class DriftListing implements DetectorSpec {
    private static final String ID = "input.list.any-dependence";

    private DriftListing() {}

    public static DriftListing underAnyDependence() {
        return new DriftListing();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Family family() {
        return Family.DESCRIPTION;
    }

    @Override
    public Detector open(Setting setting) {
        return new DriftList(ID, setting, true);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("drift-listing").with("procedure", "benjamini-yekutieli");
    }
}
