package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardIdsTest {
    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "another secret of tests".getBytes(StandardCharsets.UTF_8);
    private static final long HIGHEST = (1L << 50) - 1;

    private final CardIds ids = new CardIds(CardKeys.of(SECRET), "sepsis-risk", "sepsis-1");

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anIdLeadsBackToItsPrediction(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long number = random.nextLong(1, 1L << (1 + random.nextInt(50)));
        int index = random.nextInt(Card.MOST_SUGGESTIONS);
        CardIds.Named card = ids.read(ids.card(number)).orElseThrow();
        CardIds.Named suggestion = ids.read(ids.suggestion(number, index)).orElseThrow();
        assertThat(ids.prediction(card)).isEqualTo("sepsis-1-" + number);
        assertThat(ids.number(ids.prediction(card))).hasValue(number);
        assertThat(card.card()).isTrue();
        assertThat(suggestion.card()).isFalse();
        assertThat(suggestion.suggestionOf(card)).isTrue();
        assertThat(suggestion.suggestionOf(ids.read(ids.card(number + 1)).orElseThrow()))
                .isFalse();
        assertThat(card.suggestionOf(card)).isFalse();
        assertThat(ids.card(number).version()).isEqualTo(8);
        assertThat(ids.card(number).variant()).isEqualTo(2);
    }

    @Test
    void theEdgesLeadBackToo() {
        assertThat(ids.read(ids.card(HIGHEST)).orElseThrow().number()).isEqualTo(HIGHEST);
        assertThat(ids.number("sepsis-1-" + HIGHEST)).hasValue(HIGHEST);
        assertThat(ids.number("sepsis-1-" + (HIGHEST + 1))).isEmpty();
    }

    /** Each of the 128 bits counts: the id that differs in one was not made here. */
    @Test
    void anIdWithOneBitChangedIsNone() {
        UUID id = ids.card(4711);
        for (int bit = 0; bit < 128; bit++) {
            UUID forged = bit < 64
                    ? new UUID(id.getMostSignificantBits() ^ 1L << bit, id.getLeastSignificantBits())
                    : new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ 1L << (bit - 64));
            assertThat(ids.read(forged)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void anIdOfAnotherServiceDeploymentOrSecretIsNone() {
        UUID id = ids.card(4711);
        CardKeys keys = CardKeys.of(SECRET);
        assertThat(new CardIds(keys, "sepsis-risk", "sepsis-1").read(id)).isPresent();
        assertThat(new CardIds(keys, "sepsis-risk", "sepsis-2").read(id)).isEmpty();
        assertThat(new CardIds(keys, "sepsis", "sepsis-1").read(id)).isEmpty();
        assertThat(new CardIds(CardKeys.of(OTHER), "sepsis-risk", "sepsis-1").read(id))
                .isEmpty();
        assertThat(new CardIds(CardKeys.of(OTHER).formerly(SECRET), "sepsis-risk", "sepsis-1").read(id))
                .isPresent();
        assertThat(new CardIds(CardKeys.of(OTHER).formerly(SECRET), "sepsis-risk", "sepsis-1").card(4711))
                .isEqualTo(new CardIds(CardKeys.of(OTHER), "sepsis-risk", "sepsis-1").card(4711));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17",
                "sepsis-1",
                "sepsis-1-",
                "sepsis-1-017",
                "sepsis-1-0",
                "sepsis-1-x",
                "sepsis-10-7",
                "sepsis-1-99999999999999999"
            })
    void anIdOfAnotherFormHasNoNumber(String prediction) {
        assertThat(ids.number(prediction)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void aCardWithoutPredictionIsKnownAsSuch() {
        UUID instance = new UUID(3, 4);
        assertThat(ids.read(ids.without(instance)).orElseThrow().prediction()).isFalse();
        assertThat(ids.without(instance)).isEqualTo(ids.without(instance)).isNotEqualTo(ids.without(new UUID(3, 5)));
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CardKeys.of(new byte[15]))
                .withMessage("a secret for cards must have at least 16 bytes, had 15");
    }
}
