package org.clinicalmlops.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Audit trails and lists of devices are read by people who do not read the record. */
class NoPatientTest {
    private static final Prediction.Answered<Risk> ANSWERED = Ward.answered(0.6180339, Optional.of("high"), true);

    @Test
    void anEventHasTheAddressOfAPatientAndNoKeyNameOrValue() {
        Assessment made = Ward.value(Ward.most().build().render(ANSWERED, Ward.fullOccasion()));
        // the words are in what is rendered; otherwise this test would be content with nothing
        assertThat(json(made.riskAssessment()))
                .contains(Ward.HOSPITAL_NUMBER, Ward.NAME, "61.80339", "\"high\"", "threshold");
        assertThat(json(made.auditEvent()))
                .contains("Patient/p1")
                .doesNotContain(
                        Ward.HOSPITAL_NUMBER, Ward.NAME, "1.2.3.4", "61.8", "618", "high", "threshold", "lactate");
        assertThat(json(made.provenance())).doesNotContain(Ward.HOSPITAL_NUMBER, Ward.NAME, "61.8", "618", "threshold");
    }

    @Test
    void aDeviceIsTheSameForEveryPatientAndEveryAnswer() {
        FhirOutput output = Ward.most().build();
        Occasion other =
                Occasion.of(new Reference("Patient/p2"), Ward.INDEX.plusSeconds(7), Ward.PREDICTED.plusSeconds(9));
        String device =
                json(Ward.value(output.render(ANSWERED, Ward.fullOccasion())).device());
        assertThat(json(Ward.value(output.render(Ward.answered(0.01, Optional.empty(), false), other))
                        .device()))
                .isEqualTo(device);
        assertThat(device).doesNotContain("Patient", Ward.HOSPITAL_NUMBER, Ward.NAME, "618", "high");
    }

    @ParameterizedTest
    @EnumSource
    void anAbstentionTellsReasonAndFeaturesOnly(Abstention reason) {
        AuditEvent event = Ward.value(Ward.least()
                .build()
                .audit(new Prediction.Abstained<>(reason, List.of("lactate", "age")), Ward.MODEL, Ward.fullOccasion()));

        assertThat(event.getOutcomeDesc()).isEqualTo("No prediction: " + reason + " (lactate, age)");
        boolean ours = List.of("CLOSED", "STOPPED", "FEATURE_FAILED", "MODEL_FAILED", "NOT_RECORDED")
                .contains(reason.name());
        assertThat(event.getOutcome().toCode()).isEqualTo(ours ? "8" : "4");
        assertThat(event.getAgentFirstRep().getWho().getIdentifier().getValue()).isEqualTo(Ward.MODEL.hex());
        assertThat(event.getAgentFirstRep().getRequestor()).isFalse();
        assertThat(event.getAgent().get(1).getRequestor()).isTrue();
        assertThat(event.getEntity()).hasSize(1);
        assertThat(json(event)).contains("Patient/p1").doesNotContain(Ward.HOSPITAL_NUMBER, Ward.NAME);
    }

    @Test
    void anAbstentionWithoutFeaturesTellsTheReasonOnly() {
        AuditEvent event = Ward.value(Ward.least()
                .build()
                .audit(new Prediction.Abstained<>(Abstention.STOPPED), Ward.MODEL, Ward.occasion()));
        assertThat(event.getOutcomeDesc()).isEqualTo("No prediction: STOPPED");
        assertThat(event.getAgent()).hasSize(1);
    }

    private static String json(IBaseResource resource) {
        return Validation.R4.newJsonParser().encodeResourceToString(resource);
    }
}
