package org.clinicalmlops.fhir;

import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/**
 * That a model was asked: who, about whom, when, whether it answered. Audit trails are read by others than the record is: no risk, no band, no
 * threshold, no input is in them, and of the patient the address only.
 */
final class AuditEvents {
    /** What is not the row's doing; every other reason is. */
    private static final Set<Abstention> OURS = Set.of(
            Abstention.CLOSED,
            Abstention.STOPPED,
            Abstention.FEATURE_FAILED,
            Abstention.MODEL_FAILED,
            Abstention.NOT_RECORDED);

    private AuditEvents() {}

    static AuditEvent answered(
            Settings settings,
            Prediction.Answered<Risk> answered,
            Occasion occasion,
            Reference assessment,
            Reference device) {
        AuditEvent event = common(settings, occasion, device).setOutcome(AuditEvent.AuditEventOutcome._0);
        answered.fallback()
                .ifPresent(fallback -> event.setOutcomeDesc(
                        fallback.score() + " answered in place of the model: " + fallback.because()));
        event.addEntity()
                .setWhat(assessment)
                .setType(Concepts.systemObject())
                .setRole(Concepts.domainResource())
                .addSecurityLabel(Concepts.asserted());
        return event;
    }

    static AuditEvent abstained(
            Settings settings, Prediction.Abstained<Risk> abstained, Digest model, Occasion occasion) {
        Reference device =
                new Reference().setType("Device").setIdentifier(settings.names().version(model));
        String features = abstained.features().isEmpty() ? "" : " (" + String.join(", ", abstained.features()) + ")";
        return common(settings, occasion, device)
                .setOutcome(outcome(abstained.reason()))
                .setOutcomeDesc("No prediction: " + abstained.reason() + features);
    }

    /** R4 compares 4 with an HTTP status of 400, and 8 with one of 500. */
    private static AuditEvent.AuditEventOutcome outcome(Abstention reason) {
        return OURS.contains(reason) ? AuditEvent.AuditEventOutcome._8 : AuditEvent.AuditEventOutcome._4;
    }

    private static AuditEvent common(Settings settings, Occasion occasion, Reference device) {
        AuditEvent event =
                new AuditEvent().setType(Concepts.applicationActivity()).setAction(AuditEvent.AuditEventAction.E);
        Period period = new Period();
        period.setStartElement(Times.dateTime(occasion.predicted()));
        period.setEndElement(Times.dateTime(occasion.predicted()));
        event.setPeriod(period);
        event.setRecordedElement(Times.instant(occasion.recorded()));
        event.addAgent().setWho(device).setName(settings.useCase().name()).setRequestor(false);
        occasion.requester()
                .ifPresent(who -> event.addAgent().setWho(References.copy(who)).setRequestor(true));
        event.getSource().setObserver(References.copy(settings.observer()));
        occasion.subject()
                .ifPresent(subject -> event.addEntity()
                        .setWhat(References.addressOnly(subject))
                        .setType(Concepts.person())
                        .setRole(Concepts.patient()));
        return event;
    }
}
