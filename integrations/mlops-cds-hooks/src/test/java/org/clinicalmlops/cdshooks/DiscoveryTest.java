package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
    private final FakeDeployment deployment = new FakeDeployment("sepsis-1");

    private CdsService<Stay> atHook(String hook) {
        return CdsService.of(deployment)
                .id("sepsis-risk")
                .hook(hook)
                .description("Says the risk")
                .row(Desk::row)
                .card(shown -> Optional.empty());
    }

    @Test
    void everyServiceIsListedWithTheFieldsThatTheSpecificationRequires() {
        CdsAnswer answer = Desk.serving(List.of(Desk.service(deployment), atHook("encounter-discharge")))
                .discovery(null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json; charset=utf-8");
        JsonNode services = Desk.json(answer).path("services");
        assertThat(services).hasSize(2).allSatisfy(service -> {
            assertThat(service.path("id").asText()).isEqualTo("sepsis-risk");
            assertThat(service.path("description").asText()).isNotBlank();
            assertThat(service.path("hook").asText()).isNotBlank();
        });
        assertThat(services.get(0).path("title").asText()).isEqualTo("Sepsis");
        assertThat(services.get(0).path("prefetch").path("lactate").asText())
                .isEqualTo("Observation?patient={{context.patientId}}&code=http://loinc.org|2524-7");
        assertThat(services.get(1).has("prefetch")).isFalse();
        assertThat(services.get(1).has("title")).isFalse();
    }

    @Test
    void withoutServicesTheListIsEmpty() {
        CdsAnswer answer = Desk.serving(List.of()).discovery(null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"services\":[]}");
    }

    @Test
    void oneIdAtOneHookIsOneService() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Desk.serving(List.of(atHook("patient-view"), atHook("patient-view"))))
                .withMessageContaining("'sepsis-risk'")
                .withMessageContaining("'patient-view'");
    }

    @Test
    void aCallGoesToTheServiceOfItsHook() {
        CdsHooks hooks = Desk.serving(List.of(Desk.service(deployment), atHook("encounter-discharge")));
        CdsAnswer view = hooks.call("sepsis-risk", null, Desk.in(Desk.request(same -> {})));
        CdsAnswer discharge =
                hooks.call("sepsis-risk", null, Desk.in(Desk.request(body -> body.put("hook", "encounter-discharge"))));
        assertThat(Desk.json(view).path("cards")).hasSize(1);
        assertThat(discharge.body()).isEqualTo("{\"cards\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "patient",
                "Patient/{context.patientId}",
                "Patient/{{context.patientId",
                "Patient/{{}}",
                "https://example.org/Patient/1",
                "Patient/ 1"
            })
    void aTemplateThatNoClientCouldFillInIsRefused(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Desk.service(deployment).prefetch("patient", template))
                .withMessageContaining("'patient'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/{{context.patientId}}",
                "{{context.userId}}",
                "Observation?patient={{context.patientId}}&date=gt{{today() - 90 days}}"
            })
    void templatesOfTheSpecificationAreTaken(String template) {
        assertThat(Desk.service(deployment).prefetch("other", template).asked().templates())
                .containsEntry("other", template);
    }

    @Test
    void whatATemplateTakesFromTheContextIsNeeded() {
        CdsService<Stay> service = Desk.service(deployment)
                .needs("orders", "Medication?_id={{context.draftOrders.entry.resource.id}}")
                .prefetch("stay", "Encounter/{{context.encounterId}}");
        assertThat(service.asked().neededTexts()).containsExactly("patientId");
        assertThat(service.asked().neededContext()).containsExactly("draftOrders", "patientId");
        assertThat(service.asked().needed()).containsExactly("lactate", "orders");
    }

    @Test
    void settingsAreRefusedByNameRuleAndValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CdsService.of(deployment).id("a/b"))
                .withMessageContaining("id must match")
                .withMessageContaining("'a/b'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CdsService.of(deployment).id("a").hook("Patient View"))
                .withMessageContaining("'Patient View'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Desk.service(deployment).needs("lactate", "Patient/1"))
                .withMessageContaining("'lactate'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CdsHooks.at(URI.create("http://cds.example.org")))
                .withMessageContaining("https");
        assertThat(CdsHooks.at(URI.create("http://localhost:8080"))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestLimits.standard().depth(9))
                .withMessage("depth must be in [10, 1000], was 9");
    }
}
