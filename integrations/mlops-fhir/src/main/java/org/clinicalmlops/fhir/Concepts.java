package org.clinicalmlops.fhir;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** Codes of HL7 and DICOM, new at every call, since HAPI's types can be changed; and concepts of the host. */
final class Concepts {
    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";

    private Concepts() {}

    /**
     * "Artificial Intelligence asserted": of decision support, machine learning or any algorithm. Later than R4's own copy of the code
     * system, which is of 2018; in HL7 Terminology.
     */
    static Coding asserted() {
        return new Coding(TERMINOLOGY + "v3-ObservationValue", "AIAST", "Artificial Intelligence asserted");
    }

    static CodeableConcept create() {
        return new CodeableConcept(new Coding(TERMINOLOGY + "v3-DataOperation", "CREATE", "create"));
    }

    static CodeableConcept author() {
        return new CodeableConcept(new Coding(TERMINOLOGY + "provenance-participant-type", "author", "Author"));
    }

    static Coding applicationActivity() {
        return new Coding("http://dicom.nema.org/resources/ontology/DCM", "110100", "Application Activity");
    }

    static Coding person() {
        return new Coding(TERMINOLOGY + "audit-entity-type", "1", "Person");
    }

    static Coding systemObject() {
        return new Coding(TERMINOLOGY + "audit-entity-type", "2", "System Object");
    }

    static Coding patient() {
        return new Coding(TERMINOLOGY + "object-role", "1", "Patient");
    }

    static Coding domainResource() {
        return new Coding(TERMINOLOGY + "object-role", "4", "Domain Resource");
    }

    static CodeableConcept text(String text) {
        return new CodeableConcept().setText(text);
    }

    /** @throws IllegalArgumentException if it says nothing */
    static CodeableConcept checked(CodeableConcept concept, String name) {
        boolean coded = concept.getCoding().stream().anyMatch(c -> c.hasCode() && c.hasSystem());
        boolean told = concept.hasText() && !concept.getText().isBlank();
        if (!coded && !told) {
            throw new IllegalArgumentException(name + " must have a text, or a coding with its system");
        }
        return concept.copy();
    }

    /** In words, for a person: the text, else what the first coding is shown as. */
    static String words(CodeableConcept concept) {
        if (concept.hasText()) {
            return concept.getText();
        }
        Coding first = concept.getCodingFirstRep();
        return first.hasDisplay() ? first.getDisplay() : first.getCode();
    }
}
