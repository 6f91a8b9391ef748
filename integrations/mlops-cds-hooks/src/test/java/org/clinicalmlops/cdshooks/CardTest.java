package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CardTest {
    private static final Source SOURCE = Source.of("Example hospital");

    static LongStream thousandSeeds() {
        return LongStream.range(0, 1_000);
    }

    /** Letters, long words, line ends, controls, emoji, halves of emoji, spaces of every kind. */
    private static String text(SplittableRandom random) {
        String[] parts = {
            "a", "sepsis", "x".repeat(90), " ", "\n", "\u0000", "\u00a0", "😀", "\ud83d", "\ude00", "ß", "\t"
        };
        StringBuilder text = new StringBuilder("r");
        int n = random.nextInt(200);
        for (int i = 0; i < n; i++) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("thousandSeeds")
    void aSummaryIsOneLineOfFewerThan140Characters(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String summary = Card.of(text(random), Indicator.INFO, SOURCE).summary();
        String joined = Wording.summary(text(random), text(random));
        for (String line : List.of(summary, joined)) {
            assertThat(line).hasSizeLessThan(140).isNotBlank().isEqualTo(line.strip());
            assertThat(line.codePoints())
                    .noneMatch(Character::isISOControl)
                    .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
    }

    @Test
    void aSummaryIsCutAfterAWordAndTheNumberStays() {
        String word = "deterioration ";
        String summary = Card.of(word.repeat(20), Indicator.INFO, SOURCE).summary();
        assertThat(summary).endsWith("deterioration…").hasSize(14 * 9);
        assertThat(Wording.summary(word.repeat(20), ": 34 % (high)"))
                .endsWith("deterioration…: 34 % (high)")
                .hasSizeLessThan(140);
        String exact = "x".repeat(139);
        assertThat(Card.of(exact, Indicator.INFO, SOURCE).summary()).isEqualTo(exact);
        assertThat(Card.of(exact + "x", Indicator.INFO, SOURCE).summary()).isEqualTo("x".repeat(138) + "…");
        assertThatIllegalArgumentException().isThrownBy(() -> Card.of("\u0000\n", Indicator.INFO, SOURCE));
    }

    @ParameterizedTest
    @CsvSource({
        "0, below 1 %",
        "0.0099, below 1 %",
        "0.01, 1 %",
        "0.344, 34 %",
        "0.99, 99 %",
        "0.991, above 99 %",
        "1, above 99 %"
    })
    void aRiskIsNeverZeroOrCertain(double risk, String text) {
        assertThat(Wording.percent(risk)).isEqualTo(text);
    }

    @Test
    void whatComesFromElsewhereIsNoMarkdown() {
        assertThat(Wording.markdown("<b>[x](http://y)</b>\n# `z`"))
                .isEqualTo("\\<b\\>\\[x\\](http://y)\\</b\\> # \\`z\\`");
    }

    /** The rules that the specification's own definitions name cds-resp-1 to 7. */
    @Test
    void aWholeCardKeepsTheRulesOfTheSpecification() {
        JsonNode resource = Desk.JSON.createObjectNode().put("resourceType", "ServiceRequest");
        Card card = Card.of("Sepsis", Indicator.CRITICAL, SOURCE.url(URI.create("https://example.org")))
                .suggestions(List.of(
                        new Suggestion(
                                "Order",
                                true,
                                List.of(
                                        new Action.Create("Order blood cultures", resource),
                                        new Action.Update("Change", resource),
                                        new Action.Delete("Take back", "ServiceRequest/17"))),
                        Suggestion.of("Call")))
                .links(List.of(
                        Link.to("More", URI.create("https://example.org/more")),
                        new Link("App", URI.create("https://example.org/app"), true, Optional.of("ward 3"))));
        JsonNode json = CardJson.of(card, new UUID(0, 1), i -> new UUID(1, i), OverrideReasons.standard())
                .path("cards")
                .path(0);
        assertThat(json.path("selectionBehavior").asText()).isEqualTo("at-most-one");
        JsonNode actions = json.path("suggestions").path(0).path("actions");
        assertThat(actions).extracting(a -> a.path("type").asText()).containsExactly("create", "update", "delete");
        assertThat(actions)
                .allSatisfy(a -> assertThat(a.path("description").asText()).isNotBlank());
        assertThat(actions.path(0).path("resource")).isEqualTo(resource);
        assertThat(actions.path(2).path("resourceId").asText()).isEqualTo("ServiceRequest/17");
        assertThat(json.path("suggestions").path(0).path("isRecommended").asBoolean())
                .isTrue();
        assertThat(json.path("suggestions").path(1).path("uuid").asText()).isEqualTo(new UUID(1, 1).toString());
        assertThat(json.path("links")).extracting(l -> l.path("type").asText()).containsExactly("absolute", "smart");
        assertThat(json.path("indicator").asText()).isEqualTo("critical");
        JsonNode bare = CardJson.of(
                        Card.of("x", Indicator.INFO, SOURCE), new UUID(0, 1), i -> new UUID(1, i), List.of())
                .path("cards")
                .path(0);
        assertThat(bare.fieldNames()).toIterable().containsExactly("uuid", "summary", "indicator", "source");
    }

    @Test
    void partsThatBreakARuleCannotBeMade() {
        URI page = URI.create("https://example.org");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Link("x", page, false, Optional.of("context")))
                .withMessageContaining("SMART");
        assertThatIllegalArgumentException().isThrownBy(() -> Link.to("x", URI.create("javascript:alert(1)")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Coding("s", "c", " "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Action.Create("x", Desk.JSON.createObjectNode()))
                .withMessageContaining("resourceType");
        assertThatIllegalArgumentException().isThrownBy(() -> Source.of(" "));
    }
}
