package org.clinicalmlops.examples.cdshooks;

import org.clinicalmlops.cdshooks.FhirQuery;
import org.clinicalmlops.cdshooks.Origins;

/** What the record system is asked for, and for which features. */
final class ChartQueries {
    static final FhirQuery PATIENT = FhirQuery.patient("patient");
    static final FhirQuery UREA = newest("urea", FhirRows.UREA);
    static final FhirQuery BREATHING = newest("breathing", FhirRows.BREATHING);
    static final FhirQuery PRESSURE = newest("pressure", FhirRows.PRESSURE);
    static final FhirQuery COMA = newest("coma", FhirRows.COMA);

    private ChartQueries() {}

    /** One query for each: among the newest of all, breaths of the last hours would push out the urea of this morning. */
    static Origins<Bedside> origins() {
        return Origins.of(AdmissionPlan.features())
                .from(PATIENT, "age")
                .from(UREA, "urea")
                .from(BREATHING, "respiratory rate")
                .from(PRESSURE, "low blood pressure")
                .from(COMA, "confusion");
    }

    private static FhirQuery newest(String key, String code) {
        return FhirQuery.observations(key)
                .loinc(code)
                .only("status", "final", "amended", "corrected")
                .newest();
    }
}
