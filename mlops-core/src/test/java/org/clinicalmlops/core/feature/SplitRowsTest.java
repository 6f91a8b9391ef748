package org.clinicalmlops.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.junit.jupiter.api.Test;

/** The cut ends on 2022-01-01, so that a split by a year lies at 2021-01-01; the horizon is 30 days. */
class SplitRowsTest {
    private static final Instant BOUNDARY = Instant.parse("2021-01-01T00:00:00Z");
    private static final Split LAST_YEAR = Split.byTime(Period.ofYears(1));

    @Test
    void theBoundaryItselfEvaluates() {
        SplitRows split =
                split(LAST_YEAR, at("early", "2020-02-01"), at("on", "2021-01-01"), at("before", "2020-11-30"));

        assertThat(split.boundary()).isEqualTo(BOUNDARY);
        assertThat(split.training()).containsExactly(0, 2);
        assertThat(split.evaluation()).containsExactly(1);
    }

    @Test
    void earlierRowsOfAPatientWhoComesBackTrainNothing() {
        SplitRows split =
                split(LAST_YEAR, at("anna", "2020-02-01"), at("bert", "2020-02-01"), at("anna", "2021-02-01"));

        assertThat(split.training()).containsExactly(1);
        assertThat(split.evaluation()).containsExactly(2);
        assertThat(split.samePatient()).isEqualTo(1);
    }

    @Test
    void aPatientWhoComesBackWithoutAKnownOutcomeTrainsNothingEither() {
        Visit pending = at("anna", "2021-02-01").withOutcome(new Outcome.Pending<>());
        SplitRows split =
                split(LAST_YEAR, at("anna", "2020-02-01"), at("bert", "2020-02-01"), pending, at("carl", "2021-02-01"));

        assertThat(split.training()).containsExactly(1);
        assertThat(split.samePatient()).isEqualTo(1);
        assertThat(split.withoutOutcome()).isEqualTo(1);
    }

    @Test
    void aRowWhoseHorizonEndsAtTheBoundaryTrainsAndALaterOneDoesNot() {
        Visit justInTime = at("just", "2020-02-01").withAt(BOUNDARY.minus(Duration.ofDays(30)));
        Visit tooLate = at("late", "2020-02-01")
                .withAt(BOUNDARY.minus(Duration.ofDays(30)).plusNanos(1));
        Visit[] rows = {justInTime, tooLate, at("eval", "2021-02-01")};

        SplitRows dropped = split(LAST_YEAR, rows);
        SplitRows kept = split(LAST_YEAR.allowingOutcomeOverlap(), rows);

        assertThat(dropped.training()).containsExactly(0);
        assertThat(dropped.overlapping()).isEqualTo(1);
        assertThat(kept.training()).containsExactly(0, 1);
        assertThat(kept.overlapping()).as("counted where it is kept, too").isEqualTo(1);
    }

    @Test
    void rowsWithoutAKnownOutcomeAreCountedAndUsedOnNoSide() {
        SplitRows split = split(
                LAST_YEAR,
                at("a", "2020-02-01").withOutcome(new Outcome.Censored<>(BOUNDARY)),
                at("b", "2020-02-01").withOutcome(new Outcome.Intervened<>(BOUNDARY)),
                at("c", "2020-02-01"),
                at("d", "2021-02-01").withOutcome(new Outcome.Pending<>()),
                at("e", "2021-02-01"));

        assertThat(split.withoutOutcome()).isEqualTo(3);
        assertThat(split.training()).containsExactly(2);
        assertThat(split.evaluation()).containsExactly(4);
    }

    @Test
    void anEmptyTrainingSideSaysWhereTheRowsWent() {
        assertThatThrownBy(() -> split(
                        LAST_YEAR,
                        at("late", "2020-12-15"),
                        at("anna", "2020-02-01"),
                        at("anna", "2021-02-01"),
                        at("out", "2020-03-01").withOutcome(new Outcome.Pending<>())))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("no row to train on: of 4 rows 1 have no known outcome, 1 evaluate")
                .hasMessageContaining("of 1 the outcome window reaches past the split")
                .hasMessageContaining("Split.allowingOutcomeOverlap()");
    }

    @Test
    void anEmptyEvaluationSideSaysWhereTheRowsWent() {
        assertThatThrownBy(() -> split(
                        LAST_YEAR, at("a", "2020-02-01"), at("b", "2021-02-01").withOutcome(new Outcome.Pending<>())))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("no row to evaluate on: of 2 rows 1 have no known outcome and 1 train");
    }

    @Test
    void aSplitLongerThanTheCutLeavesNothingToTrainOn() {
        assertThatThrownBy(() -> split(Split.byTime(Period.ofYears(9)), at("a", "2020-02-01"), at("b", "2021-02-01")))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("no row to train on");
    }

    @Test
    void thePositionsAreCopies() {
        SplitRows split = split(LAST_YEAR, at("a", "2020-02-01"), at("b", "2021-02-01"));
        split.training()[0] = 99;

        assertThat(split.training()).containsExactly(0);
    }

    private static Visit at(String patient, String day) {
        return Visit.of(patient, Instant.parse(day + "T00:00:00Z"), 70, 2.0, "F", true);
    }

    private static SplitRows split(Split split, Visit... visits) {
        return SplitRows.of(
                Plans.cohort(List.of(visits)), split, Plans.standard().useCase());
    }
}
