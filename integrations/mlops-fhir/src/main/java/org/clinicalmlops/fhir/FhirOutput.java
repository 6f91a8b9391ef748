package org.clinicalmlops.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.UseCase;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;

/**
 * Turns what a deployment answers into FHIR R4 for the patient's record. Only {@link Prediction.Answered} becomes a RiskAssessment: of a silent
 * prediction nothing can be rendered, and of an abstention an AuditEvent only.
 *
 * <p>Made once for a use case; a setting that is wrong is an {@link IllegalArgumentException}. Rendering throws nothing but a
 * {@link NullPointerException} for an argument that may not be null: whatever is wrong with an answer or an occasion is a
 * {@link Rendering.NotRendered}. No input or output, no clock: the same arguments give the same resources. Immutable, safe for any thread.
 */
public final class FhirOutput {
    private final Settings settings;

    private FhirOutput(Settings settings) {
        this.settings = settings;
    }

    /**
     * Starts with what is predicted.
     *
     * @param useCase its name is the assessment's code and the device's name, its horizon is the assessment's period
     */
    public static NeedsNames of(UseCase<Risk> useCase) {
        Objects.requireNonNull(useCase, "useCase");
        return base -> {
            Names names = new Names(base);
            return outcome -> {
                CodeableConcept event = Concepts.checked(outcome, "outcome");
                return observer -> new Draft(Settings.of(
                        useCase,
                        names,
                        event,
                        References.checked(
                                observer, "observer", "Device", "Organization", "Practitioner", "PractitionerRole")));
            };
        };
    }

    /**
     * The resources of an answer.
     *
     * @param answered also by the fallback: then method, performer and a note say that it was not the model
     */
    public Rendering<Assessment> render(Prediction.Answered<Risk> answered, Occasion occasion) {
        Objects.requireNonNull(answered, "answered");
        Objects.requireNonNull(occasion, "occasion");
        return guarded(
                () -> problems(answered, occasion), () -> new AssessmentMaker(settings, answered, occasion).make());
    }

    /**
     * That no prediction was made, and why: reason and names of features, no value. There is no device in it to create, so the event
     * refers to the model by its identifier.
     *
     * @param model the version in use, as {@code Deployment.model()} says
     */
    public Rendering<AuditEvent> audit(Prediction.Abstained<Risk> abstained, Digest model, Occasion occasion) {
        Objects.requireNonNull(abstained, "abstained");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(occasion, "occasion");
        return guarded(occasion::problems, () -> AuditEvents.abstained(settings, abstained, model, occasion));
    }

    private List<String> problems(Prediction.Answered<Risk> answered, Occasion occasion) {
        List<String> problems = new ArrayList<>(occasion.problems());
        if (problems.isEmpty()) {
            Times.check(settings.useCase().maturesAt(occasion.index()), "the end of the horizon", problems);
        }
        if (answered.id().isBlank()) {
            problems.add("the id of a prediction must not be blank");
        }
        return problems;
    }

    private static <T> Rendering<T> guarded(Supplier<List<String>> check, Supplier<T> make) {
        try {
            List<String> problems = check.get();
            return problems.isEmpty() ? new Rendering.Rendered<>(make.get()) : new Rendering.NotRendered<>(problems);
        } catch (RuntimeException e) {
            // HAPI's code, or a subclass of its types: what it says may hold what it was given
            return new Rendering.NotRendered<>(
                    List.of("failed with " + e.getClass().getName()));
        }
    }

    /** Under which address the host's identifiers are. */
    @FunctionalInterface
    public interface NeedsNames {
        /**
         * @param base an http or https address of the host's own, such as {@code https://hospital.example/mlops}: predictions are identified in
         *     the system {@code base/prediction}, versions in {@code base/model-version}, fallbacks in {@code base/fallback}
         */
        NeedsOutcome namesUnder(String base);
    }

    /** What may happen. */
    @FunctionalInterface
    public interface NeedsOutcome {
        /** @param outcome with a text, or a coding of the host's terminology, or both */
        NeedsObserver predicting(CodeableConcept outcome);

        /** @param outcome in words */
        default NeedsObserver predicting(String outcome) {
            return predicting(Concepts.text(outcome));
        }
    }

    /** Who reports. */
    @FunctionalInterface
    public interface NeedsObserver {
        /** @param reference the application that serves the model: a Device, an Organization, or who answers for it */
        Ready observedBy(Reference reference);
    }

    /** Complete; the rest can be added. Immutable: every call returns another. */
    public interface Ready {
        /** @param concept the type of assessment; the use case's name if nothing is said */
        Ready code(CodeableConcept concept);

        /** @param concept of the device; "Clinical prediction model" if nothing is said */
        Ready deviceType(CodeableConcept concept);

        /**
         * What one of the plan's bands is in the host's terminology; a band that nothing is said of is written by its name.
         *
         * @param name as in the plan
         */
        Ready band(String name, CodeableConcept concept);

        /** @param organization that answers for the model */
        Ready ownedBy(Reference organization);

        /**
         * Who has put a version into use. They have not seen the single assessment, and are no verifier of it. Of versions that nothing
         * is said of, nothing is written.
         *
         * @param who a Practitioner or PractitionerRole
         */
        Ready releasedBy(Digest model, Reference who, Role role);

        /** @param uri of a policy or plan under which the model is used; can be called several times */
        Ready policy(String uri);

        /** Assessments are preliminary until a person has seen them; they are final if nothing is said. */
        Ready preliminary();

        FhirOutput build();
    }

    private static final class Draft implements Ready {
        private final Settings settings;

        private Draft(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Ready code(CodeableConcept concept) {
            return new Draft(settings.withCode(concept));
        }

        @Override
        public Ready deviceType(CodeableConcept concept) {
            return new Draft(settings.withDeviceType(concept));
        }

        @Override
        public Ready band(String name, CodeableConcept concept) {
            return new Draft(settings.withBand(name, concept));
        }

        @Override
        public Ready ownedBy(Reference organization) {
            return new Draft(settings.withOwner(organization));
        }

        @Override
        public Ready releasedBy(Digest model, Reference who, Role role) {
            return new Draft(settings.withRelease(model, who, role));
        }

        @Override
        public Ready policy(String uri) {
            return new Draft(settings.withPolicy(uri));
        }

        @Override
        public Ready preliminary() {
            return new Draft(settings.asPreliminary());
        }

        @Override
        public FhirOutput build() {
            return new FhirOutput(settings);
        }
    }
}
