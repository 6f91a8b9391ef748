package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallTest {
    private static final String NO_CARDS = "{\"cards\":[]}";

    private final Desk desk = new Desk();

    @Test
    void anAnswerThatAsksForActionIsACard() {
        JsonNode card = desk.card();
        assertThat(card.path("summary").asText()).isEqualTo("Sepsis within a day: 34 % (high)");
        assertThat(card.path("indicator").asText()).isEqualTo("warning");
        assertThat(card.path("source").path("label").asText()).isEqualTo("Example hospital");
        assertThat(card.path("detail").asText())
                .contains("- **Risk:** 34 %, high\n")
                .contains("`" + FakeDeployment.MODEL.brief() + "`, 2026-03-01 10:00 UTC")
                .contains("- lactate from 2026-03-01 09:00 UTC (60 min before)");
        assertThat(card.path("suggestions")).hasSize(1);
        assertThat(card.path("selectionBehavior").asText()).isEqualTo("at-most-one");
        assertThat(card.path("overrideReasons")).hasSize(12).allSatisfy(reason -> {
            assertThat(reason.path("display").asText()).isNotBlank();
            assertThat(reason.path("system").asText()).isEqualTo(OverrideReasons.SYSTEM);
            assertThat(OverrideReasons.isStandard(
                            OverrideReasons.SYSTEM, reason.path("code").asText()))
                    .isTrue();
        });
        assertThat(desk.hooks.counts().cards()).isOne();
    }

    @Test
    void aBandCanBeCriticalAndAFallbackIsSaidPlainly() {
        desk.deployment.answer = id -> new Prediction.Answered<>(
                id, new Risk(0.8), Optional.of("very high"), true, FakeDeployment.MODEL, Optional.empty());
        assertThat(desk.card().path("indicator").asText()).isEqualTo("critical");

        desk.deployment.answer = id -> FakeDeployment.byFallback(id, 0.5);
        JsonNode card = desk.card();
        assertThat(card.path("summary").asText())
                .isEqualTo("Sepsis within a day: 50 %, by NEWS2 in place of the model");
        assertThat(card.path("detail").asText())
                .contains("**Not the model's answer:** the score NEWS2 has answered in its place, since too many");
    }

    @Test
    void anAnswerThatAsksForNothingIsNoCardUnlessTheHostWantsOne() {
        desk.deployment.answer = id -> FakeDeployment.calm(id, 0.02);
        assertThat(desk.call(same -> {}).body()).isEqualTo(NO_CARDS);

        CdsHooks always = Desk.serving(List.of(CdsService.of(desk.deployment)
                .id("sepsis-risk")
                .hook("patient-view")
                .description("Says the risk of sepsis")
                .row(Desk::row)
                .card(RiskCard.<Stay>of("Sepsis", Desk.SOURCE).always().suggesting("Call"))));
        JsonNode card = Desk.json(always.call("sepsis-risk", null, Desk.in(Desk.request(same -> {}))))
                .path("cards")
                .path(0);
        assertThat(card.path("indicator").asText()).isEqualTo("info");
        assertThat(card.has("suggestions")).isFalse();
    }

    /** To the byte what a client is told of whom nothing needs to be said. */
    @Test
    void aSilentDeploymentIsNotToldFromOneThatHasNothingToSay() {
        desk.deployment.answer = id -> FakeDeployment.calm(id, 0.02);
        CdsAnswer nothing = desk.call(same -> {});
        desk.deployment.silent = true;
        desk.deployment.answer = Prediction.Silent::new;
        CdsAnswer silent = desk.call(same -> {});
        assertThat(silent).isEqualTo(nothing);
        assertThat(silent.body()).isEqualTo(NO_CARDS);
        assertThat(desk.hooks.counts().cards()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSED, 503",
        "STOPPED, 503",
        "NOT_RECORDED, 503",
        "FEATURE_FAILED, 500",
        "MODEL_FAILED, 500",
        "NOT_FINITE, 412",
        "IMPLAUSIBLE, 412",
        "OUT_OF_DATE, 412",
        "TOO_MUCH_MISSING, 412",
        "MISSING_INPUT, 412",
        "OUT_OF_SCOPE, 200"
    })
    void whyThereIsNoRiskIsAStatus(Abstention reason, int status) {
        desk.deployment.answer = id -> new Prediction.Abstained<>(reason, List.of("lactate"));
        CdsAnswer answer = desk.call(same -> {});
        assertThat(answer.status()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.body()).isEqualTo(NO_CARDS);
        } else {
            assertThat(Desk.json(answer).path("resourceType").asText()).isEqualTo("OperationOutcome");
        }
        if (status == 412) {
            assertThat(Desk.json(answer)
                            .path("issue")
                            .path(0)
                            .path("diagnostics")
                            .asText())
                    .isEqualTo("lactate");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonCanBeToldButNotDuringASilentTrial(Abstention reason) {
        CdsHooks telling = Desk.serving(List.of(Desk.service(desk.deployment).telling(reason)));
        desk.deployment.answer = id -> new Prediction.Abstained<>(reason, List.of("lactate"));
        CdsAnswer told = telling.call("sepsis-risk", null, Desk.in(Desk.request(same -> {})));
        JsonNode card = Desk.json(told).path("cards").path(0);
        assertThat(card.path("summary").asText())
                .startsWith("No risk was computed, since ")
                .endsWith(": lactate");
        assertThat(card.path("indicator").asText()).isEqualTo("info");
        assertThat(UUID.fromString(card.path("uuid").asText())).isNotNull();

        desk.deployment.silent = true;
        CdsAnswer silent = telling.call("sepsis-risk", null, Desk.in(Desk.request(same -> {})));
        assertThat(Desk.json(silent).path("cards")).isEmpty();
    }

    @Test
    void everyCardAndSuggestionHasAUuidOfItsOwn() {
        Set<String> uuids = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            JsonNode card = desk.card();
            uuids.add(card.path("uuid").asText());
            uuids.add(card.path("suggestions").path(0).path("uuid").asText());
        }
        assertThat(uuids)
                .hasSize(1_000)
                .allSatisfy(id -> assertThat(UUID.fromString(id)).satisfies(uuid -> {
                    assertThat(uuid.version()).isEqualTo(8);
                    assertThat(uuid.variant()).isEqualTo(2);
                }));
    }

    @Test
    void aCardWithoutAWayBackIsShownAndAsksNothing() {
        desk.deployment.answer = id -> FakeDeployment.acting("17", 0.34);
        JsonNode card = desk.card();
        assertThat(card.path("uuid").asText()).isNotBlank();
        assertThat(card.has("suggestions")).isFalse();
        assertThat(card.has("overrideReasons")).isFalse();
        assertThat(desk.hooks.counts().withoutWayBack()).isOne();
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                arguments("nothing prefetched", change(body -> body.remove("prefetch"))),
                arguments("prefetch is null", change(body -> body.putNull("prefetch"))),
                arguments("the key is missing", change(body -> body.putObject("prefetch"))),
                arguments(
                        "an error",
                        change(body -> lactate(body)
                                .put("resourceType", "OperationOutcome")
                                .putArray("issue")
                                .addObject()
                                .put("severity", "error"))),
                arguments(
                        "an error in a bundle",
                        change(body -> lactate(body)
                                .put("resourceType", "Bundle")
                                .putArray("entry")
                                .addObject()
                                .putObject("resource")
                                .put("resourceType", "OperationOutcome"))),
                arguments(
                        "the first of several pages",
                        change(body -> lactate(body)
                                .put("resourceType", "Bundle")
                                .putArray("link")
                                .addObject()
                                .put("relation", "next"))),
                arguments("no object", change(body -> body.putObject("prefetch").put("lactate", "3.2"))));
    }

    private static Consumer<ObjectNode> change(Consumer<ObjectNode> change) {
        return change;
    }

    private static ObjectNode lactate(ObjectNode body) {
        return body.putObject("prefetch").putObject("lactate");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void dataThatCannotBeHadAre412(String name, Consumer<ObjectNode> change) {
        CdsAnswer answer = desk.call(change);
        assertThat(answer.status()).isEqualTo(412);
        JsonNode issue = Desk.json(answer).path("issue").path(0);
        assertThat(issue.path("diagnostics").asText()).isEqualTo("prefetch.lactate (lactate)");
        assertThat(issue.path("severity").asText()).isEqualTo("error");
        assertThat(desk.deployment.predictions).isZero();
    }

    @Test
    void thatThereAreNoDataIsForTheRow() {
        assertThat(desk.call(body -> body.putObject("prefetch").putNull("lactate"))
                        .status())
                .isEqualTo(200);
        assertThat(desk.deployment.predictions).isOne();
    }

    @Test
    void aWarningBesideWhatWasFoundIsNoError() {
        CdsAnswer answer = desk.call(body -> lactate(body)
                .put("resourceType", "Bundle")
                .putArray("entry")
                .addObject()
                .putObject("resource")
                .put("resourceType", "OperationOutcome")
                .putArray("issue")
                .addObject()
                .put("severity", "warning"));
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void theHostsOwnWordIs412AndItsFailureIs500WithoutAWordOfIt() {
        CdsService.NeedsRow<Stay> service = CdsService.of(desk.deployment)
                .id("sepsis-risk")
                .hook("patient-view")
                .description("Says the risk of sepsis");
        RiskCard<Stay> card = RiskCard.of("Sepsis", Desk.SOURCE);
        CdsAnswer unavailable = answered(service.row(request -> Row.unavailable("no encounter", "encounter"))
                .card(card));
        assertThat(unavailable.status()).isEqualTo(412);
        assertThat(Desk.text(unavailable)).isEqualTo("no encounter");

        CdsAnswer failed = answered(service.row(request -> {
                    throw new IOException("Mrs Example, 4711");
                })
                .card(card));
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("Example").doesNotContain("4711");

        CdsAnswer writer = answered(service.row(Desk::row).card(shown -> {
            throw new StackOverflowError("4711");
        }));
        assertThat(writer.status()).isEqualTo(500);
        assertThat(writer.body()).doesNotContain("4711");
    }

    private static CdsAnswer answered(CdsService<Stay> service) {
        return Desk.serving(List.of(service)).call("sepsis-risk", null, Desk.in(Desk.request(same -> {})));
    }

    @Test
    void whatHoldsPatientsDataDoesNotPrintThem() {
        Stay stay = new Stay("anna", Desk.NOW, 3.2, null, false);
        assertThat(Row.of(stay).toString()).doesNotContain("anna");
        assertThat(desk.call(same -> {}).toString()).doesNotContain("34 %");
        assertThat(new FhirAccess(
                                URI.create("https://fhir.example.org"),
                                "a-token",
                                300,
                                "user/*.rs",
                                "client",
                                Optional.of("p-1"))
                        .toString())
                .doesNotContain("a-token")
                .doesNotContain("p-1");
    }
}
