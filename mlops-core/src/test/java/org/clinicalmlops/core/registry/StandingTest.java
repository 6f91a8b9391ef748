package org.clinicalmlops.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.serve.Challenger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {
    private static final Digest CHAMPION = Digest.of("champion");
    private static final Digest NEWER = Digest.of("newer");

    private static Standing with(double share, boolean live, boolean stopped, boolean closed) {
        Challenger challenger = new Challenger(NEWER, 1, share, Instant.EPOCH);
        return new Standing(
                Optional.of(CHAMPION), Optional.of(NEWER), Optional.of(challenger), live, stopped, closed, 7);
    }

    @ParameterizedTest
    @CsvSource({"0.9, 0.1", "0.05, 0.95", "0.3, 0.7", "0.001, 0.999", "0.5, 0.5"})
    void theRestIsWrittenAsOneWouldWriteIt(double share, double rest) {
        assertThat(with(share, true, false, false).shares())
                .containsExactly(new Share(CHAMPION, rest), new Share(NEWER, share));
    }

    @Test
    void whereNothingAnswersNobodyHasAShare() {
        for (Standing standing : new Standing[] {
            with(0.5, false, false, false), with(0.5, true, true, false), with(0.5, true, false, true)
        }) {
            assertThat(standing.shares()).isEmpty();
            assertThat(standing.answering()).isEmpty();
            assertThat(standing.answering("any patient")).isEmpty();
        }
    }
}
