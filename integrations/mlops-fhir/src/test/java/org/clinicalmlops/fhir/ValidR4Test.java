package org.clinicalmlops.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** HAPI's validator finds nothing in what is rendered, but for two warnings that are meant; and it does find what is wrong. */
class ValidR4Test {
    private static final List<Pattern> ACCEPTED = List.of(
            // a narrative is for readers, and only the assessment has any
            Pattern.compile("WARNING .*(Device|Provenance|AuditEvent).*Constraint failed: dom-6: .*", Pattern.DOTALL),
            // the guide to AI transparency asks for AIAST as a reason; R4 recommends, but does not demand, a purpose of
            // use
            Pattern.compile(
                    "WARNING .*Provenance.*reason\\[0]: None of the codings provided are in the value set 'V3 Value SetPurposeOfUse' .*"
                            + "#AIAST\\)",
                    Pattern.DOTALL));

    static Stream<Arguments> branches() {
        FhirOutput least = Ward.least().build();
        FhirOutput most = Ward.most().build();
        Occasion few = Ward.occasion();
        Occasion all = Ward.fullOccasion();
        return Stream.of(
                arguments("least", least, Ward.answered(0.1234, Optional.empty(), false), few),
                arguments(
                        "with basis, encounter and requester", least, Ward.answered(0.5, Optional.empty(), true), all),
                arguments("a band by its name", least, Ward.answered(0.7, Optional.of("high"), true), few),
                arguments("by the fallback", least, Ward.byFallback(0.02), few),
                arguments("everything that can be set", most, Ward.answered(1, Optional.of("high"), true), all),
                arguments("no risk, and a band without a code", most, Ward.answered(0, Optional.of("low"), false), all),
                arguments("another version", most, another(), few),
                arguments(
                        "the least risk there is", most, Ward.answered(Double.MIN_VALUE, Optional.empty(), false), few),
                arguments("by the fallback, with everything", most, Ward.byFallback(0.3), all));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("branches")
    void everyBranchIsValid(String name, FhirOutput output, Prediction.Answered<Risk> answered, Occasion occasion) {
        assertThat(unexpected(Ward.value(output.render(answered, occasion)).transaction()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyAbstentionIsValid(Abstention reason) {
        Prediction.Abstained<Risk> abstained = new Prediction.Abstained<>(reason, List.of("lactate", "age <years>"));
        Occasion occasion = reason.ordinal() % 2 == 0 ? Ward.occasion() : Ward.fullOccasion();
        assertThat(unexpected(Ward.value(Ward.most().build().audit(abstained, Ward.MODEL, occasion))))
                .isEmpty();
    }

    @Test
    void aReferenceIntoTheSameTransactionIsValid() {
        String address = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e";
        Occasion occasion = Occasion.of(new Reference(address), Ward.INDEX, Ward.PREDICTED);
        Assessment made = Ward.value(Ward.least().build().render(Ward.byFallback(0.1), occasion));
        Patient patient = new Patient();
        patient.addName().setText("Somebody");
        made.transaction()
                .addEntry()
                .setFullUrl(address)
                .setResource(patient)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Patient");
        assertThat(unexpected(made.transaction()))
                .allMatch(message -> message.contains("*Patient/null*") && message.contains("dom-6"));
    }

    /** Each breaks one resource of a good bundle; without these, a validator that loads nothing would be content with everything. */
    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(
                        "a percentage of more than 100",
                        "ras-2",
                        fault(made -> made.riskAssessment()
                                .getPredictionFirstRep()
                                .setProbability(new DecimalType("100.01")))),
                arguments(
                        "no status",
                        "RiskAssessment.status: minimum required = 1",
                        fault(made -> made.riskAssessment().setStatus((RiskAssessment.RiskAssessmentStatus) null))),
                arguments(
                        "no subject",
                        "RiskAssessment.subject: minimum required = 1",
                        fault(made -> made.riskAssessment().setSubject(null))),
                arguments(
                        "an unknown label",
                        "AIASTX",
                        fault(made -> made.riskAssessment()
                                .getMeta()
                                .getSecurityFirstRep()
                                .setCode("AIASTX"))),
                arguments(
                        "an unknown activity",
                        "CREATED",
                        fault(made -> made.provenance()
                                .getActivity()
                                .getCodingFirstRep()
                                .setCode("CREATED"))),
                arguments(
                        "a reference to no entry",
                        "urn:uuid:00000000-0000-4000-8000-000000000000",
                        fault(made -> made.provenance()
                                .getTargetFirstRep()
                                .setReference("urn:uuid:00000000-0000-4000-8000-000000000000"))),
                arguments(
                        "an event without an observer",
                        "AuditEvent.source: minimum required = 1",
                        fault(made -> made.auditEvent().getSource().setObserver(null))),
                arguments(
                        "a role that does not exist",
                        "object-role",
                        fault(made -> made.auditEvent()
                                .getEntityFirstRep()
                                .setRole(new Coding("http://terminology.hl7.org/CodeSystem/object-role", "99", null)))),
                arguments(
                        "a device name without its type",
                        "Device.deviceName.type: minimum required = 1",
                        fault(made -> made.device().getDeviceNameFirstRep().setType(null))),
                arguments(
                        "an agent of an unknown type",
                        "inventor",
                        fault(made -> made.provenance()
                                .getAgentFirstRep()
                                .setType(new CodeableConcept(new Coding(
                                        "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                                        "inventor",
                                        null))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void theValidatorFinds(String name, String told, Consumer<Assessment> fault) {
        Assessment made = Ward.value(
                Ward.most().build().render(Ward.answered(0.4, Optional.of("high"), true), Ward.fullOccasion()));
        fault.accept(made);
        assertThat(unexpected(made.transaction())).anyMatch(message -> message.contains(told));
    }

    private static Consumer<Assessment> fault(Consumer<Assessment> fault) {
        return fault;
    }

    private static Prediction.Answered<Risk> another() {
        return new Prediction.Answered<>(
                "ward-1:44 | $,\\&#?",
                new Risk(0.25),
                Optional.empty(),
                false,
                Digest.of("another model"),
                Optional.empty());
    }

    private static List<String> unexpected(IBaseResource resource) {
        return Validation.messages(resource).stream()
                .filter(message ->
                        ACCEPTED.stream().noneMatch(a -> a.matcher(message).matches()))
                .toList();
    }
}
