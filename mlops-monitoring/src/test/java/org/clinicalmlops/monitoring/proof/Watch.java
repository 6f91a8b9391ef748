package org.clinicalmlops.monitoring.proof;

import java.util.List;

/** One way to watch outcomes, opened on one stream. Single-threaded. */
@FunctionalInterface
interface Watch {
    /** Reads the cases of one day, which ends at {@code day}; how many alarms it raised. */
    int read(double day, List<Row> cases);
}
