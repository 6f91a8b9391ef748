package org.clinicalmlops.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CodeSystem;

/**
 * HAPI's validator with the definitions of R4 4.0.1, made once: the first validation takes seconds. One code is added to R4's copy of
 * v3-ObservationValue, which is of 2018: AIAST, which HL7 Terminology has added since, beside the others that say who asserts.
 */
final class Validation {
    static final FhirContext R4 = FhirContext.forR4();
    private static final String OBSERVATION_VALUE = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
    private static final FhirValidator VALIDATOR = validator();

    private Validation() {}

    /** Errors and warnings, each with its place. */
    static List<String> messages(IBaseResource resource) {
        return VALIDATOR.validateWithResult(resource).getMessages().stream()
                .filter(m -> m.getSeverity() != ResultSeverityEnum.INFORMATION)
                .map(m -> m.getSeverity() + " " + m.getLocationString() + ": " + m.getMessage())
                .toList();
    }

    private static FhirValidator validator() {
        DefaultProfileValidationSupport definitions = new DefaultProfileValidationSupport(R4);
        PrePopulatedValidationSupport newer = new PrePopulatedValidationSupport(R4);
        newer.addCodeSystem(withAiast((CodeSystem) definitions.fetchCodeSystem(OBSERVATION_VALUE)));
        FhirInstanceValidator module = new FhirInstanceValidator(new ValidationSupportChain(
                newer,
                definitions,
                new CommonCodeSystemsTerminologyService(R4),
                new InMemoryTerminologyServerValidationSupport(R4)));
        return R4.newValidator().registerValidatorModule(module);
    }

    private static CodeSystem withAiast(CodeSystem packaged) {
        CodeSystem newer = packaged.copy();
        CodeSystem.ConceptDefinitionComponent parent = parentOf("DEVAST", newer.getConcept());
        parent.addConcept().setCode("AIAST").setDisplay("Artificial Intelligence asserted");
        return newer;
    }

    private static CodeSystem.ConceptDefinitionComponent parentOf(
            String code, List<CodeSystem.ConceptDefinitionComponent> concepts) {
        for (CodeSystem.ConceptDefinitionComponent concept : concepts) {
            if (concept.getConcept().stream().anyMatch(child -> child.getCode().equals(code))) {
                return concept;
            }
            CodeSystem.ConceptDefinitionComponent below = parentOf(code, concept.getConcept());
            if (below.hasCode()) {
                return below;
            }
        }
        return new CodeSystem.ConceptDefinitionComponent();
    }
}
