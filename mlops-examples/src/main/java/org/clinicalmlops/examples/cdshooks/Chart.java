package org.clinicalmlops.examples.cdshooks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A made-up patient's chart in the record system.
 *
 * @param age in years
 * @param urea in mmol/L
 * @param ureaAge how long ago it was measured
 * @param breaths a minute
 * @param systolic in mm[Hg]
 * @param diastolic in mm[Hg]
 * @param coma Glasgow coma score
 */
record Chart(
        String id,
        String label,
        int age,
        double urea,
        Duration ureaAge,
        int breaths,
        int systolic,
        int diastolic,
        int coma) {
    private static final Duration SIGNS = Duration.ofMinutes(20);

    /** The birthday was half a year ago. */
    ObjectNode patient(Instant now) {
        LocalDate born =
                LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(age).minusMonths(6);
        return JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Patient")
                .put("id", id)
                .put("birthDate", born.toString());
    }

    /** What a search by code finds: a bundle with one observation, or none. */
    ObjectNode search(String code, Instant now) {
        ObjectNode bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "searchset");
        var entries = bundle.putArray("entry");
        switch (code) {
            case FhirRows.UREA -> quantity(observation(entries.addObject(), code, now.minus(ureaAge)), urea, "mmol/L");
            case FhirRows.BREATHING ->
                quantity(observation(entries.addObject(), code, now.minus(SIGNS)), breaths, "/min");
            case FhirRows.COMA -> quantity(observation(entries.addObject(), code, now.minus(SIGNS)), coma, "{score}");
            case FhirRows.PRESSURE -> {
                var parts =
                        observation(entries.addObject(), code, now.minus(SIGNS)).putArray("component");
                quantity(coded(parts.addObject(), FhirRows.SYSTOLIC), systolic, "mm[Hg]");
                quantity(coded(parts.addObject(), FhirRows.DIASTOLIC), diastolic, "mm[Hg]");
            }
            default -> {}
        }
        return bundle;
    }

    private static ObjectNode observation(ObjectNode entry, String code, Instant taken) {
        ObjectNode observation =
                entry.putObject("resource").put("resourceType", "Observation").put("status", "final");
        return coded(observation, code).put("effectiveDateTime", taken.toString());
    }

    private static ObjectNode coded(ObjectNode of, String code) {
        of.putObject("code")
                .putArray("coding")
                .addObject()
                .put("system", "http://loinc.org")
                .put("code", code);
        return of;
    }

    private static void quantity(ObjectNode of, double value, String ucum) {
        of.putObject("valueQuantity")
                .put("value", value)
                .put("unit", ucum)
                .put("system", "http://unitsofmeasure.org")
                .put("code", ucum);
    }
}
