package org.clinicalmlops.monitoring.proof;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.clinicalmlops.monitoring.proof.References.Known;

/**
 * Cases of one hospital day after day, as every way of watching reads them; and the reference from which each takes its baseline.
 * Immutable but for what it draws. Single-threaded.
 */
final class CaseStream {
    private final Hospital hospital;
    private final Known known;
    private final Patients patients;
    private final int aWeek;

    /** @param truth of each case, by its day */
    CaseStream(Hospital hospital, int aWeek, Supplier<Truth> truth, SplittableRandom random) {
        this.hospital = hospital;
        this.aWeek = aWeek;
        SplittableRandom before = random.split();
        this.known = References.of(hospital, new Patients(hospital, before.split()));
        this.patients = new Patients(hospital, before.split(), truth, Fault.none(), 0);
    }

    Hospital hospital() {
        return hospital;
    }

    Known known() {
        return known;
    }

    List<Row> week(int week) {
        return patients.week(week, aWeek);
    }
}
