package org.clinicalmlops.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest {
    private static final Instant MATURES = Instant.parse("2024-06-01T00:00:00Z");
    private static final Instant BEFORE = MATURES.minusNanos(1);
    private static final Instant AFTER = MATURES.plusNanos(1);
    private static final Instant EARLY = MATURES.minusSeconds(86_400);

    @ParameterizedTest(name = "{0}")
    @MethodSource("views")
    void anOutcomeIsSeenAsItWasKnownThen(String name, Outcome<Risk> outcome, Instant asOf, Outcome<Risk> seen) {
        assertThat(outcome.asOf(asOf, MATURES)).isEqualTo(seen);
    }

    static List<Object[]> views() {
        Outcome<Risk> pending = new Outcome.Pending<>();
        Outcome<Risk> earlyEvent = Outcome.event(true, EARLY);
        Outcome<Risk> lateReport = Outcome.event(true, AFTER);
        Outcome<Risk> noEvent = Outcome.event(false, MATURES);
        Outcome<Risk> censored = new Outcome.Censored<>(EARLY);
        Outcome<Risk> intervenedEarly = new Outcome.Intervened<>(EARLY);
        Outcome<Risk> intervenedLate = new Outcome.Intervened<>(AFTER);
        return List.of(
                row("an early event is pending until the horizon has passed", earlyEvent, BEFORE, pending),
                row("an early event is known when the horizon ends", earlyEvent, MATURES, earlyEvent),
                row("an event that is reported late is pending when the horizon ends", lateReport, MATURES, pending),
                row("an event that is reported late is known once reported", lateReport, AFTER, lateReport),
                row("no event is known when the horizon ends", noEvent, MATURES, noEvent),
                row("no event is pending before", noEvent, BEFORE, pending),
                row("pending stays pending", pending, AFTER, pending),
                row("censored is pending until the horizon has passed", censored, BEFORE, pending),
                row("censored is censored when the horizon ends", censored, MATURES, censored),
                row("intervened is pending until the horizon has passed", intervenedEarly, BEFORE, pending),
                row("intervened is intervened when the horizon ends", intervenedEarly, MATURES, intervenedEarly),
                row("intervened later is pending", intervenedLate, MATURES, pending),
                row("intervened later is intervened from then on", intervenedLate, AFTER, intervenedLate));
    }

    private static Object[] row(String name, Outcome<Risk> outcome, Instant asOf, Outcome<Risk> seen) {
        return new Object[] {name, outcome, asOf, seen};
    }
}
