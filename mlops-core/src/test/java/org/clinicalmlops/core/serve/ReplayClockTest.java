package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplayClockTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant THEN = Instant.parse("2024-03-01T00:00:00Z");

    private final ReplayClock clock = new ReplayClock(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void itIsThenForTheThreadThatTells() {
        clock.at(THEN, () -> {
            assertThat(clock.instant()).isEqualTo(THEN);
            assertThat(clock.millis()).isEqualTo(THEN.toEpochMilli());
            assertThat(CompletableFuture.supplyAsync(clock::instant).join()).isEqualTo(NOW);
        });
        assertThat(clock.instant()).isEqualTo(NOW);
        assertThat(clock.millis()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void itIsNowAgainWhateverWasThrownAndThenAgainAfterAnotherThen() {
        assertThatThrownBy(() -> clock.at(THEN, () -> {
                    clock.at(Instant.EPOCH, () -> assertThat(clock.instant()).isEqualTo(Instant.EPOCH));
                    assertThat(clock.instant()).isEqualTo(THEN);
                    throw new IllegalStateException("told");
                }))
                .hasMessage("told");
        assertThat(clock.instant()).isEqualTo(NOW);
    }
}
