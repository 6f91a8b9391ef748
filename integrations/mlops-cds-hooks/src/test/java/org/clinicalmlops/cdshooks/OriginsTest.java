package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.clinicalmlops.api.feature.FeatureSet;
import org.junit.jupiter.api.Test;

class OriginsTest {
    private static final FhirQuery PATIENT = FhirQuery.patient("patient");
    private static final FhirQuery HISTORY =
            FhirQuery.conditions("history").code("http://snomed.info/sct", "44054006", "13645005");
    private static final FhirQuery LACTATE =
            FhirQuery.observations("lactate").loinc("2524-7").newest();
    private static final FeatureSet<Stay> FEATURES = Desk.FEATURES
            .numeric("age", "a", stay -> 70)
            .categorical("diabetes", stay -> "no")
            .categorical("COPD", stay -> "no")
            .categorical("ward", stay -> "4b");
    private static final Origins<Stay> ORIGINS = Origins.of(FEATURES)
            .from(PATIENT, "age")
            .from(LACTATE, "lactate")
            .from(HISTORY, "diabetes", "COPD")
            .elsewhere("ward");

    private final FakeDeployment deployment = new FakeDeployment("sepsis-1");

    private CdsService<Stay> service() {
        return CdsService.of(deployment)
                .id("sepsis-risk")
                .hook("patient-view")
                .description("Says the risk")
                .row(request -> Row.of(new Stay(request.prefetch(LACTATE).toString(), Desk.NOW, 1.0, Desk.NOW, false)))
                .card(shown -> Optional.empty());
    }

    private CdsAnswer call(Consumer<ObjectNode> change) {
        return Desk.serving(List.of(service().origins(ORIGINS)))
                .call("sepsis-risk", null, Desk.in(Desk.request(body -> {
                    body.putObject("prefetch").putNull("patient").putNull("lactate");
                    body.withObject("prefetch").putNull("history");
                    change.accept(body.withObject("prefetch"));
                })));
    }

    @Test
    void discoveryHasOneTemplateForEachQuery() {
        CdsService<Stay> service = service().origins(ORIGINS).prefetch("stay", "Encounter/{{context.encounterId}}");
        JsonNode prefetch = Desk.json(Desk.serving(List.of(service)).discovery(null))
                .path("services")
                .path(0)
                .path("prefetch");
        assertThat(prefetch.toString())
                .isEqualTo("{\"patient\":\"Patient/{{context.patientId}}\","
                        + "\"lactate\":\"Observation?patient={{context.patientId}}&code=http://loinc.org|2524-7"
                        + "&_sort=-date&_count=1\","
                        + "\"history\":\"Condition?patient={{context.patientId}}"
                        + "&code=http://snomed.info/sct|44054006,http://snomed.info/sct|13645005\","
                        + "\"stay\":\"Encounter/{{context.encounterId}}\"}");
        assertThat(service.asked().neededTexts()).containsExactly("patientId");
    }

    @Test
    void whatDidNotComeIsNamedWithItsFeatures() {
        assertThat(call(same -> {}).status()).isEqualTo(200);

        CdsAnswer answer = call(prefetch -> {
            prefetch.remove("history");
            prefetch.putObject("lactate").put("resourceType", "OperationOutcome");
        });
        assertThat(answer.status()).isEqualTo(412);
        assertThat(Desk.json(answer).path("issue").path(0).path("diagnostics").asText())
                .isEqualTo("prefetch.lactate (lactate), prefetch.history (diabetes, COPD)");
        assertThat(deployment.predictions).isOne();
    }

    /** A server answers the newest of many with a link to the others. */
    @Test
    void thatThereAreMoreMattersOnlyWhereAllWereAskedFor() {
        assertThat(call(prefetch -> bundleWithNext(prefetch, "lactate")).status())
                .isEqualTo(200);
        assertThat(call(prefetch -> bundleWithNext(prefetch, "history")).status())
                .isEqualTo(412);
        CdsService<Stay> byHand = service()
                .needs("history", "Condition?patient={{context.patientId}}&_count=1")
                .needs("lactate", "Observation?_sort=-date&patient={{context.patientId}}&_count=1");
        CdsAnswer answer = Desk.serving(List.of(byHand)).call("sepsis-risk", null, Desk.in(Desk.request(body -> {
            bundleWithNext(body.withObject("prefetch"), "history");
            bundleWithNext(body.withObject("prefetch"), "lactate");
        })));
        assertThat(Desk.json(answer).path("issue").path(0).path("diagnostics").asText())
                .isEqualTo("prefetch.history");
    }

    private static void bundleWithNext(ObjectNode prefetch, String key) {
        prefetch.putObject(key)
                .put("resourceType", "Bundle")
                .putArray("link")
                .addObject()
                .put("relation", "next");
    }

    @Test
    void everyFeatureMustHaveAnOrigin() {
        Origins<Stay> half = Origins.of(FEATURES).from(PATIENT, "age").elsewhere("ward");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service().origins(half))
                .withMessageContaining("every feature must have an origin")
                .withMessageContaining("[lactate, diabetes, COPD]");
        assertThat(service().origins(half.from(LACTATE, "lactate").elsewhere("diabetes", "COPD")))
                .isNotNull();
    }

    @Test
    void namesThatTheSetDoesNotHaveAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORIGINS.from(PATIENT, "sex"))
                .withMessage("feature must be one of [lactate, age, diabetes, COPD, ward], was 'sex'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORIGINS.elsewhere("sex"))
                .withMessageContaining("'sex'");
    }

    @Test
    void anOriginIsSaidOnceAndAKeyMeansOneQuery() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORIGINS.from(FhirQuery.patient("patient"), "age"))
                .withMessageContaining("'age'")
                .withMessageContaining("'patient'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORIGINS.from(PATIENT, "ward"))
                .withMessageContaining("'ward'")
                .withMessageContaining("elsewhere");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORIGINS.elsewhere("age"))
                .withMessageContaining("'age'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORIGINS.elsewhere("ward"))
                .withMessageContaining("'ward'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORIGINS.from(FhirQuery.observations("lactate").loinc("32693-4"), "COPD"))
                .withMessageContaining("'lactate'")
                .withMessageContaining("32693-4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ORIGINS.from(FhirQuery.patient("person"), "COPD"))
                .withMessageContaining("'patient'")
                .withMessageContaining("'person'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service().needs("patient", "Patient/1").origins(ORIGINS))
                .withMessageContaining("'patient'");
    }

    /** Age of the patient and a value of the laboratory make one feature; two features read one resource. */
    @Test
    void aFeatureMayComeFromSeveralQueriesAndAQueryServeSeveral() {
        Origins<Stay> several = ORIGINS.from(FhirQuery.patient("patient"), "lactate");
        assertThat(service().origins(several).asked().features())
                .containsEntry("patient", List.of("age", "lactate"))
                .containsEntry("lactate", List.of("lactate"));
        assertThat(service().origins(ORIGINS).asked().features())
                .as("not changed by what is made of it")
                .containsEntry("patient", List.of("age"));
    }
}
