package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.clinicalmlops.api.ledger.Facts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactsJsonTest {
    /** Oracle: by hand, after RFC 8259. */
    @Test
    void factsAreWrittenSortedWithoutWhiteSpaceAndWithTheFewestEscapes() {
        Facts facts = Facts.of("b", "\u0000\u001f\n\"\\/")
                .with("a", "\u00e4\u007f\u2028\ud83c\udfe5")
                .with("", "");

        assertThat(FactsJson.write(facts))
                .isEqualTo(
                        "{\"\":\"\",\"a\":\"\u00e4\u007f\u2028\ud83c\udfe5\",\"b\":\"\\u0000\\u001f\\u000a\\\"\\\\/\"}");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyFactsComeBackAsTheyWere(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Facts facts = Facts.NONE;
        for (int i = random.nextInt(20); i > 0; i--) {
            facts = facts.with(i + text(random), text(random));
        }

        assertThat(FactsJson.read(FactsJson.write(facts))).contains(facts);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void aTextLongerThanTheParsersOwnLimitComesBack() {
        Facts facts = Facts.of("long", "x".repeat(20_000_001)).with("n".repeat(50_001), "");

        assertThat(FactsJson.read(FactsJson.write(facts))).contains(facts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "{",
                "{}x",
                " {}",
                "{}{}",
                "{\"a\"}",
                "{\"a\":1}",
                "{\"a\":null}",
                "{\"a\":{}}",
                "{\"a\":\"1\",\"a\":\"2\"}",
                "{\"b\":\"\",\"a\":\"\"}",
                "{\"a\" :\"\"}",
                "{\"\\u0061\":\"\"}",
                "{'a':''}",
                "{\"a\":\"\\/\"}",
                "{\"a\":\"\\n\"}",
                "{\"a\":\"1\",}"
            })
    void anyOtherTextIsNotFacts(String json) {
        assertThat(FactsJson.read(json)).isEmpty();
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            int point = random.nextInt(3) == 0 ? random.nextInt(0x80) : random.nextInt(0x110000);
            text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
        }
        return text.toString();
    }
}
