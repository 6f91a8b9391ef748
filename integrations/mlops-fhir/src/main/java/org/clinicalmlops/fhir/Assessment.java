package org.clinicalmlops.fhir;

import java.util.Objects;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.RiskAssessment;

/**
 * One answer of a deployment as FHIR R4. The transaction holds the same objects as the other components, in this order; they refer to one
 * another by the {@code urn:uuid} of their entries, which a server replaces. They are new, and the host's own: it may add to them
 * before they are sent.
 *
 * @param riskAssessment what was answered; labelled AIAST
 * @param device which model version, or which fallback, has answered
 * @param provenance out of what it was made, and who answers for it
 * @param auditEvent that it was made; without any value
 * @param transaction all of them. The device and the assessment are created only if none of their identifier is there yet
 */
public record Assessment(
        RiskAssessment riskAssessment,
        Device device,
        Provenance provenance,
        AuditEvent auditEvent,
        Bundle transaction) {
    public Assessment {
        Objects.requireNonNull(riskAssessment, "riskAssessment");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(auditEvent, "auditEvent");
        Objects.requireNonNull(transaction, "transaction");
    }
}
