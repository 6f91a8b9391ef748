package org.clinicalmlops.examples.imported;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.jspecify.annotations.Nullable;

/**
 * The hospital's own row.
 *
 * @param patient number of the patient
 * @param at when they came
 * @param age in years
 * @param heartRate per minute; null if not measured
 * @param lactate in mmol/L; null if not measured
 * @param creatinine in mg/dL; null if not measured
 * @param systolic blood pressure in mm[Hg]; null if not measured
 * @param ward where they lie; null before they have a bed
 * @param sex {@code "male"} or {@code "female"}; null if nobody has asked
 * @param dose of a vasopressor in ug/min, 0 for none
 * @param deteriorates whether they need intensive care within a week
 */
record Admission(
        String patient,
        Instant at,
        double age,
        @Nullable Double heartRate,
        @Nullable Double lactate,
        @Nullable Double creatinine,
        @Nullable Double systolic,
        @Nullable String ward,
        @Nullable String sex,
        double dose,
        boolean deteriorates) {

    /** Known when the week is over. */
    Outcome<Risk> outcome() {
        return Outcome.event(
                deteriorates, at.atZone(ZoneOffset.UTC).plus(Period.ofDays(7)).toInstant());
    }
}
