package org.clinicalmlops.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Bands;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the resources say. */
class AssessmentTest {
    private static final FhirOutput LEAST = Ward.least().build();
    private static final FhirOutput MOST = Ward.most().build();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void theAssessmentSaysWhatWasAnswered() {
        RiskAssessment said = render(LEAST, Ward.answered(0.1234, Optional.of("high"), true), Ward.fullOccasion())
                .riskAssessment();
        var prediction = said.getPredictionFirstRep();

        assertThat(said.getStatus()).isEqualTo(RiskAssessment.RiskAssessmentStatus.FINAL);
        assertThat(said.getIdentifierFirstRep().getSystem()).isEqualTo("https://hospital.example/mlops/prediction");
        assertThat(said.getIdentifierFirstRep().getValue()).isEqualTo("ward-1:42");
        assertThat(said.getCode().getText()).isEqualTo("deterioration-7d");
        assertThat(said.getMethod().getText()).isEqualTo("Model deterioration-7d, version " + Ward.MODEL.brief());
        assertThat(said.getSubject().getReference()).isEqualTo("Patient/p1");
        assertThat(said.getEncounter().getReference()).isEqualTo("Encounter/e1");
        assertThat(said.getOccurrenceDateTimeType().getValueAsString()).isEqualTo("2026-03-01T06:30:02.125+00:00");
        assertThat(said.getBasis().stream().map(Reference::getReference))
                .containsExactly("Observation/lactate", "Observation/pulse/_history/2");
        assertThat(prediction.getOutcome().getText()).isEqualTo("Transfer to intensive care");
        assertThat(prediction.getProbabilityDecimalType().getValue()).isEqualByComparingTo("12.34");
        assertThat(prediction.getQualitativeRisk().getText()).isEqualTo("high");
        assertThat(prediction.getWhenPeriod().getStartElement().getValueAsString())
                .isEqualTo("2026-03-01T06:30:00.000+00:00");
        assertThat(prediction.getWhenPeriod().getEndElement().getValueAsString())
                .isEqualTo("2026-03-08T06:30:00.000+00:00");
        assertThat(said.getNoteFirstRep().getText()).contains("at or above the threshold");
        assertThat(said.getText().getDivAsString())
                .contains("Transfer to intensive care: 12.34 %, high")
                .contains("at or above the threshold");
    }

    @Test
    void whatIsProducedIsLabelledAsAssertedByAnAlgorithmAndWhatDescribesIsNot() {
        for (Assessment made : List.of(
                render(LEAST, Ward.answered(0.2, Optional.empty(), false), Ward.occasion()),
                render(MOST, Ward.byFallback(0.2), Ward.fullOccasion()))) {
            Coding label = made.riskAssessment().getMeta().getSecurityFirstRep();
            assertThat(label.getSystem()).isEqualTo("http://terminology.hl7.org/CodeSystem/v3-ObservationValue");
            assertThat(label.getCode()).isEqualTo("AIAST");
            assertThat(made.provenance().getReasonFirstRep().getCodingFirstRep().equalsDeep(label))
                    .isTrue();
            assertThat(made.auditEvent()
                            .getEntity()
                            .get(1)
                            .getSecurityLabelFirstRep()
                            .equalsDeep(label))
                    .isTrue();
            assertThat(made.device().getMeta().getSecurity()).isEmpty();
        }
    }

    @Test
    void whatTheHostSaysReplacesOurWords() {
        Assessment made = render(MOST, Ward.answered(0.6, Optional.of("high"), false), Ward.fullOccasion());
        RiskAssessment said = made.riskAssessment();

        assertThat(said.getStatus()).isEqualTo(RiskAssessment.RiskAssessmentStatus.PRELIMINARY);
        assertThat(said.getCode().getText()).isEqualTo("Risk of deterioration");
        assertThat(said.getPredictionFirstRep()
                        .getQualitativeRisk()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("high");
        assertThat(said.getNoteFirstRep().getText()).contains("below the threshold");
        assertThat(made.device().getType().getText()).isEqualTo("Machine learning");
        assertThat(made.device().getOwner().getReference()).isEqualTo("Organization/hospital");
        assertThat(made.provenance().getAgentFirstRep().getOnBehalfOf().getReference())
                .isEqualTo("Organization/hospital");
        assertThat(made.provenance().getPolicy().get(0).getValue())
                .isEqualTo("https://hospital.example/policies/decision-support");
    }

    @Test
    void aVersionIsADeviceAndItsFallbackIsAnother() {
        Device model = render(LEAST, Ward.answered(0.2, Optional.empty(), false), Ward.occasion())
                .device();
        Assessment stoodIn = render(LEAST, Ward.byFallback(0.2), Ward.occasion());
        Device score = stoodIn.device();

        assertThat(model.getIdentifierFirstRep().getValue()).isEqualTo(Ward.MODEL.hex());
        assertThat(model.getVersionFirstRep().getValue()).isEqualTo(Ward.MODEL.hex());
        assertThat(model.getDeviceNameFirstRep().getName()).isEqualTo("deterioration-7d");
        assertThat(score.getIdentifierFirstRep().getSystem()).isEqualTo("https://hospital.example/mlops/fallback");
        assertThat(score.getIdentifierFirstRep().getValue()).isEqualTo(Ward.MODEL.hex() + ":early warning, <2>");
        assertThat(score.getDeviceNameFirstRep().getName()).isEqualTo("early warning, <2>");
        assertThat(score.getVersionFirstRep().getType().getText()).contains("in whose place");
        assertThat(stoodIn.riskAssessment().getMethod().getText())
                .isEqualTo("Score early warning, <2> in place of the model deterioration-7d, which gave no answer: "
                        + "TOO_MUCH_MISSING");
        assertThat(stoodIn.auditEvent().getOutcomeDesc()).contains("in place of the model: TOO_MUCH_MISSING");
    }

    @Test
    void entriesReferToOneAnotherAndAreCreatedOnce() {
        Assessment made = render(MOST, Ward.answered(0.2, Optional.empty(), false), Ward.fullOccasion());
        List<Bundle.BundleEntryComponent> entries = made.transaction().getEntry();

        assertThat(made.transaction().getType()).isEqualTo(Bundle.BundleType.TRANSACTION);
        assertThat(entries.stream().map(Bundle.BundleEntryComponent::getResource))
                .containsExactly(made.device(), made.riskAssessment(), made.provenance(), made.auditEvent());
        String device = entries.get(0).getFullUrl();
        String assessment = entries.get(1).getFullUrl();
        assertThat(made.riskAssessment().getPerformer().getReference()).isEqualTo(device);
        assertThat(made.provenance().getTargetFirstRep().getReference()).isEqualTo(assessment);
        assertThat(made.provenance().getAgentFirstRep().getWho().getReference()).isEqualTo(device);
        assertThat(made.auditEvent().getAgentFirstRep().getWho().getReference()).isEqualTo(device);
        assertThat(made.auditEvent().getEntity().get(1).getWhat().getReference())
                .isEqualTo(assessment);
        assertThat(entries.stream().map(Bundle.BundleEntryComponent::getFullUrl))
                .doesNotHaveDuplicates();
        assertThat(entries.get(0).getRequest().getIfNoneExist())
                .isEqualTo("identifier=https://hospital.example/mlops/model-version%7C" + Ward.MODEL.hex());
        assertThat(entries.get(1).getRequest().getIfNoneExist())
                .isEqualTo("identifier=https://hospital.example/mlops/prediction%7Cward-1%3A42");
    }

    @Test
    void provenanceNamesInputsAndWhoReleasedTheVersionButNoVerifier() {
        Provenance said = render(MOST, Ward.answered(0.2, Optional.empty(), false), Ward.fullOccasion())
                .provenance();

        assertThat(said.getEntity().stream()
                        .map(e -> e.getRole() + " " + e.getWhat().getReference()))
                .containsExactly("SOURCE Observation/lactate", "SOURCE Observation/pulse/_history/2");
        assertThat(said.getRecordedElement().getValueAsString()).isEqualTo("2026-03-01T06:31:02.125+00:00");
        assertThat(said.getAgent().stream()
                        .skip(1)
                        .map(a -> a.getWho().getReference() + ": "
                                + a.getRoleFirstRep().getText()))
                .containsExactly(
                        "Practitioner/lead: Put the version into use as clinical-lead",
                        "PractitionerRole/safety: Put the version into use as patient-safety");
        assertThat(said.getAgent().stream().skip(1)).noneMatch(Provenance.ProvenanceAgentComponent::hasType);

        FhirOutput other = Ward.least()
                .releasedBy(Digest.of("another model"), new Reference("Practitioner/x"), Role.CLINICAL_LEAD)
                .build();
        assertThat(render(other, Ward.answered(0.2, Optional.empty(), false), Ward.occasion())
                        .provenance()
                        .getAgent())
                .hasSize(1);
    }

    @Test
    void aReferenceToAResourceInMemoryTakesItsAddressAlong() {
        Patient patient = new Patient();
        patient.setId("Patient/p9");
        patient.addName().setText(Ward.NAME);
        Assessment made = render(
                LEAST,
                Ward.answered(0.2, Optional.empty(), false),
                Occasion.of(new Reference(patient), Ward.INDEX, Ward.PREDICTED));
        assertThat(made.riskAssessment().getSubject().getReference()).isEqualTo("Patient/p9");
        assertThat(made.riskAssessment().getSubject().getResource()).isNull();
        assertThat(json(made)).doesNotContain(Ward.NAME);
    }

    /** A risk in each band of a plan, read back from JSON. */
    @ParameterizedTest
    @MethodSource("seeds")
    void risksAndBandsSurviveJson(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Bands bands = Bands.of("low").from(0.1, "moderate").from(0.1 + 0.8 * random.nextDouble(), "high");
        double risk = random.nextDouble();
        String band = bands.of(risk);
        boolean acting = random.nextBoolean();
        Prediction.Answered<Risk> answered = new Prediction.Answered<>(
                "p-" + seed, new Risk(risk), Optional.of(band), acting, Digest.of("m" + seed), Optional.empty());
        String json = json(render(MOST, answered, Ward.fullOccasion()));

        Bundle read = Validation.R4.newJsonParser().parseResource(Bundle.class, json);
        RiskAssessment said = (RiskAssessment) read.getEntry().get(1).getResource();
        var prediction = said.getPredictionFirstRep();
        assertThat(prediction
                        .getProbabilityDecimalType()
                        .getValue()
                        .movePointLeft(2)
                        .doubleValue())
                .isEqualTo(risk);
        assertThat(Concepts.words(prediction.getQualitativeRisk()))
                .isEqualTo(band.equals("high") ? "High likelihood" : band);
        assertThat(said.getNoteFirstRep().getText().contains("at or above")).isEqualTo(acting);
    }

    @Test
    void whatTheHostChangesLaterChangesNothingElse() {
        CodeableConcept outcome = new CodeableConcept().setText("Transfer to intensive care");
        Reference observer = new Reference("Device/ward-application");
        FhirOutput output = FhirOutput.of(Ward.useCase())
                .namesUnder(Ward.BASE)
                .predicting(outcome)
                .observedBy(observer)
                .build();
        Prediction.Answered<Risk> answered = Ward.answered(0.2, Optional.of("low"), false);
        String before = json(render(LEAST, answered, Ward.fullOccasion()));

        outcome.setText("something else");
        observer.setReference("Device/another");
        Assessment spoilt = render(output, answered, Ward.fullOccasion());
        spoilt.riskAssessment().getPredictionFirstRep().getOutcome().setText("spoilt");
        spoilt.riskAssessment().getCode().setText("spoilt");
        spoilt.riskAssessment().getBasisFirstRep().setReference("Observation/spoilt");
        spoilt.device().getType().setText("spoilt");
        spoilt.auditEvent().getSource().getObserver().setReference("Device/spoilt");
        spoilt.riskAssessment().getMeta().getSecurityFirstRep().setCode("SPOILT");

        assertThat(spoilt.provenance().getEntityFirstRep().getWhat().getReference())
                .isEqualTo("Observation/lactate");
        assertThat(json(render(output, answered, Ward.fullOccasion()))).isEqualTo(before);
    }

    private static Assessment render(FhirOutput output, Prediction.Answered<Risk> answered, Occasion occasion) {
        return Ward.value(output.render(answered, occasion));
    }

    private static String json(Assessment made) {
        return Validation.R4.newJsonParser().encodeResourceToString(made.transaction());
    }
}
