package org.clinicalmlops.monitoring.proof;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.clinicalmlops.api.monitor.Baseline;

/**
 * Cases of one hospital day after day, as every way of watching reads them; and the reference from which each takes its baseline.
 * Immutable but for what it draws. Single-threaded.
 */
final class CaseStream {
    private final Hospital hospital;
    private final Baseline baseline;
    private final List<Row> reference;
    private final Patients patients;
    private final int aWeek;

    /** @param truth of each case, by its day */
    CaseStream(Hospital hospital, int aWeek, Supplier<Truth> truth, SplittableRandom random) {
        this.hospital = hospital;
        this.aWeek = aWeek;
        SplittableRandom before = random.split();
        this.reference = new Patients(hospital, before.split()).reference();
        this.baseline = References.of(hospital, reference);
        this.patients = new Patients(hospital, before.split(), truth, Fault.none(), 0);
    }

    Hospital hospital() {
        return hospital;
    }

    Baseline baseline() {
        return baseline;
    }

    /** What the model was evaluated on. */
    List<Row> evaluated() {
        return reference.subList(reference.size() / 2, reference.size());
    }

    List<Row> week(int week) {
        return patients.week(week, aWeek);
    }
}
