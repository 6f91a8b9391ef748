package org.clinicalmlops.monitoring.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.Window.Follow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows are the months of 2020; predictions are made at the start of the year. */
class OutcomesTest {
    private static final Instant JANUARY = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2020-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2020-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2020-04-01T00:00:00Z");
    private static final Instant IN_JANUARY = Instant.parse("2020-01-20T00:00:00Z");

    private final Outcomes outcomes = new Outcomes(Clock.fixed(JANUARY, ZoneOffset.UTC), 3);

    private void expect(String id, String episode, Instant maturesAt) {
        assertThat(outcomes.expect(id, episode, maturesAt, 0.2, 1)).isTrue();
    }

    private static Outcome<Risk> told(String what) {
        return switch (what) {
            case "event" -> Outcome.event(true, IN_JANUARY);
            case "none" -> Outcome.event(false, IN_JANUARY);
            case "pending" -> new Outcome.Pending<>();
            case "censored" -> new Outcome.Censored<>(IN_JANUARY);
            default -> new Outcome.Intervened<>(IN_JANUARY);
        };
    }

    private Taken close(Instant until) {
        return outcomes.take(until, until);
    }

    @ParameterizedTest(name = "horizon ends {0}, known {1}")
    @CsvSource({
        "2020-01-20T00:00:00Z, 2020-01-20T00:00:00Z, 1, 0", // in time
        "2020-01-20T00:00:00Z, 2020-01-05T00:00:00Z, 1, 0", // early, but its horizon has passed by now
        "2020-02-20T00:00:00Z, 2020-01-05T00:00:00Z, 0, 1", // early: waits for its horizon
        "2020-01-20T00:00:00Z, 2020-02-10T00:00:00Z, 0, 1", // late: counts where it becomes known
        "2020-01-31T23:59:59Z, 2020-01-31T23:59:59Z, 1, 0",
        "2020-02-01T00:00:00Z, 2020-02-01T00:00:00Z, 0, 1", // the end of a window is not in it
        "2020-01-20T00:00:00Z, 2020-02-01T00:00:00Z, 1, 0", // known by the review
    })
    void anOutcomeCountsOnceWhenItsHorizonHasPassedAndItIsKnown(
            Instant maturesAt, Instant knownAt, int inJanuary, int inFebruary) {
        expect("a", "episode", maturesAt);
        outcomes.outcome("a", Outcome.event(true, knownAt));
        assertThat(close(FEBRUARY).evidence()).hasSize(inJanuary);
        assertThat(close(MARCH).evidence()).hasSize(inFebruary);
        assertThat(close(APRIL).matured()).isZero();
        assertThat(outcomes.follow(APRIL, APRIL)).isEqualTo(new Follow(1, 1, 0, 0, 0, 0));
    }

    @Test
    void evidenceComesInTheOrderInWhichHorizonsEndedTiesByIdAndIsWhatWasSaid() {
        expect("c", "1", IN_JANUARY);
        expect("b", "2", IN_JANUARY);
        expect("a", "3", IN_JANUARY.plusNanos(1));
        expect("late", "4", IN_JANUARY.minusNanos(1));
        for (String id : List.of("a", "b", "c")) {
            outcomes.outcome(id, told("event"));
        }
        assertThat(close(FEBRUARY).evidence()).extracting(MaturedCase::id).containsExactly("b", "c", "a");
        outcomes.outcome("late", told("none"));
        assertThat(close(MARCH).evidence())
                .containsExactly(new MaturedCase("late", "4", IN_JANUARY.minusNanos(1), 0.2, false, 1));
    }

    @Test
    void ofAnEpisodeOnlyTheFirstThatCameDueIsEvidence() {
        for (int row = 0; row < 6; row++) {
            expect("row" + row, "episode" + row % 2, IN_JANUARY.plusSeconds(row));
            outcomes.outcome("row" + row, told(row < 2 ? "event" : "none"));
        }
        Taken taken = close(FEBRUARY);
        assertThat(taken.matured()).isEqualTo(6);
        assertThat(taken.evidence()).extracting(MaturedCase::id).containsExactly("row0", "row1");
        expect("later", "episode0", FEBRUARY);
        outcomes.outcome("later", Outcome.event(true, FEBRUARY));
        assertThat(close(MARCH)).isEqualTo(new Taken(1, List.of(), List.of()));
    }

    /** Each pair, before the horizon has ended; the last columns are what health and the cohort say then. */
    @ParameterizedTest(name = "{0} then {1}")
    @CsvSource({
        "pending,    pending,    pending,    1, 0",
        "pending,    event,      known,      0, 0",
        "pending,    censored,   censored,   0, 0",
        "pending,    intervened, intervened, 0, 0",
        "event,      pending,    pending,    0, 1",
        "event,      event,      known,      1, 0",
        "event,      none,       known,      0, 1",
        "event,      censored,   censored,   0, 1",
        "event,      intervened, intervened, 0, 1",
        "censored,   pending,    pending,    0, 1",
        "censored,   none,       known,      0, 1",
        "censored,   censored,   censored,   1, 0",
        "censored,   intervened, intervened, 0, 1",
        "intervened, pending,    pending,    0, 1",
        "intervened, event,      intervened, 1, 0",
        "intervened, censored,   intervened, 1, 0",
        "intervened, intervened, intervened, 1, 0",
    })
    void whatIsToldAgainBeforeACaseIsTakenReplacesWhatWasToldFirst(
            String first, String second, String then, long nothingNew, long corrected) {
        expect("a", "episode", IN_JANUARY);
        outcomes.outcome("a", told(first));
        long before = outcomes.unchanged(); // "pending" says nothing new by itself
        outcomes.outcome("a", told(second));
        assertThat(outcomes.unchanged() - before).isEqualTo(nothingNew);
        assertThat(outcomes.corrected()).isEqualTo(corrected);
        assertThat(outcomes.awaited()).isEqualTo(then.equals("pending") ? 1 : 0);
        Taken taken = close(FEBRUARY);
        assertThat(taken.evidence()).hasSize(then.equals("known") ? 1 : 0);
        assertThat(taken.evidence()).allMatch(m -> m.event() == second.equals("event"));
        assertThat(taken.corrections()).isEmpty();
        assertThat(outcomes.follow(FEBRUARY, FEBRUARY))
                .isEqualTo(new Follow(
                        1,
                        then.equals("known") ? 1 : 0,
                        then.equals("pending") ? 1 : 0,
                        then.equals("censored") ? 1 : 0,
                        then.equals("intervened") ? 1 : 0,
                        corrected));
    }

    /** Each pair, after the window has closed: evidence is never changed, and never given twice. */
    @ParameterizedTest(name = "{0} then {1}")
    @CsvSource({
        "event,      pending,    , false, pending",
        "event,      event,      , , known",
        "event,      none,       , true, known",
        "event,      censored,   , false, censored",
        "event,      intervened, , false, intervened",
        "pending,    none,       late, , known", // late, not corrected
        "censored,   none,       late, , known",
        "censored,   pending,    , , pending",
        "censored,   intervened, , , intervened",
        "intervened, none,       , , intervened",
        "intervened, censored,   , , intervened",
        "intervened, pending,    , , pending",
    })
    void whatIsToldAgainAfterACaseIsTakenRevisesFiguresAndNoEvidence(
            String first, String second, String late, Boolean inFiguresStill, String then) {
        expect("a", "episode", IN_JANUARY);
        outcomes.outcome("a", told(first));
        assertThat(close(FEBRUARY).evidence()).hasSize(first.equals("event") ? 1 : 0);
        outcomes.outcome("a", told(second));
        Taken february = close(MARCH);
        assertThat(february.evidence()).hasSize("late".equals(late) ? 1 : 0);
        assertThat(february.corrections())
                .isEqualTo(
                        inFiguresStill == null
                                ? List.of()
                                : List.of(new Correction(
                                        IN_JANUARY,
                                        0.2,
                                        1,
                                        Optional.of(true),
                                        inFiguresStill ? Optional.of(false) : Optional.empty())));
        Follow follow = outcomes.follow(MARCH, MARCH);
        assertThat(List.of(follow.overdue(), follow.known(), follow.censored(), follow.intervened()))
                .isEqualTo(List.of(
                        then.equals("pending") ? 1L : 0,
                        then.equals("known") ? 1L : 0,
                        then.equals("censored") ? 1L : 0,
                        then.equals("intervened") ? 1L : 0));
        assertThat(close(APRIL)).isEqualTo(new Taken(0, List.of(), List.of()));
    }

    @Test
    void whatWasTakenOutOfFiguresComesBackAsACorrectionAndNotAsEvidence() {
        expect("a", "episode", IN_JANUARY);
        outcomes.outcome("a", told("event"));
        close(FEBRUARY);
        outcomes.outcome("a", told("censored"));
        close(MARCH);
        outcomes.outcome("a", told("none"));
        Taken back = close(APRIL);
        assertThat(back.evidence()).isEmpty();
        assertThat(back.corrections())
                .containsExactly(new Correction(IN_JANUARY, 0.2, 1, Optional.empty(), Optional.of(false)));
        outcomes.outcome("a", told("event"));
        outcomes.outcome("a", told("none"));
        assertThat(close(APRIL).corrections())
                .as("there and back between two windows")
                .isEmpty();
        assertThat(outcomes.corrected()).isEqualTo(4);
    }

    @Test
    void theFiguresDoNotHearOfACaseThatWasNoEvidence() {
        expect("first", "episode", IN_JANUARY);
        expect("second", "episode", IN_JANUARY.plusSeconds(1));
        outcomes.outcome("first", told("event"));
        outcomes.outcome("second", told("event"));
        close(FEBRUARY);
        outcomes.outcome("second", told("none"));
        assertThat(close(MARCH)).isEqualTo(new Taken(0, List.of(), List.of()));
        assertThat(outcomes.corrected()).isEqualTo(1);
    }

    @Test
    void whatIsRefusedIsCountedByItsReason() {
        outcomes.outcome("a", told("event")); // before it is expected
        expect("a", "episode", IN_JANUARY);
        outcomes.outcome(null, told("event"));
        outcomes.outcome("a", null);
        outcomes.outcome("a", new Outcome.Known<>(0.5, IN_JANUARY));
        outcomes.outcome("a", Outcome.event(true, JANUARY.minus(Duration.ofDays(2))));
        outcomes.outcome("a", new Outcome.Intervened<>(JANUARY.minus(Duration.ofDays(2))));
        outcomes.outcome("a", Outcome.event(true, APRIL));
        close(FEBRUARY);
        close(MARCH);
        assertThat(outcomes.refused(Refusal.UNKNOWN_PREDICTION)).isEqualTo(1);
        assertThat(outcomes.refused(Refusal.MISSING)).isEqualTo(2);
        assertThat(outcomes.refused(Refusal.NOT_BINARY)).isEqualTo(1);
        assertThat(outcomes.refused(Refusal.BEFORE_PREDICTION)).isEqualTo(2);
        assertThat(outcomes.refused(Refusal.FROM_THE_FUTURE))
                .as("once, not at each review")
                .isEqualTo(1);
        assertThat(outcomes.refused()).isEqualTo(7);
        assertThat(outcomes.follow(MARCH, MARCH).overdue()).isEqualTo(1);
        assertThat(close(APRIL).evidence()).as("its date has come").hasSize(1);
    }

    @Test
    void aDateThatLiesAheadIsRepairedByTellingItAgain() {
        expect("a", "episode", IN_JANUARY);
        outcomes.outcome("a", Outcome.event(true, Instant.MAX));
        expect("b", "episode b", IN_JANUARY);
        outcomes.outcome("b", new Outcome.Intervened<>(APRIL));
        assertThat(close(FEBRUARY).evidence()).isEmpty();
        assertThat(outcomes.follow(FEBRUARY, FEBRUARY)).isEqualTo(new Follow(2, 0, 2, 0, 0, 0));
        outcomes.outcome("a", told("event"));
        assertThat(close(MARCH).evidence()).hasSize(1);
        assertThat(outcomes.follow(MARCH, MARCH)).isEqualTo(new Follow(2, 1, 1, 0, 0, 0));
        assertThat(outcomes.follow(APRIL, APRIL)).isEqualTo(new Follow(2, 1, 0, 0, 1, 0));
        assertThat(outcomes.refused(Refusal.FROM_THE_FUTURE)).isEqualTo(2);
        outcomes.outcome("a", Outcome.event(false, Instant.MAX));
        assertThat(close(APRIL).corrections()).as("not yet").isEmpty();
    }

    @Test
    void ofAHostThatKnowsTheDayOnlyOutcomesAreTakenToo() {
        Outcomes atNoon = new Outcomes(Clock.fixed(JANUARY.plusSeconds(43_200), ZoneOffset.UTC), 1);
        atNoon.expect("a", "episode", FEBRUARY, 0.2, 0);
        atNoon.outcome("a", Outcome.event(true, JANUARY));
        assertThat(atNoon.refused()).isZero();
        assertThat(atNoon.take(MARCH, MARCH).evidence()).hasSize(1);
    }

    @Test
    void aPredictionThatCannotBeAwaitedIsRefused() {
        expect("a", "episode", FEBRUARY);
        assertThat(outcomes.expect("a", "episode", FEBRUARY, 0.2, 0)).isFalse();
        assertThat(outcomes.expect("b", "episode", FEBRUARY, Double.NaN, 0)).isFalse();
        assertThat(outcomes.expect("b", "episode", FEBRUARY, 1.01, 0)).isFalse();
        assertThat(outcomes.expect("b", "episode", FEBRUARY, -0.01, 0)).isFalse();
        assertThat(outcomes.expect(null, "episode", FEBRUARY, 0.2, 0)).isFalse();
        assertThat(outcomes.expect("b", null, FEBRUARY, 0.2, 0)).isFalse();
        assertThat(outcomes.expect("b", "episode", null, 0.2, 0)).isFalse();
        assertThat(outcomes.awaited()).isEqualTo(1);
        assertThat(outcomes.tally().all()).isEqualTo(1);
    }

    @Test
    void absurdInstantsNeitherThrowNorCount() {
        expect("never", "1", Instant.MAX);
        expect("ever", "2", Instant.MIN);
        outcomes.outcome("never", Outcome.event(true, Instant.MIN));
        outcomes.outcome("ever", Outcome.event(true, Instant.MAX));
        assertThat(close(FEBRUARY).evidence()).isEmpty();
        assertThat(outcomes.refused(Refusal.BEFORE_PREDICTION)).isEqualTo(1);
        assertThat(close(Instant.MAX).evidence()).hasSize(1);
    }

    @Test
    void casesAreForgottenAfterATimeAndOnlyTheNumbersKnowOfThem() {
        expect("a", "1", IN_JANUARY);
        expect("b", "2", IN_JANUARY);
        expect("c", "3", IN_JANUARY);
        expect("d", "4", IN_JANUARY);
        outcomes.outcome("a", told("event"));
        outcomes.outcome("b", told("censored"));
        outcomes.outcome("c", told("intervened"));
        close(FEBRUARY);
        Instant kept = IN_JANUARY.plus(Outcomes.REMEMBERED);
        close(kept);
        assertThat(outcomes.size()).isEqualTo(4);
        close(kept.plusSeconds(1));
        assertThat(outcomes.size()).as("the one that is still awaited").isEqualTo(1);
        assertThat(outcomes.follow(kept, kept)).isEqualTo(new Follow(4, 1, 1, 1, 1, 0));
        outcomes.outcome("a", told("none"));
        assertThat(outcomes.refused(Refusal.UNKNOWN_PREDICTION)).isEqualTo(1);
        outcomes.outcome("d", told("none"));
        assertThat(close(kept.plusSeconds(2)).evidence()).hasSize(1);
    }

    @Test
    void aCaseThatIsOpenAgainIsNotForgotten() {
        expect("a", "1", IN_JANUARY);
        expect("b", "2", IN_JANUARY);
        outcomes.outcome("a", told("censored"));
        outcomes.outcome("b", told("censored"));
        close(FEBRUARY);
        outcomes.outcome("a", told("pending"));
        Instant later = IN_JANUARY.plus(Outcomes.REMEMBERED).plusSeconds(1);
        outcomes.outcome("b", Outcome.event(true, later.plusSeconds(1)));
        close(later);
        assertThat(outcomes.size()).isEqualTo(2);
        outcomes.outcome("a", told("none"));
        assertThat(close(later.plusSeconds(1)).evidence())
                .extracting(MaturedCase::id)
                .containsExactly("a", "b");
    }

    @Test
    void notMoreCasesAreRememberedThanStated() {
        int n = Outcomes.MOST_REMEMBERED + 1_000;
        for (int i = 0; i < n; i++) {
            outcomes.expect("p" + i, "e" + i, IN_JANUARY.plusSeconds(i), 0.1, 0);
            outcomes.outcome("p" + i, told("none"));
        }
        assertThat(close(FEBRUARY).evidence()).hasSize(n);
        assertThat(outcomes.size()).isEqualTo(Outcomes.MOST_REMEMBERED);
        assertThat(outcomes.follow(FEBRUARY, FEBRUARY).known()).isEqualTo(n);
        outcomes.outcome("p999", told("event"));
        outcomes.outcome("p1000", told("event"));
        assertThat(outcomes.refused(Refusal.UNKNOWN_PREDICTION)).isEqualTo(1);
        assertThat(close(MARCH).corrections()).hasSize(1);
    }
}
