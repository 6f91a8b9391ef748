package org.clinicalmlops.fhir;

import java.math.BigDecimal;
import java.time.Instant;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Prediction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/** What was answered, for whom, for when, by what and out of what. */
final class RiskAssessments {
    private static final String ABOVE = "The risk is at or above the threshold at which the plan asks to act.";
    private static final String BELOW = "The risk is below the threshold at which the plan asks to act.";
    private static final String BY = "Calculated by an algorithm.";

    private RiskAssessments() {}

    static RiskAssessment of(
            Settings settings,
            Prediction.Answered<Risk> answered,
            Occasion occasion,
            Identifier identifier,
            Reference device) {
        RiskAssessment assessment = new RiskAssessment();
        assessment.getMeta().addSecurity(Concepts.asserted());
        assessment.addIdentifier(identifier);
        assessment.setStatus(
                settings.preliminary()
                        ? RiskAssessment.RiskAssessmentStatus.PRELIMINARY
                        : RiskAssessment.RiskAssessmentStatus.FINAL);
        assessment.setMethod(Concepts.text(method(settings, answered)));
        assessment.setCode(settings.code().copy());
        occasion.subject().ifPresent(subject -> assessment.setSubject(References.copy(subject)));
        occasion.encounter().ifPresent(encounter -> assessment.setEncounter(References.copy(encounter)));
        assessment.setOccurrence(Times.dateTime(occasion.predicted()));
        assessment.setPerformer(device);
        occasion.basis().forEach(assessment::addBasis);
        assessment.addPrediction(prediction(settings, answered, occasion.index()));
        assessment.addNote().setText(threshold(answered));
        assessment.setText(narrative(settings, answered, assessment));
        return assessment;
    }

    private static RiskAssessment.RiskAssessmentPredictionComponent prediction(
            Settings settings, Prediction.Answered<Risk> answered, Instant index) {
        var prediction = new RiskAssessment.RiskAssessmentPredictionComponent();
        prediction.setOutcome(settings.outcome().copy());
        prediction.setProbability(new DecimalType(Percent.of(answered.output())));
        answered.band().ifPresent(band -> prediction.setQualitativeRisk(band(settings, band)));
        Period period = new Period();
        period.setStartElement(Times.dateTime(index));
        period.setEndElement(Times.dateTime(settings.useCase().maturesAt(index)));
        return prediction.setWhen(period);
    }

    private static CodeableConcept band(Settings settings, String name) {
        CodeableConcept concept = settings.bands().get(name);
        return concept == null ? Concepts.text(name) : concept.copy();
    }

    private static String method(Settings settings, Prediction.Answered<Risk> answered) {
        return answered.fallback()
                .map(fallback -> "Score " + fallback.score() + " in place of the model "
                        + settings.useCase().name() + ", which gave no answer: " + fallback.because())
                .orElseGet(() -> "Model " + settings.useCase().name() + ", version "
                        + answered.model().brief());
    }

    private static String threshold(Prediction.Answered<Risk> answered) {
        return answered.acting() ? ABOVE : BELOW;
    }

    /** For readers who see nothing but text: what the data say, and no more. */
    private static Narrative narrative(
            Settings settings, Prediction.Answered<Risk> answered, RiskAssessment assessment) {
        var prediction = assessment.getPredictionFirstRep();
        BigDecimal percent = prediction.getProbabilityDecimalType().getValue();
        String band = prediction.hasQualitativeRisk() ? ", " + Concepts.words(prediction.getQualitativeRisk()) : "";
        Period when = prediction.getWhenPeriod();
        XhtmlNode div = new XhtmlNode(NodeType.Element, "div");
        div.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
        paragraph(div, Concepts.words(prediction.getOutcome()) + ": " + percent.toPlainString() + " %" + band);
        paragraph(
                div,
                "From " + when.getStartElement().getValueAsString() + " to "
                        + when.getEndElement().getValueAsString());
        paragraph(div, assessment.getMethod().getText());
        paragraph(div, threshold(answered));
        paragraph(div, BY);
        Narrative text = new Narrative().setStatus(Narrative.NarrativeStatus.GENERATED);
        text.setDiv(div);
        return text;
    }

    private static void paragraph(XhtmlNode div, String text) {
        div.addTag("p").addText(text);
    }
}
