package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingnessTest {
    /** One false alarm a year for one feature is what a plan of one a year leaves for twenty times as much as it would get. */
    @ParameterizedTest(name = "{0} rows a week, {1} missing, persistence {2}, at weekends {3}, at night {4}")
    @CsvSource({
        "50, 0.15, 0.5, NaN, NaN",
        "100, 0.15, 0, NaN, NaN",
        "100, 0.15, 0.8, NaN, NaN",
        "300, 0.02, 0.8, NaN, NaN",
        "300, 0.001, 0.8, NaN, NaN",
        "300, 0.6, 0.8, NaN, NaN",
        "1000, 0.15, 0.8, NaN, NaN",
        "1000, 0.1, 0.5, 0.4, NaN",
        "1000, 0.1, 0.5, NaN, 0.4",
        "300, 0.1, 0.1, 0.4, 0.3"
    })
    void withoutAChangeItKeepsItsAllowance(
            double rows, double rate, double persistence, double atWeekend, double atNight) {
        int alarms = 0;
        for (int seed = 0; seed < 6; seed++) {
            Ward ward = new Ward(900 + seed, rows, rate, persistence, 1);
            ward.atWeekend = atWeekend;
            ward.atNight = atNight;
            int reference = (int) Math.max(1000, 4 * rows); // four weeks at least
            Missingness detector = new Missingness(Ward.setting(ward.baseline(reference), 1));
            alarms += ward.run(detector, Duration.ofDays(730));
        }
        assertThat(alarms).isLessThanOrEqualTo(12);
    }

    /** Just as many missing as is tolerated, in runs as long as the baseline leaves possible: the worst that is no change. */
    @ParameterizedTest(name = "{0} of 1000 missing, {1} in a row")
    @CsvSource({"150, 30", "150, 75", "150, 120", "400, 300"})
    void atTheEdgeOfWhatIsToleratedTheAllowanceIsUsedAndKept(long missing, long inARow) {
        int alarms = 0;
        int years = 0;
        double allowed = 20;
        for (int seed = 0; seed < 8; seed++) {
            for (boolean up : new boolean[] {true, false}) {
                FeatureProfile profile = FeatureProfile.of("f0", new double[0], new long[] {1000 - missing}, missing)
                        .withMissingInARow(inARow);
                ToleratedAbsence limits = new ToleratedAbsence(Absence.of(profile, 0.8));
                double rate = up ? limits.most() : limits.least();
                Ward ward = new Ward(300 + seed, 1000, rate, limits.absence().persistence(), 1);
                alarms += ward.run(
                        new Missingness(Ward.setting(ward.baseline(List.of(profile)), allowed)), Duration.ofDays(730));
                years += 2;
            }
        }
        assertThat((double) alarms).isBetween(0.02 * allowed * years, allowed * years);
    }

    /** From 15 % to 78 %, for one of thirty features at a plan of one false alarm a year: the block is half a week's rows. */
    @ParameterizedTest(name = "persistence {0}: in {1} days")
    @CsvSource({"0.15, 7.5", "0.5, 14.5", "0.8, 30"})
    void aGrossChangeIsFoundInABlockOrTwo(double persistence, double days) {
        List<Integer> hours = new ArrayList<>();
        for (int seed = 0; seed < 15; seed++) {
            Ward ward = new Ward(40 + seed, 100, 0.15, persistence, 1);
            Missingness detector = new Missingness(Ward.setting(ward.baseline(3000), 0.05 / 30));
            ward.run(detector, Duration.ofDays(60));
            ward.rates[0] = 0.78;
            int found = ward.hoursToAlarm(detector, Duration.ofDays(200));
            hours.add(found < 0 ? Integer.MAX_VALUE : found);
        }
        hours.sort(null);
        assertThat(hours.get(11) / 24.0).as("80 %% of %s", hours).isLessThan(days);
    }

    @ParameterizedTest(name = "{0} rows a week, from {1} to {2}: in {3} days")
    @CsvSource({
        "100, 0.15, 0.35, 60", // 850 rows
        "100, 0, 0.3, 45",
        "100, 0, 0.8, 15",
        "1000, 0.15, 0.78, 2",
        "1000, 0.15, 0.3, 21",
        "100, 0.15, 0, 25",
        "300, 0.4, 0, 6"
    })
    void changesThatAreFound(double rows, double from, double to, double days) {
        List<Integer> hours = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            Ward ward = new Ward(60 + seed, rows, from, 0, 1);
            Missingness detector = new Missingness(Ward.setting(ward.baseline(3000), 0.05 / 30));
            ward.run(detector, Duration.ofDays(60));
            ward.rates[0] = to;
            int found = ward.hoursToAlarm(detector, Duration.ofDays(300));
            hours.add(found < 0 ? Integer.MAX_VALUE : found);
        }
        hours.sort(null);
        assertThat(hours.get(7) / 24.0).as("80 %% of %s", hours).isLessThan(days);
    }

    @Test
    void inTheFirstWeeksABlockIsAWeekAndFindsTooWithoutLearningTheFault() {
        Ward ward = new Ward(8, 300, 0.15, 0.3, 1);
        Missingness detector = new Missingness(Ward.setting(ward.baseline(3000), 0.05 / 30));
        ward.run(detector, Duration.ofDays(10));
        ward.rates[0] = 0.78;
        assertThat(ward.hoursToAlarm(detector, Duration.ofDays(30))).isBetween(1, 8 * 24);
    }

    @Test
    void anAlarmSaysWhatAReaderAsks() {
        Ward ward = new Ward(3, 300, 0.15, 0.15, 2);
        ward.windows = Duration.ofDays(14);
        Missingness detector = new Missingness(Ward.setting(ward.baseline(3000), 0.05));
        ward.run(detector, Duration.ofDays(42));
        assertThat(ward.told).isEmpty();
        ward.rates[0] = 0.78;
        ward.run(detector, Duration.ofDays(14));
        Finding told = ward.told.get(0);
        assertThat(told.subject()).isEqualTo("f0");
        assertThat(told.state()).isEqualTo(State.ALARM);
        assertThat(told.explanation())
                .matches(
                        "f0: more values are missing since about 2024-02-1[12]: \\d+\\.\\d % of \\d+ rows have none, in the"
                                + " baseline 1\\d\\.\\d % of 3000 had none; up to \\d\\d\\.\\d % is tolerated\\.");
        assertThat(told.context().since().orElseThrow())
                .isBetween(Ward.OPENED.plus(Duration.ofDays(40)), Ward.OPENED.plus(Duration.ofDays(43)));
        assertThat(told.context().patients().orElseThrow()).isGreaterThan(30);
        assertThat(told.context().lookFirst().orElseThrow()).contains("interface");
        assertThat(told.context().meanRiskBefore().orElseThrow()).isBetween(0.12, 0.14);
        assertThat(told.context().meanRiskNow().orElseThrow()).isBetween(0.2, 0.27);
        assertThat(told.measure().orElseThrow().formula()).isEqualTo("missing-blocks-e-sr");
        assertThat(told.measure().orElseThrow().statistic()).isGreaterThanOrEqualTo(1);
        assertThat(told.measure().orElseThrow().thresholdFrom()).startsWith("0.013 false alarms a year, a part");
        assertThat(ward.closed).extracting(Finding::state).containsExactly(State.ALARM, State.OK);
        assertThat(ward.closed.get(1).context().wouldHaveFound().orElseThrow())
                .matches("at once, in a block of \\d+ rows: from \\d\\d\\.\\d % missing on.*");
    }

    @Test
    void theAlarmStandsUntilTheShareIsToleratedAgain() {
        Ward ward = new Ward(3, 300, 0.15, 0.15, 1);
        Missingness detector = new Missingness(Ward.setting(ward.baseline(3000), 0.05));
        ward.run(detector, Duration.ofDays(42));
        ward.rates[0] = 0.4;
        List<State> states = new ArrayList<>();
        for (int week = 0; week < 8; week++) {
            ward.rates[0] = week < 5 ? 0.4 : 0.15;
            ward.run(detector, Duration.ofDays(7));
            states.add(ward.closed.get(0).state());
        }
        assertThat(states.subList(2, 5)).containsOnly(State.ALARM);
        assertThat(states.subList(6, 8)).containsOnly(State.OK);
    }

    @Test
    void aValueThatSomethingFillsInIsFoundToo() {
        Ward ward = new Ward(9, 300, 0.4, 0.4, 1);
        Missingness detector = new Missingness(Ward.setting(ward.baseline(3000), 0.05));
        ward.run(detector, Duration.ofDays(42));
        ward.rates[0] = 0;
        ward.run(detector, Duration.ofDays(7));
        assertThat(ward.closed.get(0).state()).isEqualTo(State.ALARM);
        assertThat(ward.closed.get(0).explanation()).startsWith("f0: fewer values are missing since about 2024-02-");
        assertThat(ward.closed.get(0).context().lookFirst().orElseThrow()).contains("fill in");
    }

    @Test
    void whatWouldHaveBeenFoundIsFoundAndNotLess() {
        for (int rows : new int[] {50, 60, 200}) {
            FeatureProfile profile = FeatureProfile.of("f0", new double[0], new long[] {850}, 150)
                    .withMissingInARow(40);
            Ward ward = new Ward(20, 1, 0, 0, 1);
            Setting setting = Ward.setting(ward.baseline(List.of(profile)), 0.05);
            Missingness detector = new Missingness(setting);
            for (int block = 0; block < 30; block++) {
                ward.block(detector, rows, rows * 3 / 20, Duration.ofDays(2));
            }
            Finding finding = ward.close(detector).get(0);
            String smallest = finding.context().wouldHaveFound().orElseThrow();
            double share = Double.parseDouble(smallest.replaceAll(".*from ([0-9.]+) % missing.*", "$1")) / 100;
            int missing = (int) Math.round(share * rows);
            Missingness same = new Missingness(setting);
            same.restore(KeptState.of(detector::save));
            assertThat(ward.block(same, rows, missing - 1, Duration.ofDays(2))).isEmpty();
            assertThat(ward.block(detector, rows, missing, Duration.ofDays(2))).hasSize(1);
        }
    }

    @Test
    void rowsTooFewAreKept() {
        FeatureProfile profile = FeatureProfile.of("f0", new double[0], new long[] {850}, 150);
        Ward ward = new Ward(20, 1, 0, 0, 1);
        Missingness detector = new Missingness(Ward.setting(ward.baseline(List.of(profile)), 0.05));
        ward.block(detector, 30, 5, Duration.ofDays(20));
        Finding finding = ward.close(detector).get(0);
        assertThat(finding.state()).isEqualTo(State.INSUFFICIENT);
        assertThat(finding.explanation())
                .isEqualTo("f0: 30 rows in this window, 30 since the last comparison, too few or too short a time for"
                        + " the next; they are kept.");
        ward.block(detector, 30, 5, Duration.ofDays(20));
        assertThat(ward.close(detector).get(0).state()).isEqualTo(State.OK);
        assertThat(ward.close(detector).get(0).state()).as("an empty window").isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void rowsWithoutAnEpisodeKeyAreNoEvidence() {
        FeatureProfile profile = FeatureProfile.of("f0", new double[0], new long[] {850}, 150);
        Ward ward = new Ward(20, 1, 0, 0, 1);
        Missingness detector = new Missingness(Ward.setting(ward.baseline(List.of(profile)), 0.05));
        for (int block = 0; block < 10; block++) {
            ward.counting().withoutEpisode = 1;
            assertThat(ward.block(detector, 100, 100, Duration.ofDays(7))).isEmpty();
        }
        Finding finding = ward.close(detector).get(0);
        assertThat(finding.state()).isEqualTo(State.INSUFFICIENT);
        assertThat(finding.explanation()).contains("without an episode key");
    }

    @Test
    void everyRowMissingAndNoReferenceAreDefined() {
        List<FeatureProfile> profiles = List.of(
                FeatureProfile.of("f0", new double[0], new long[] {0}, 1000).withMissingInARow(999),
                FeatureProfile.of("f1", new double[0], new long[] {0}, 0));
        Ward ward = new Ward(20, 1, 0, 0, 2);
        Missingness detector = new Missingness(Ward.setting(ward.baseline(profiles), 0.05));
        ward.block(detector, 100, 100, Duration.ofDays(8));
        List<Finding> findings = ward.close(detector);
        assertThat(findings).extracting(Finding::state).containsExactly(State.OK, State.INSUFFICIENT);
        assertThat(findings.get(1).explanation()).isEqualTo("f1: the baseline has no row to compare with.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JANUARY", "JULY"})
    void everySeasonHasItsOwnShare(Month month) {
        FeatureProfile year = FeatureProfile.of("f0", new double[0], new long[] {500}, 500);
        FeatureProfile season = FeatureProfile.of("f0", new double[0], new long[] {1000}, 0);
        Ward ward = new Ward(20, 1, 0, 0, 1);
        Baseline whole = ward.baseline(List.of(year));
        Baseline baseline = new Baseline(
                whole.schema(),
                whole.levels(),
                whole.features(),
                whole.output(),
                whole.patterns(),
                List.of(new Baseline.Season(List.of(month), List.of(season))),
                whole.auroc());
        Missingness detector = new Missingness(Ward.setting(baseline, 1));
        ward.block(detector, 400, 200, Duration.ofDays(8)); // in January
        ward.block(detector, 400, 200, Duration.ofDays(8));
        assertThat(ward.close(detector).get(0).state()).isEqualTo(month == Month.JANUARY ? State.ALARM : State.OK);
    }
}
