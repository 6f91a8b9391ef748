package org.clinicalmlops.fhir;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;

/** A made-up ward, its model, and what is known of one of its patients. */
final class Ward {
    static final Digest MODEL = Digest.of("a model");
    static final String BASE = "https://hospital.example/mlops";
    static final Instant INDEX = Instant.parse("2026-03-01T06:30:00Z");
    static final Instant PREDICTED = Instant.parse("2026-03-01T06:30:02.125Z");

    /** What must not be anywhere but in the assessment. */
    static final String HOSPITAL_NUMBER = "H-4711-77";

    static final String NAME = "Mira Muster";

    private Ward() {}

    static UseCase<Risk> useCase() {
        return UseCase.binaryRisk("deterioration-7d")
                .intendedUse("Call the outreach team; the physician decides")
                .population("Adults on a ward")
                .horizon(Period.ofDays(7))
                .build();
    }

    static FhirOutput.Ready least() {
        return FhirOutput.of(useCase())
                .namesUnder(BASE)
                .predicting("Transfer to intensive care")
                .observedBy(new Reference("Device/ward-application"));
    }

    static FhirOutput.Ready most() {
        return FhirOutput.of(useCase())
                .namesUnder(BASE)
                .predicting(new CodeableConcept().setText("Transfer to intensive care"))
                .observedBy(new Reference("Organization/icu").setDisplay("Intensive care"))
                .code(Concepts.text("Risk of deterioration"))
                .deviceType(Concepts.text("Machine learning"))
                .band(
                        "high",
                        new CodeableConcept(new Coding(
                                "http://terminology.hl7.org/CodeSystem/risk-probability", "high", "High likelihood")))
                .ownedBy(new Reference("Organization/hospital"))
                .releasedBy(MODEL, new Reference("Practitioner/lead"), Role.CLINICAL_LEAD)
                .releasedBy(MODEL, new Reference("PractitionerRole/safety"), new Role("patient-safety"))
                .policy("https://hospital.example/policies/decision-support")
                .preliminary();
    }

    static Prediction.Answered<Risk> answered(double risk, Optional<String> band, boolean acting) {
        return new Prediction.Answered<>("ward-1:42", new Risk(risk), band, acting, MODEL, Optional.empty());
    }

    static Prediction.Answered<Risk> byFallback(double risk) {
        return new Prediction.Answered<>(
                "ward-1:43",
                new Risk(risk),
                Optional.of("low"),
                false,
                MODEL,
                Optional.of(new Prediction.ByFallback("early warning, <2>", Abstention.TOO_MUCH_MISSING)));
    }

    /** The patient as careless hosts refer to them, with number and name. */
    static Reference patient() {
        Reference patient = new Reference("Patient/p1").setDisplay(NAME);
        patient.setIdentifier(new org.hl7.fhir.r4.model.Identifier()
                .setSystem("urn:oid:1.2.3.4")
                .setValue(HOSPITAL_NUMBER));
        return patient;
    }

    static Occasion occasion() {
        return Occasion.of(patient(), INDEX, PREDICTED);
    }

    static Occasion fullOccasion() {
        return occasion()
                .during(new Reference("Encounter/e1"))
                .requestedBy(new Reference("Practitioner/asked"))
                .basedOn(List.of(new Reference("Observation/lactate"), new Reference("Observation/pulse/_history/2")))
                .recordedAt(PREDICTED.plusSeconds(60));
    }

    static <T> T value(Rendering<T> rendering) {
        return rendering.fold(Rendering.Rendered::value, not -> {
            throw new AssertionError(not.problems());
        });
    }

    static <T> List<String> problems(Rendering<T> rendering) {
        return rendering.fold(
                rendered -> {
                    throw new AssertionError("was rendered");
                },
                Rendering.NotRendered::problems);
    }
}
