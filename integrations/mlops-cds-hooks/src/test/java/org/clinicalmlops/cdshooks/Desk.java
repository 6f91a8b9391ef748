package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.feature.FeatureSet;

/** A service over a fake deployment, and the requests of a client. */
final class Desk {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    static final String BASE = "https://cds.example.org";
    static final CardKeys KEYS = CardKeys.of("a secret of the tests only".getBytes(StandardCharsets.UTF_8));
    static final Source SOURCE = Source.of("Example hospital");
    static final ObjectMapper JSON = new ObjectMapper();
    static final FhirQuery LACTATE = FhirQuery.observations("lactate").loinc("2524-7");
    static final FeatureSet<Stay> FEATURES = FeatureSet.of(Stay.class)
            .patient(Stay::patient)
            .indexedAt(Stay::at)
            .numericOrNull("lactate", "mmol/L", Stay::lactate)
            .asOf("lactate", Stay::takenAt);

    final FakeDeployment deployment = new FakeDeployment("sepsis-1");
    final CdsHooks hooks;

    Desk() {
        this(RequestLimits.standard());
    }

    Desk(RequestLimits limits) {
        hooks = serving(List.of(service(deployment))).limits(limits);
    }

    static CdsHooks serving(List<? extends CdsService<?>> services) {
        return CdsHooks.at(URI.create(BASE))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .clients(ClientCheck.openToAnyone("a test"))
                .cardKeys(KEYS)
                .serving(services);
    }

    static CdsService<Stay> service(FakeDeployment deployment) {
        return CdsService.of(deployment)
                .id("sepsis-risk")
                .hook("patient-view")
                .description("Says the risk of sepsis")
                .row(Desk::row)
                .card(RiskCard.<Stay>of("Sepsis within a day", SOURCE)
                        .critical("very high")
                        .suggesting("Call the outreach team")
                        .asOf("lactate", Stay::takenAt))
                .title("Sepsis")
                .origins(Origins.of(FEATURES).from(LACTATE, "lactate"));
    }

    static Row<Stay> row(HookRequest request) {
        JsonNode value = request.prefetch(LACTATE)
                .fold(found -> found.resource().path("valueQuantity").path("value"), n -> null, n -> null, n -> null);
        Double lactate = value != null && value.isNumber() ? value.doubleValue() : null;
        return Row.of(
                new Stay(request.context("patientId").orElseThrow(), NOW, lactate, NOW.minusSeconds(3_600), false));
    }

    /** A good call, changed. */
    static String request(Consumer<ObjectNode> change) {
        ObjectNode body = JSON.createObjectNode();
        body.put("hook", "patient-view");
        body.put("hookInstance", "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
        body.putObject("context").put("userId", "Practitioner/1").put("patientId", "p-1");
        ObjectNode lactate = body.putObject("prefetch").putObject("lactate");
        lactate.put("resourceType", "Observation").putObject("valueQuantity").put("value", 3.2);
        change.accept(body);
        return body.toString();
    }

    CdsAnswer call(Consumer<ObjectNode> change) {
        return call(request(change));
    }

    CdsAnswer call(String body) {
        return hooks.call("sepsis-risk", null, in(body));
    }

    /** The card of a good call. */
    JsonNode card() {
        return json(call(same -> {})).path("cards").path(0);
    }

    CdsAnswer feedback(String... items) {
        return hooks.feedback("sepsis-risk", null, in("{\"feedback\":[" + String.join(",", items) + "]}"));
    }

    static String overridden(String card, String reason, String at) {
        return "{\"card\":\"" + card + "\",\"outcome\":\"overridden\",\"overrideReason\":{\"reason\":{\"system\":\""
                + OverrideReasons.SYSTEM + "\",\"code\":\"" + reason + "\"}},\"outcomeTimestamp\":\"" + at + "\"}";
    }

    static String accepted(String card, String suggestion, String at) {
        return "{\"card\":\"" + card + "\",\"outcome\":\"accepted\",\"acceptedSuggestions\":[{\"id\":\"" + suggestion
                + "\"}],\"outcomeTimestamp\":\"" + at + "\"}";
    }

    static InputStream in(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode json(CdsAnswer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static String text(CdsAnswer answer) {
        return json(answer).path("issue").path(0).path("details").path("text").asText();
    }
}
