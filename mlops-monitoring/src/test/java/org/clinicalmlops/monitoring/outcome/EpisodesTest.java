package org.clinicalmlops.monitoring.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.clinicalmlops.api.Outcome;
import org.junit.jupiter.api.Test;

class EpisodesTest {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private final Episodes episodes = new Episodes();

    @Test
    void anEpisodeGivesEvidenceOnceAndIsKeptForLongerWhenItComesAgain() {
        assertThat(episodes.add(7, 50, 100)).isTrue();
        assertThat(episodes.add(7, 100, 150)).isFalse();
        assertThat(episodes.add(7, 70, 120)).isFalse();
        episodes.forget(150, Set.of());
        assertThat(episodes.size()).isEqualTo(1);
        episodes.forget(151, Set.of(7L));
        assertThat(episodes.size()).as("a case of it is overdue").isEqualTo(1);
        assertThat(episodes.add(7, 150, 160)).as("that case").isFalse();
        episodes.forget(161, Set.of());
        assertThat(episodes.size()).isZero();
        assertThat(episodes.add(7, 161, 300)).isTrue();
        assertThat(episodes.add(7, 301, 400))
                .as("whether or not anybody had it forgotten")
                .isTrue();
    }

    @Test
    void theOldestGoFirstWhereThereAreTooMany() {
        for (int i = 0; i < Episodes.MOST + 10; i++) {
            episodes.add(i, 0, 1_000_000_000L - i);
        }
        episodes.forget(0, Set.of());
        assertThat(episodes.size()).isEqualTo(Episodes.MOST);
        assertThat(episodes.add(0, 0, 1)).isFalse();
        assertThat(episodes.add(Episodes.MOST + 9, 0, 1)).isTrue();
    }

    /** A chain of visits a quarter apart is one patient's; after a gap of more than half a year, another episode. */
    @Test
    void visitsOfAPatientAreOnePieceOfEvidenceUntilTheyStayAwayForLong() {
        assertThat(evidence(Duration.ofDays(30), Duration.ofDays(91), 8)).isEqualTo(1);
        assertThat(evidence(Duration.ofDays(30), Duration.ofDays(200), 8)).isEqualTo(8);
        assertThat(evidence(Duration.ofDays(5 * 365), Duration.ofDays(200), 8))
                .as("horizons overlap")
                .isEqualTo(1);
    }

    private static int evidence(Duration horizon, Duration apart, int visits) {
        Movable clock = new Movable();
        Outcomes outcomes = new Outcomes(clock, 1);
        int evidence = 0;
        Instant month = START;
        for (int i = 0; i < visits; i++) {
            Instant at = START.plus(apart.multipliedBy(i));
            clock.now = at;
            outcomes.expect("visit" + i, "patient", at.plus(horizon), 0.1, 0);
            outcomes.outcome("visit" + i, Outcome.event(false, at.plus(horizon)));
        }
        Instant end = START.plus(apart.multipliedBy(visits)).plus(horizon);
        while (month.isBefore(end)) {
            month = month.plus(Duration.ofDays(30));
            evidence += outcomes.take(month, month).evidence().size();
        }
        return evidence;
    }

    private static final class Movable extends Clock {
        private Instant now = START;

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
