package org.clinicalmlops.fhir;

import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Prediction;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;

/** Joins the resources of one answer. */
final class AssessmentMaker {
    private final Settings settings;
    private final Prediction.Answered<Risk> answered;
    private final Occasion occasion;

    AssessmentMaker(Settings settings, Prediction.Answered<Risk> answered, Occasion occasion) {
        this.settings = settings;
        this.answered = answered;
        this.occasion = occasion;
    }

    Assessment make() {
        Names names = settings.names();
        Device device = answered.fallback()
                .map(fallback -> Devices.fallback(settings, answered.model(), fallback))
                .orElseGet(() -> Devices.model(settings, answered.model()));
        Identifier prediction = names.prediction(answered.id());
        Identifier performer = device.getIdentifierFirstRep();
        String deviceAddress = names.address("Device", performer);
        String assessmentAddress = names.address("RiskAssessment", prediction);

        RiskAssessment assessment =
                RiskAssessments.of(settings, answered, occasion, prediction, new Reference(deviceAddress));
        Provenance provenance = Provenances.of(
                settings, answered, occasion, new Reference(assessmentAddress), new Reference(deviceAddress));
        AuditEvent event = AuditEvents.answered(
                settings, answered, occasion, new Reference(assessmentAddress), new Reference(deviceAddress));

        Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        entry(transaction, device, deviceAddress).setIfNoneExist(Names.search(performer));
        entry(transaction, assessment, assessmentAddress).setIfNoneExist(Names.search(prediction));
        entry(transaction, provenance, names.address("Provenance", prediction));
        entry(transaction, event, names.address("AuditEvent", prediction));
        return new Assessment(assessment, device, provenance, event, transaction);
    }

    private static Bundle.BundleEntryRequestComponent entry(Bundle transaction, Resource resource, String address) {
        return transaction
                .addEntry()
                .setFullUrl(address)
                .setResource(resource)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl(resource.fhirType());
    }
}
