package org.clinicalmlops.monitoring.option;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;

/**
 * Two ways in which an interface garbles numbers, told by their shape: one value in the place of many (a default that is filled in), and two
 * columns exchanged. Notices for whoever looks into an alarm; it tests nothing, uses none of the false alarms, and never pages. The
 * limits are our choice. Immutable.
 */
public final class GarbledInputs implements DetectorSpec {
    static final String ID = "input.garbled";
    static final String FLOODED = "one-value-floods";
    static final String SWAPPED = "looks-like-the-other";

    private GarbledInputs() {}

    public static GarbledInputs described() {
        return new GarbledInputs();
    }

    /** Whether a finding says that one value is in the place of many of its subject. */
    public static boolean flooded(Finding finding) {
        return says(finding, FLOODED);
    }

    /** Whether a finding says that its subject and another feature look exchanged. */
    public static boolean swapped(Finding finding) {
        return says(finding, SWAPPED);
    }

    private static boolean says(Finding finding, String formula) {
        return finding.detector().equals(ID)
                && finding.state() == Finding.State.NOTICE
                && finding.measure().filter(m -> m.formula().equals(formula)).isPresent();
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
        return new Garbled(setting);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("garbled-inputs");
    }
}
