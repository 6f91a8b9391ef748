package org.clinicalmlops.examples.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.cdshooks.HookRequest;
import org.clinicalmlops.cdshooks.Prefetched;
import org.clinicalmlops.cdshooks.Row;
import org.clinicalmlops.cdshooks.RowReader;
import org.clinicalmlops.examples.pneumonia.EmergencyVisit;

/**
 * Reads the row from FHIR R4 resources, as an application would that has no FHIR library. Units are checked, never converted: a value in
 * another unit is one that cannot be had.
 */
final class FhirRows implements RowReader<Bedside> {
    /** LOINC: urea in serum or plasma, amount of substance. */
    static final String UREA = "22664-7";

    static final String BREATHING = "9279-1";
    static final String PRESSURE = "85354-9";
    static final String SYSTOLIC = "8480-6";
    static final String DIASTOLIC = "8462-4";
    /** Glasgow coma score; a patient below 15 is taken for confused, which is simpler than the score's own definition. */
    static final String COMA = "9269-2";

    private static final double ALERT = 15;

    private final Clock clock;

    FhirRows(Clock clock) {
        this.clock = clock;
    }

    /**
     * A measurement.
     *
     * @param observation the observation, or its component
     */
    private record Measured(JsonNode observation, Instant at) {
        Optional<Double> value(String ucum) {
            return value(observation, ucum);
        }

        Optional<Double> component(String code, String ucum) {
            for (JsonNode component : observation.path("component")) {
                if (codes(component).contains(code)) {
                    return value(component, ucum);
                }
            }
            return Optional.empty();
        }

        private static Optional<Double> value(JsonNode of, String ucum) {
            JsonNode quantity = of.path("valueQuantity");
            return quantity.path("value").isNumber()
                            && quantity.path("code").asText().equals(ucum)
                    ? Optional.of(quantity.path("value").doubleValue())
                    : Optional.empty();
        }
    }

    @Override
    public Row<Bedside> read(HookRequest request) {
        Instant now = clock.instant();
        Optional<JsonNode> patient = found(request.prefetch(ChartQueries.PATIENT));
        Optional<LocalDate> born = patient.map(p -> p.path("birthDate").asText())
                .filter(date -> date.length() == 10)
                .map(LocalDate::parse);
        Optional<Measured> urea = newest(request.prefetch(ChartQueries.UREA), UREA);
        Optional<Measured> breathing = newest(request.prefetch(ChartQueries.BREATHING), BREATHING);
        Optional<Measured> pressure = newest(request.prefetch(ChartQueries.PRESSURE), PRESSURE);
        Optional<Measured> coma = newest(request.prefetch(ChartQueries.COMA), COMA);
        Optional<Double> rate = breathing.flatMap(m -> m.value("/min"));
        Optional<Double> systolic = pressure.flatMap(m -> m.component(SYSTOLIC, "mm[Hg]"));
        Optional<Double> diastolic = pressure.flatMap(m -> m.component(DIASTOLIC, "mm[Hg]"));
        Optional<Double> score = coma.flatMap(m -> m.value("{score}"));

        List<String> missing = new ArrayList<>();
        note(missing, "birth date", born);
        note(missing, "respiratory rate", rate);
        note(missing, "blood pressure", systolic.flatMap(s -> diastolic));
        note(missing, "Glasgow coma score", score);
        if (!missing.isEmpty()) {
            return Row.unavailable("values are missing, or in another unit", missing.toArray(String[]::new));
        }
        EmergencyVisit visit =
                new EmergencyVisit(0, request.context("patientId").orElseThrow(), now);
        visit.setAge(Period.between(born.orElseThrow(), LocalDate.ofInstant(now, ZoneOffset.UTC))
                .getYears());
        visit.setConfused(score.orElseThrow() < ALERT);
        visit.setRespiratoryRate((int) Math.rint(rate.orElseThrow()));
        visit.setBloodPressure((int) Math.rint(systolic.orElseThrow()), (int) Math.rint(diastolic.orElseThrow()));
        visit.setUrea(urea.flatMap(m -> m.value("mmol/L")).orElse(null));
        return Row.of(new Bedside(
                visit,
                now,
                urea.map(Measured::at).orElse(null),
                breathing.orElseThrow().at(),
                pressure.orElseThrow().at(),
                coma.orElseThrow().at()));
    }

    private static void note(List<String> missing, String name, Optional<?> value) {
        if (value.isEmpty()) {
            missing.add(name);
        }
    }

    private static Optional<JsonNode> found(Prefetched prefetched) {
        return prefetched.fold(
                found -> Optional.of(found.resource()),
                nothing -> Optional.empty(),
                notSent -> Optional.empty(),
                failed -> Optional.empty());
    }

    /** A client may send more than was asked for, in any order. */
    private static Optional<Measured> newest(Prefetched prefetched, String code) {
        Measured newest = null;
        for (JsonNode entry :
                found(prefetched).map(bundle -> bundle.path("entry")).orElseGet(MissingNode::getInstance)) {
            JsonNode resource = entry.path("resource");
            boolean counts = resource.path("status").asText().matches("final|amended|corrected");
            String at = resource.path("effectiveDateTime").asText();
            if (counts && codes(resource).contains(code) && at.length() > 10) {
                Instant taken = OffsetDateTime.parse(at).toInstant();
                if (newest == null || taken.isAfter(newest.at)) {
                    newest = new Measured(resource, taken);
                }
            }
        }
        return Optional.ofNullable(newest);
    }

    private static List<String> codes(JsonNode of) {
        List<String> codes = new ArrayList<>();
        for (JsonNode coding : of.path("code").path("coding")) {
            if (coding.path("system").asText().equals("http://loinc.org")) {
                codes.add(coding.path("code").asText());
            }
        }
        return codes;
    }
}
