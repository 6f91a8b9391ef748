package org.clinicalmlops.examples.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteToTheRecordTest {
    @TempDir
    Path folder;

    @Test
    void whatIsAnsweredIsWrittenAndWhatIsSilentIsNot() {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        WriteToTheRecord.run(new PrintStream(told, true, StandardCharsets.UTF_8), folder.resolve("ledger.db"));
        String[] parts = told.toString(StandardCharsets.UTF_8)
                .split(
                        "Two weeks of a silent trial:\n|A patient of whom everything is known:\n|A patient without a lactate:\n|A child:\n");
        IParser json = FhirContext.forR4().newJsonParser();

        assertThat(parts[1]).isEqualTo("nothing was written\n");

        Bundle byModel = json.parseResource(Bundle.class, parts[2]);
        assertThat(byModel.getEntry().stream().map(e -> e.getResource().fhirType()))
                .containsExactly("Device", "RiskAssessment", "Provenance", "AuditEvent");
        RiskAssessment said = (RiskAssessment) byModel.getEntry().get(1).getResource();
        assertThat(said.getPredictionFirstRep().getProbabilityDecimalType().getValue())
                .isEqualByComparingTo("45");
        assertThat(said.getPredictionFirstRep().getQualitativeRisk().getText()).isEqualTo("high");
        assertThat(said.getMeta().getSecurityFirstRep().getCode()).isEqualTo("AIAST");
        assertThat(said.getBasis().stream().map(Reference::getReference))
                .containsExactly("Observation/pulse-2", "Observation/lactate-2");

        Bundle byFallback = json.parseResource(Bundle.class, parts[3]);
        RiskAssessment stoodIn = (RiskAssessment) byFallback.getEntry().get(1).getResource();
        assertThat(stoodIn.getMethod().getText())
                .isEqualTo(
                        "Score pulse and age in place of the model deterioration-7d, which gave no answer: MISSING_INPUT");
        assertThat(stoodIn.getBasis()).hasSize(1);

        AuditEvent event = json.parseResource(AuditEvent.class, parts[4]);
        assertThat(event.getOutcomeDesc()).isEqualTo("No prediction: OUT_OF_SCOPE (age)");
    }
}
