package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedbackTest {
    private static final String NINE = "2026-03-01T09:00:00Z";
    private static final String HALF_PAST = "2026-03-01T09:30:00.25Z";
    private static final String REFUSES = "sepsis-1-1 overridden " + OverrideReasons.SYSTEM + " patient-refuses";

    private final Desk desk = new Desk();
    private String card = "";
    private String suggestion = "";

    @BeforeEach
    void aCardIsShown() {
        JsonNode shown = desk.card();
        card = shown.path("uuid").asText();
        suggestion = shown.path("suggestions").path(0).path("uuid").asText();
    }

    @Test
    void followingASuggestionIsAccepting() {
        CdsAnswer answer = desk.feedback(Desk.accepted(card, suggestion, NINE));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(desk.deployment.heard).containsExactly("sepsis-1-1 accepted");
    }

    /** Ids of cards are those of one secret, so that a second handler takes what the first has shown. */
    @Test
    void feedbackFindsItsPredictionAfterARestart() {
        CdsHooks restarted = Desk.serving(List.of(Desk.service(desk.deployment)));
        String body = "{\"feedback\":[" + Desk.overridden(card, "patient-refuses", NINE) + "]}";
        assertThat(restarted.feedback("sepsis-risk", null, Desk.in(body)).status())
                .isEqualTo(200);
        assertThat(desk.deployment.heard).containsExactly(REFUSES);
    }

    @Test
    void ofWhatIsToldOfOneCardTheNewestCountsWhateverComesLast() {
        desk.feedback(Desk.overridden(card, "patient-refuses", HALF_PAST));
        desk.feedback(Desk.accepted(card, suggestion, NINE));
        assertThat(desk.deployment.heard).containsExactly(REFUSES);
        assertThat(desk.hooks.counts().feedbackOutrun()).isOne();

        desk.feedback(Desk.accepted(card, suggestion, "2026-03-01T10:45:00+01:00"));
        assertThat(desk.deployment.heard).containsExactly(REFUSES, "sepsis-1-1 accepted");
    }

    @Test
    void withinOneBodyTheOrderIsThatOfTheTimes() {
        desk.feedback(Desk.overridden(card, "patient-refuses", HALF_PAST), Desk.accepted(card, suggestion, NINE));
        assertThat(desk.deployment.heard).containsExactly("sepsis-1-1 accepted", REFUSES);
    }

    /** A clock that is a day ahead must not outrun what is told an hour later. */
    @Test
    void aTimeThatHasNotComeIsNow() {
        desk.feedback(Desk.accepted(card, suggestion, "2026-03-02T10:00:00Z"));
        desk.feedback(Desk.overridden(card, "patient-refuses", "2026-03-01T10:00:00Z"));
        assertThat(desk.deployment.heard).containsExactly("sepsis-1-1 accepted", REFUSES);
    }

    @Test
    void nothingIsConcludedFromSilence() {
        assertThat(desk.deployment.heard).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            no reason            | none                                                           | none-given
            null                 | null                                                           | none-given
            free text            | {"userComment":"Anna is allergic"}                             | comment-only
            a code of its own    | {"reason":{"system":"urn:x","code":"Anna is allergic"}}        | other
            without a system     | {"reason":{"code":"patient-refuses"},"userComment":"x"}        | other
            no such code         | {"reason":{"system":"SYSTEM","code":"Anna"}}                   | other
            """)
    void whatMayBeFreeTextIsNotKept(String name, String reason, String recorded) {
        String given =
                reason.equals("none") ? "" : ",\"overrideReason\":" + reason.replace("SYSTEM", OverrideReasons.SYSTEM);
        CdsAnswer answer = desk.feedback("{\"card\":\"" + card + "\",\"outcome\":\"overridden\"" + given
                + ",\"outcomeTimestamp\":\"" + NINE + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(desk.deployment.heard)
                .containsExactly("sepsis-1-1 overridden " + OverrideReasons.OURS + " " + recorded);
        assertThat(desk.hooks.counts().otherReasons()).isEqualTo(recorded.equals("other") ? 1 : 0);
    }

    @Test
    void codesOfTheListAreKeptUnderOneNameOfTheSystem() {
        desk.feedback(Desk.overridden(card, "patient-refuses", NINE)
                .replace(OverrideReasons.SYSTEM, OverrideReasons.SYSTEM_OF_VALUE_SETS));
        assertThat(desk.deployment.heard).containsExactly(REFUSES);
    }

    @Test
    void aServicesOwnReasonsAreOfferedAndKept() {
        CdsHooks own = Desk.serving(List.of(Desk.service(desk.deployment)
                .overrideReasons(List.of(new Coding("https://example.org/reasons", "in-hospice", "In hospice")))));
        JsonNode shown = Desk.json(own.call("sepsis-risk", null, Desk.in(Desk.request(same -> {}))))
                .path("cards")
                .path(0);
        assertThat(shown.path("overrideReasons")).hasSize(1);
        String item = Desk.overridden(shown.path("uuid").asText(), "in-hospice", NINE)
                .replace(OverrideReasons.SYSTEM, "https://example.org/reasons");
        own.feedback("sepsis-risk", null, Desk.in("{\"feedback\":[" + item + "]}"));
        assertThat(desk.deployment.heard)
                .containsExactly("sepsis-1-2 overridden https://example.org/reasons in-hospice");
    }

    @Test
    void aCardThatNobodyMadeIs404AndTheOthersAreTaken() {
        String forged = new UUID(0x123456789abc8defL, 0x8000000000000001L).toString();
        CdsAnswer answer = desk.feedback(
                Desk.overridden(forged, "patient-refuses", NINE), Desk.overridden(card, "patient-refuses", NINE));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(Desk.json(answer).path("issue").path(0).path("diagnostics").asText())
                .isEqualTo("feedback[0].card");
        assertThat(desk.deployment.heard).containsExactly(REFUSES);
        assertThat(desk.hooks.counts().feedbackUnknown()).isOne();
        assertThat(desk.feedback(Desk.overridden(suggestion, "patient-refuses", NINE))
                        .status())
                .as("a suggestion is no card")
                .isEqualTo(404);
    }

    @Test
    void aSuggestionOfAnotherCardIs400AndNothingIsTaken() {
        String other = desk.card().path("suggestions").path(0).path("uuid").asText();
        for (String foreign :
                List.of(other, card, UUID.nameUUIDFromBytes(new byte[1]).toString())) {
            CdsAnswer answer =
                    desk.feedback(Desk.overridden(card, "patient-refuses", NINE), Desk.accepted(card, foreign, NINE));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(Desk.text(answer)).startsWith("feedback[1].acceptedSuggestions must be suggestions of the card");
        }
        assertThat(desk.deployment.heard).isEmpty();
    }

    @Test
    void feedbackOnACardThatOnlySaidWhyThereIsNoRiskIsCounted() {
        CdsHooks telling = Desk.serving(List.of(Desk.service(desk.deployment).telling(Abstention.IMPLAUSIBLE)));
        desk.deployment.answer = id -> new Prediction.Abstained<>(Abstention.IMPLAUSIBLE);
        String shown = Desk.json(telling.call("sepsis-risk", null, Desk.in(Desk.request(same -> {}))))
                .path("cards")
                .path(0)
                .path("uuid")
                .asText();
        String body = "{\"feedback\":[" + Desk.overridden(shown, "patient-refuses", NINE) + "]}";
        assertThat(telling.feedback("sepsis-risk", null, Desk.in(body)).status())
                .isEqualTo(200);
        assertThat(desk.deployment.heard).isEmpty();
        assertThat(telling.counts().feedbackWithoutPrediction()).isOne();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            {"card":"CARD","outcome":"ignored","outcomeTimestamp":"TIME"}                                       | feedback[0].outcome must be accepted or overridden
            {"card":"CARD","outcome":"accepted","outcomeTimestamp":"TIME"}                                      | feedback[0].acceptedSuggestions must be an array
            {"card":"CARD","outcome":"accepted","acceptedSuggestions":[],"outcomeTimestamp":"TIME"}             | feedback[0].acceptedSuggestions must be an array
            {"card":"CARD","outcome":"accepted","acceptedSuggestions":[{}],"outcomeTimestamp":"TIME"}           | feedback[0].acceptedSuggestions[0].id must be a string
            {"card":"CARD","outcome":"overridden","outcomeTimestamp":"yesterday"}                               | feedback[0].outcomeTimestamp must be an instant
            {"card":"CARD","outcome":"overridden","outcomeTimestamp":"2026-03-01"}                              | feedback[0].outcomeTimestamp must be an instant
            {"card":"CARD","outcome":"overridden"}                                                              | feedback[0].outcomeTimestamp must be a string
            {"card":"CARD","outcome":"overridden","overrideReason":{},"outcomeTimestamp":"TIME"}                | feedback[0].overrideReason must be a reason, a userComment or both
            {"card":"CARD","outcome":"overridden","overrideReason":"x","outcomeTimestamp":"TIME"}               | feedback[0].overrideReason must be an object
            {"card":"CARD","outcome":"overridden","overrideReason":{"reason":{}},"outcomeTimestamp":"TIME"}     | feedback[0].overrideReason.reason.code must be a string
            {"card":"17","outcome":"overridden","outcomeTimestamp":"TIME"}                                      | feedback[0].card must be a UUID
            4711                                                                                                | feedback[0] must be an object
            """)
    void feedbackThatBreaksARuleIs400(String item, String rule) {
        CdsAnswer answer = desk.feedback(item.replace("CARD", card).replace("TIME", NINE));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(Desk.text(answer)).startsWith(rule).contains(", was ");
        assertThat(desk.deployment.heard).isEmpty();
    }

    @Test
    void aBodyHasAtLeastOneItemAndAtMostAsManyAsAreAllowed() {
        assertThat(desk.feedback().status()).isEqualTo(400);
        Desk two = new Desk(RequestLimits.standard().feedback(2));
        String one = Desk.overridden(two.card().path("uuid").asText(), "patient-refuses", NINE);
        assertThat(two.feedback(one, one).status()).isEqualTo(200);
        assertThat(two.feedback(one, one, one).status()).isEqualTo(400);
    }
}
