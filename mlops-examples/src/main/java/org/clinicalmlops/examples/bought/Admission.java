package org.clinicalmlops.examples.bought;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The hospital's own row: a patient as the early-warning model sees them.
 *
 * @param stay number of the stay in the hospital
 * @param at when the model was asked
 * @param age in years
 * @param sex {@code "F"} or {@code "M"}
 * @param heartRate per minute
 * @param lactate in mmol/L; null if not measured
 * @param creatinine in mg/dL; null if not measured
 * @param deteriorates whether the patient will need intensive care within a week: nobody knows yet
 */
record Admission(
        String stay,
        Instant at,
        double age,
        String sex,
        double heartRate,
        @Nullable Double lactate,
        @Nullable Double creatinine,
        boolean deteriorates) {
    Admission withLactate(@Nullable Double other) {
        return new Admission(stay, at, age, sex, heartRate, other, creatinine, deteriorates);
    }

    Admission withCreatinine(@Nullable Double other) {
        return new Admission(stay, at, age, sex, heartRate, lactate, other, deteriorates);
    }

    Admission deteriorating(boolean other) {
        return new Admission(stay, at, age, sex, heartRate, lactate, creatinine, other);
    }
}
