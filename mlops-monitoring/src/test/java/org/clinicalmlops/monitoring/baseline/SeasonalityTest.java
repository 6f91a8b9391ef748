package org.clinicalmlops.monitoring.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.monitoring.baseline.Rows.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalityTest {
    private static final Instant START = Instant.parse("2020-03-10T00:00:00Z");
    private static final Duration TWO_YEARS = Duration.ofDays(730);

    /** {@code x} is higher in winter. */
    static List<Row> winter(List<Row> rows, double by) {
        return shifted(rows, r -> quarter(r) == 1 ? by : 0);
    }

    private static int quarter(Row row) {
        return (row.at().atZone(ZoneOffset.UTC).getMonthValue() + 2) / 3;
    }

    private static List<Row> shifted(List<Row> rows, ToDoubleFunction<Row> by) {
        return rows.stream()
                .map(r -> new Row(r.x() + by.applyAsDouble(r), r.y(), r.ward(), r.risk(), r.event(), r.at()))
                .toList();
    }

    private static boolean seasonal(List<Row> rows) {
        List<Baseline.Season> seasons = Rows.profile(rows).seasons();
        assertThat(seasons.size()).isIn(0, 4);
        return !seasons.isEmpty();
    }

    private static List<Row> rows(long seed, int n, Duration time) {
        return Rows.random(seed, n, START, START.plus(time));
    }

    /** Nominal is at most one in a hundred over all three features; and the size must matter besides. */
    @Test
    void whereTheYearIsOneThereAreNoSeasons() {
        int found = 0;
        for (long seed = 1; seed <= 200; seed++) {
            found += seasonal(rows(seed, 1_500, TWO_YEARS)) ? 1 : 0;
        }
        assertThat(found).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSeasonIsFound(long seed) {
        assertThat(seasonal(winter(rows(seed, 3_000, TWO_YEARS), 0.7))).isTrue();
        assertThat(seasonal(winter(rows(seed, 60_000, TWO_YEARS), 0.1)))
                .as("beyond chance, but too little to matter")
                .isFalse();
    }

    @ParameterizedTest(name = "step {0} days after the start")
    @CsvSource({"30", "90", "180", "270", "365", "500", "600"})
    void aStepIsNoSeason(int days) {
        Instant step = START.plus(Duration.ofDays(days));
        assertThat(seasonal(shifted(rows(9, 4_000, TWO_YEARS), r -> r.at().isBefore(step) ? 0 : 1.5)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2})
    void aTrendIsNoSeason(double aYear) {
        List<Row> rows = rows(9, 4_000, TWO_YEARS.plusDays(365));
        assertThat(seasonal(shifted(
                        rows, r -> aYear * Duration.between(START, r.at()).toDays() / 365.0)))
                .isFalse();
    }

    @Test
    void aSeasonThatTheTrendDoesNotDrownIsFound() {
        List<Row> rows = rows(9, 6_000, TWO_YEARS);
        List<Row> both =
                winter(shifted(rows, r -> 0.3 * Duration.between(START, r.at()).toDays() / 365.0), 1.5);
        assertThat(seasonal(both)).isTrue();
    }

    @Test
    void lessThanTwoYearsOrTooFewRowsSayNothing() {
        assertThat(seasonal(winter(rows(1, 5_000, TWO_YEARS.minusDays(16)), 2))).isFalse();
        assertThat(seasonal(winter(rows(1, 5_000, TWO_YEARS.minusDays(10)), 2)))
                .as("a few days are wanting")
                .isTrue();
        assertThat(seasonal(winter(rows(1, 700, TWO_YEARS), 2))).isFalse();
        assertThat(seasonal(List.of())).isFalse();
    }

    @Test
    void absurdInstantsMakeNoSeasonsAndDoNotThrow() {
        List<Row> rows = new ArrayList<>(winter(rows(1, 3_000, TWO_YEARS), 2));
        for (Instant absurd : List.of(Instant.MIN, Instant.MAX, Instant.parse("1900-01-01T00:00:00Z"))) {
            rows.set(0, new Row(0, 0.0, "ward0", 0.5, false, absurd));
            assertThat(seasonal(rows)).isFalse();
        }
    }

    @Test
    void seasonsAreQuartersWithTheBinsOfTheYearThatAddUpToIt() {
        Baseline baseline = Rows.profile(winter(rows(2, 4_000, TWO_YEARS), 1));
        assertThat(baseline.seasons().get(1).months()).containsExactly(Month.APRIL, Month.MAY, Month.JUNE);
        for (int f = 0; f < 3; f++) {
            int feature = f;
            assertThat(baseline.seasons().stream()
                            .map(s -> s.features().get(feature))
                            .reduce((a, b) -> a.plus(b))
                            .orElseThrow()
                            .toCounts())
                    .isEqualTo(baseline.features().get(f).toCounts());
            assertThat(baseline.seasons().stream()
                            .mapToLong(s -> s.features().get(feature).missingInARow())
                            .sum())
                    .isEqualTo(baseline.features().get(f).missingInARow());
        }
        Instant february = Instant.parse("2023-02-01T00:00:00Z");
        assertThat(baseline.features(february, february.plusSeconds(9)))
                .isEqualTo(baseline.seasons().get(0).features());
    }
}
