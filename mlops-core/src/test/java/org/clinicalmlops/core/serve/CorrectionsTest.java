package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;

/** Outcomes that are told again: each correction is an entry of its own and reaches the monitor. */
class CorrectionsTest {
    private static final Instant MADE = Ward.OPENED;

    private static List<String> recorded(Ward ward) {
        return ward.entries(EntryKind.OUTCOME_RECORDED).stream()
                .map(entry -> entry.facts().required("state")
                        + entry.facts().text("truth").map(truth -> " " + truth).orElse("")
                        + entry.facts()
                                .text("corrects")
                                .map(was -> " corrects " + was)
                                .orElse(""))
                .toList();
    }

    private static String predicted(Ward ward, Deployment<Visit, Risk> live) {
        return PredictTest.id(live.predict(ward.visits(1).get(0)));
    }

    @Test
    void everyCorrectionIsAnEntryReachesTheMonitorAndIsCounted() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            String id = predicted(ward, live);
            Instant now = ward.clock.instant();
            List<Outcome<Risk>> told = List.of(
                    Outcome.event(true, now),
                    Outcome.event(false, now),
                    new Outcome.Censored<>(now),
                    Outcome.event(true, now),
                    new Outcome.Pending<>(),
                    Outcome.event(false, now),
                    new Outcome.Intervened<>(now));

            List<Outcome<Risk>> heard = new ArrayList<>();
            for (Outcome<Risk> outcome : told) {
                live.outcome(id, outcome);
                heard.add(ward.engine.last().outcomes.get(id));
            }

            assertThat(heard).isEqualTo(told);
            assertThat(recorded(ward))
                    .containsExactly(
                            "KNOWN 1",
                            "KNOWN 0 corrects KNOWN",
                            "CENSORED corrects KNOWN",
                            "KNOWN 1 corrects CENSORED",
                            "PENDING corrects KNOWN",
                            "KNOWN 0",
                            "INTERVENED corrects KNOWN");
            assertThat(live.health().outcomes().corrected()).isEqualTo(5);
            assertThat(live.health().outcomes().refused()).isZero();
        }
    }

    @Test
    void whatSaysNothingNewIsCountedAndNotRecordedAgain() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            String known = predicted(ward, live);
            String acted = predicted(ward, live);
            Instant now = ward.clock.instant();

            live.outcome(known, Outcome.event(true, now));
            live.outcome(known, Outcome.event(true, now));
            live.outcome(known, Outcome.event(true, now.plusSeconds(9)));
            live.outcome(acted, new Outcome.Intervened<>(now));
            live.outcome(acted, Outcome.event(true, now));
            live.outcome(acted, new Outcome.Censored<>(now));

            assertThat(recorded(ward)).containsExactly("KNOWN 1", "INTERVENED");
            assertThat(live.health().outcomes().repeated()).isEqualTo(4);
            assertThat(live.health().outcomes().corrected()).isZero();
            assertThat(ward.engine.last().outcomes.get(acted)).isEqualTo(new Outcome.Intervened<Risk>(now));
        }
    }

    @Test
    void theSameWithAnEarlierDateIsRecordedAndCorrectsNothing() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            String id = predicted(ward, live);
            Instant now = ward.clock.instant();

            live.outcome(id, Outcome.event(true, now.plus(Duration.ofDays(9))));
            live.outcome(id, Outcome.event(true, now));

            assertThat(recorded(ward)).containsExactly("KNOWN 1", "KNOWN 1");
            assertThat(ward.engine.last().outcomes.get(id)).isEqualTo(Outcome.event(true, now));
            assertThat(live.health().outcomes().corrected()).isZero();
        }
    }

    @Test
    void aCorrectionThatIsNotRecordedIsRefusedAndChangesNothing() {
        Ward ward = new Ward();
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        String id = predicted(ward, live);
        Instant now = ward.clock.instant();
        live.outcome(id, Outcome.event(true, now));
        ward.close();

        live.outcome(id, Outcome.event(false, now));
        live.outcome(id, Outcome.event(false, now));

        assertThat(live.health().outcomes().refused()).as("each time anew").isEqualTo(2);
        assertThat(live.health().outcomes().corrected()).isZero();
        assertThat(ward.engine.last().outcomes.get(id)).isEqualTo(Outcome.event(true, now));
    }

    private static Told told(String id, Duration horizon) {
        return new Told(id, "p", List.of(), MADE, MADE.plus(horizon), Duration.ofDays(180));
    }

    @Test
    void whatWasToldIsRememberedForHalfAYearOrTheHorizonAndThenUnknown() {
        OutcomeBook book = new OutcomeBook();
        Instant matures = MADE.plus(Duration.ofDays(30));
        book.expect("decided", "p", List.of(), MADE, matures);
        book.expect("open", "p", List.of(), MADE, matures);
        book.expect("next", "p", List.of(), MADE, matures);
        Told decided = book.of("decided").orElseThrow();
        decided.take(Outcome.event(true, matures));
        book.told(decided, matures.plus(Duration.ofDays(180)));
        assertThat(book.of("decided")).isPresent();

        Told next = book.of("next").orElseThrow();
        next.take(Outcome.event(true, matures));
        book.told(next, matures.plus(Duration.ofDays(180)).plusSeconds(1));

        assertThat(book.of("decided")).isEmpty();
        assertThat(book.of("open")).as("for as long as nobody has told").isPresent();
        assertThat(told("a year", Duration.ofDays(365)).keptUntil)
                .isEqualTo(MADE.plus(Duration.ofDays(730)).getEpochSecond());
    }

    @Test
    void atMostTwentyThousandAreRemembered() {
        OutcomeBook book = new OutcomeBook();
        Instant matures = MADE.plus(Duration.ofDays(30));
        int most = OutcomeBook.MOST_REMEMBERED;
        for (int i = 0; i < most + 10; i++) {
            book.expect("p" + i, "p", List.of(), MADE, matures);
            Told told = book.of("p" + i).orElseThrow();
            told.take(Outcome.event(false, matures));
            book.told(told, matures);
            if (i == 0) {
                told.take(new Outcome.Pending<>());
            }
        }
        assertThat(book.size()).as("and the one that was taken back").isEqualTo(most + 1);
        assertThat(book.of("p0")).isPresent();
        assertThat(book.of("p9")).isEmpty();
        assertThat(book.of("p10")).isPresent();
    }

    @Test
    void instantsAtTheEndOfTimeDoNotOverflow() {
        Told last = new Told("x", "p", List.of(), Instant.MIN, Instant.MAX, Duration.ofDays(180));
        assertThat(last.news(Outcome.event(true, Instant.MIN))).isEqualTo(Told.News.NEW);
        assertThat(last.keptUntil).isGreaterThan(Instant.MAX.getEpochSecond());
    }
}
