package org.clinicalmlops.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong setting throws when it is made; a wrong occasion is an answer, and says nothing of the patient. */
class RefusedTest {
    private static final FhirOutput OUTPUT = Ward.least().build();
    private static final Prediction.Answered<Risk> ANSWERED = Ward.answered(0.2, Optional.empty(), false);

    static Stream<Arguments> settings() {
        return Stream.of(
                setting(
                        "outcome must have a text, or a coding with its system",
                        () -> FhirOutput.of(Ward.useCase())
                                .namesUnder(Ward.BASE)
                                .predicting(" ")),
                setting(
                        "outcome must have a text, or a coding with its system",
                        () -> FhirOutput.of(Ward.useCase())
                                .namesUnder(Ward.BASE)
                                .predicting(new CodeableConcept(new Coding().setCode("no system")))),
                setting(
                        "observer must be a reference to Device or Organization or Practitioner or PractitionerRole, was one to Patient",
                        () -> FhirOutput.of(Ward.useCase())
                                .namesUnder(Ward.BASE)
                                .predicting("Death")
                                .observedBy(new Reference("Patient/p1"))),
                setting(
                        "code must have a text, or a coding with its system",
                        () -> Ward.least().code(new CodeableConcept())),
                setting(
                        "deviceType must have a text, or a coding with its system",
                        () -> Ward.least().deviceType(new CodeableConcept())),
                setting(
                        "concept of band 'high' must have a text, or a coding with its system",
                        () -> Ward.least().band("high", new CodeableConcept())),
                setting(
                        "the name of a band must not be blank",
                        () -> Ward.least().band(" ", Concepts.text("x"))),
                setting("band named twice: 'high'", () -> Ward.most().band("high", Concepts.text("x"))),
                setting(
                        "owner must be a reference to Organization, was without an address and without an identifier",
                        () -> Ward.least().ownedBy(new Reference())),
                setting(
                        "releasedBy must be a reference to Practitioner or PractitionerRole, was an address of another form",
                        () -> Ward.least().releasedBy(Ward.MODEL, new Reference("#contained"), Role.CLINICAL_LEAD)),
                setting(
                        "policy must be an absolute URI, was 'policies/7'",
                        () -> Ward.least().policy("policies/7")),
                setting(
                        "policy must be an absolute URI, was 'a b'",
                        () -> Ward.least().policy("a b")),
                setting("risk must be in [0, 1], was 1.5", () -> Ward.answered(1.5, Optional.empty(), false)),
                setting("problems must not be empty", () -> new Rendering.NotRendered<>(List.of())));
    }

    private static Arguments setting(String message, Supplier<Object> setting) {
        return arguments(message, setting);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void aWrongSettingThrows(String message, Supplier<Object> setting) {
        assertThatThrownBy(setting::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> occasions() {
        Occasion good = Ward.occasion();
        return Stream.of(
                arguments("subject must be a reference to Patient, was absent", about(null)),
                arguments(
                        "subject must be a reference to Patient, was without an address and without an identifier",
                        about(new Reference())),
                arguments(
                        "subject must be a reference to Patient, was one to Group",
                        about(new Reference("Group/secret-g"))),
                arguments(
                        "subject must be a reference to Patient, was an address of another form",
                        about(new Reference("Patient secret"))),
                arguments(
                        "subject must be a reference by address, as Patient/id, was an identifier only",
                        about(new Reference().setIdentifier(new Identifier().setValue("secret-number")))),
                arguments(
                        "subject must be a reference to Patient, was one to Device",
                        about(new Reference()
                                .setType("Device")
                                .setIdentifier(new Identifier().setValue("secret-number")))),
                arguments(
                        "encounter must be a reference to Encounter, was one to EpisodeOfCare",
                        good.during(new Reference("EpisodeOfCare/secret"))),
                arguments(
                        "requester must be a reference to Practitioner or PractitionerRole or Organization or Device, was one to Patient",
                        good.requestedBy(new Reference("https://server.example/fhir/Patient/secret"))),
                arguments(
                        "basis 1 must be a reference to a resource, was absent",
                        good.basedOn(Arrays.asList(new Reference("Observation/o1"), null))),
                arguments(
                        "index must be in the years 1900 to 9999, was earlier",
                        Occasion.of(Ward.patient(), Instant.parse("1899-12-31T23:59:59Z"), Ward.PREDICTED)),
                arguments(
                        "predicted must be in the years 1900 to 9999, was later",
                        Occasion.of(Ward.patient(), Ward.INDEX, Instant.parse("+10000-01-01T00:00:00Z"))
                                .recordedAt(Instant.parse("9999-12-31T23:59:59Z"))),
                arguments(
                        "index must be in the years 1900 to 9999, was later",
                        Occasion.of(Ward.patient(), Instant.MAX, Ward.PREDICTED)),
                arguments("recorded must not be before predicted", good.recordedAt(Ward.PREDICTED.minusMillis(1))));
    }

    private static Occasion about(Reference subject) {
        return Occasion.of(subject, Ward.INDEX, Ward.PREDICTED);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("occasions")
    void aWrongOccasionIsAnAnswer(String problem, Occasion occasion) {
        List<String> problems = Ward.problems(OUTPUT.render(ANSWERED, occasion));
        assertThat(problems).contains(problem);
        assertThat(String.join(" ", problems)).doesNotContainIgnoringCase("secret");
        assertThat(Ward.problems(
                        OUTPUT.audit(new Prediction.Abstained<>(Abstention.OUT_OF_SCOPE), Ward.MODEL, occasion)))
                .isEqualTo(problems);
    }

    @Test
    void everythingThatIsWrongIsTold() {
        Occasion occasion =
                about(null).during(new Reference("Patient/x")).basedOn(Arrays.asList(null, new Reference("#here")));
        assertThat(Ward.problems(OUTPUT.render(ANSWERED, occasion)))
                .containsExactly(
                        "subject must be a reference to Patient, was absent",
                        "encounter must be a reference to Encounter, was one to Patient",
                        "basis 0 must be a reference to a resource, was absent",
                        "basis 1 must be a reference to a resource, was an address of another form");
    }

    @Test
    void aBlankIdIsAnAnswer() {
        Prediction.Answered<Risk> blank =
                new Prediction.Answered<>(" ", new Risk(0.1), Optional.empty(), false, Ward.MODEL, Optional.empty());
        assertThat(Ward.problems(OUTPUT.render(blank, Ward.occasion())))
                .containsExactly("the id of a prediction must not be blank");
    }

    @Test
    void aHorizonThatEndsBeyondAllYearsIsAnAnswer() {
        Instant late = Instant.parse("9999-12-30T00:00:00Z");
        assertThat(Ward.problems(OUTPUT.render(ANSWERED, Occasion.of(Ward.patient(), late, late))))
                .containsExactly("the end of the horizon must be in the years 1900 to 9999, was later");
    }

    @Test
    void whatThrowsInsideIsAnAnswerWithoutItsWords() {
        Reference throwing = new Reference("Patient/p1") {
            private static final long serialVersionUID = 1;

            @Override
            public String getReference() {
                throw new IllegalStateException("Mira Muster");
            }
        };
        assertThat(Ward.problems(OUTPUT.render(ANSWERED, about(throwing))))
                .containsExactly("failed with java.lang.IllegalStateException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/p1",
                "Patient/p1/_history/3",
                "https://server.example/fhir/Patient/p1",
                "http://localhost:8080/Patient/p1",
                "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e"
            })
    void patientsHaveAddressesOfThreeKinds(String address) {
        assertThat(Ward.value(OUTPUT.render(ANSWERED, about(new Reference(address))))
                        .riskAssessment()
                        .getSubject()
                        .getReference())
                .isEqualTo(address);
    }

    @Test
    void foldAndMatchTakeTheCaseThatHolds() {
        Rendering<Assessment> rendered = OUTPUT.render(ANSWERED, Ward.occasion());
        Rendering<Assessment> not = OUTPUT.render(ANSWERED, about(null));
        assertThat(rendered.<String>fold(r -> "rendered", n -> "not")).isEqualTo("rendered");
        assertThat(not.<String>fold(r -> "rendered", n -> "not")).isEqualTo("not");
        StringBuilder told = new StringBuilder();
        rendered.match(r -> told.append("rendered"), n -> told.append("not"));
        not.match(r -> told.append(" rendered"), n -> told.append(" not"));
        assertThat(told).hasToString("rendered not");
    }
}
