package org.clinicalmlops.api.monitor;

import java.time.Instant;
import org.clinicalmlops.api.Declared;

/** A detector as a plan names it: a value that can open any number of them. Everything that changes what it finds is declared. */
public interface DetectorSpec extends Declared {
    /** Unique in a plan and for ever: stored states are found by it; for example {@code "input.psi"}. */
    String id();

    /** Whose part of the false alarms it uses. */
    Family family();

    /** How many raw rows of a window it needs; 0 if counts are enough. */
    default int keepsRows() {
        return 0;
    }

    /** @throws IllegalArgumentException if the plan or the baseline lacks what it needs */
    Detector open(Setting setting);

    /**
     * What a detector is opened with.
     *
     * @param plan of the monitor
     * @param baseline what it compares with
     * @param groups of the plan, resolved
     * @param allowance its own part of the false alarms
     * @param since when the monitor was opened
     */
    record Setting(MonitorPlan plan, Baseline baseline, Groups groups, Allowance allowance, Instant since) {}
}
