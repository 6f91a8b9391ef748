package org.clinicalmlops.fhir;

import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Prediction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;

/** Out of what an assessment was made, by what, under which policies, and who answers for the version. */
final class Provenances {
    private Provenances() {}

    static Provenance of(
            Settings settings,
            Prediction.Answered<Risk> answered,
            Occasion occasion,
            Reference assessment,
            Reference device) {
        Provenance provenance = new Provenance();
        provenance.addTarget(assessment);
        provenance.setOccurred(Times.dateTime(occasion.predicted()));
        provenance.setRecordedElement(Times.instant(occasion.recorded()));
        settings.policies().forEach(provenance::addPolicy);
        provenance.addReason(new CodeableConcept(Concepts.asserted()));
        provenance.setActivity(Concepts.create());
        Provenance.ProvenanceAgentComponent author =
                provenance.addAgent().setType(Concepts.author()).setWho(device);
        settings.owner().ifPresent(owner -> author.setOnBehalfOf(References.copy(owner)));
        for (Settings.Release release : settings.releases().getOrDefault(answered.model(), List.of())) {
            // without a type: all that HL7 lists, verifier first, would say that they have seen this assessment
            provenance
                    .addAgent()
                    .addRole(Concepts.text("Put the version into use as " + release.role()))
                    .setWho(References.copy(release.who()));
        }
        for (Reference input : occasion.basis()) {
            provenance
                    .addEntity()
                    .setRole(Provenance.ProvenanceEntityRole.SOURCE)
                    .setWhat(input);
        }
        return provenance;
    }
}
