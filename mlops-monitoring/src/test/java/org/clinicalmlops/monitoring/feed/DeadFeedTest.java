package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadFeedTest {
    /** Ten wards for a year; features and rows have half of the allowance each. */
    @ParameterizedTest(name = "{0}, {1} rows a week, {2} missing, persistence {3}")
    @CsvSource({
        "WARD, 50, 0.15, 0.5",
        "WARD, 100, 0.15, 0",
        "WARD, 300, 0.15, 0.8",
        "WARD, 1000, 0.02, 0.8",
        "OFFICE, 30, 0.15, 0.15",
        "OFFICE, 100, 0.15, 0.8",
        "OFFICE, 300, 0.001, 0.8",
        "ALWAYS, 300, 0.6, 0.9"
    })
    void withoutAFaultItKeepsItsAllowance(Ward.Hours hours, double rows, double rate, double persistence) {
        int features = 0;
        int models = 0;
        for (int seed = 0; seed < 10; seed++) {
            Ward ward = new Ward(700 + seed, rows, rate, persistence, 3);
            ward.hours = hours;
            DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(3000), 4));
            ward.run(detector, Duration.ofDays(365));
            features += (int) ward.told.stream()
                    .filter(f -> !f.subject().equals(Finding.MODEL))
                    .count();
            models += (int) ward.told.stream()
                    .filter(f -> f.subject().equals(Finding.MODEL))
                    .count();
        }
        assertThat(features).isLessThanOrEqualTo(20);
        assertThat(models).isLessThanOrEqualTo(20);
    }

    /** One of nine features, the allowance of a plan of one false alarm a year; hours from a Tuesday at ten. */
    @ParameterizedTest(name = "{0}, {1} rows a week, {2} missing, persistence {3}: in {4} rows, {5} hours")
    @CsvSource({
        "WARD, 100, 0.15, 0, 12, 30",
        "WARD, 300, 0.15, 0, 12, 10",
        "WARD, 300, 0.15, 0.5, 27, 24",
        "WARD, 300, 0.15, 0.8, 85, 60",
        "WARD, 1000, 0.02, 0.5, 40, 8",
        "OFFICE, 300, 0.15, 0, 15, 4",
        "OFFICE, 300, 0, 0, 55, 24"
    })
    void aDeadInterfaceIsFoundInAHandfulOfRows(
            Ward.Hours hours, double rows, double rate, double persistence, long inRows, int inHours) {
        List<Integer> found = new ArrayList<>();
        List<Long> runs = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            Ward ward = new Ward(170 + seed, rows, rate, persistence, 9);
            ward.hours = hours;
            DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(3000), 0.05));
            ward.run(detector, Duration.ofHours(57 * 24 + 10));
            ward.rates[0] = 1;
            ward.told.clear();
            int time = ward.hoursToAlarm(detector, Duration.ofDays(60));
            found.add(time < 0 ? Integer.MAX_VALUE : time);
            assertThat(ward.told).extracting(Finding::subject).containsExactly("f0");
            runs.add((long) ward.told.get(0).measure().orElseThrow().threshold());
        }
        found.sort(null);
        runs.sort(null);
        assertThat(found.get(7)).as("80 %% of %s", found).isLessThanOrEqualTo(inHours);
        assertThat(runs.get(7)).as("80 %% of %s", runs).isLessThanOrEqualTo(inRows);
    }

    /** Where another feature's runs are known, one that was never missing is missed sooner. */
    @Test
    void aFeatureThatWasNeverMissingIsMissedSoonerIfOthersKnowTheirRuns() {
        long[] limits = new long[2];
        for (int known = 0; known < 2; known++) {
            List<FeatureProfile> profiles = List.of(
                    FeatureProfile.of("f0", new double[0], new long[] {3000}, 0),
                    FeatureProfile.of("f1", new double[0], new long[] {2550}, 450)
                            .withMissingInARow(known == 1 ? 90 : 0));
            Ward ward = new Ward(1, 300, 0, 0, 2);
            DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(profiles), 0.05));
            ward.run(detector, Duration.ofDays(30));
            ward.rates[0] = 1;
            ward.hoursToAlarm(detector, Duration.ofDays(10));
            limits[known] = (long) ward.told.get(0).measure().orElseThrow().threshold();
        }
        assertThat(limits[0]).isBetween(35L, 50L);
        assertThat(limits[1]).isBetween(12L, 20L);
    }

    @Test
    void featuresThatDieTogetherNameEachOther() {
        Ward ward = new Ward(12, 300, 0.1, 0.1, 9);
        DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(3000), 0.05));
        ward.run(detector, Duration.ofDays(40));
        Arrays.fill(ward.rates, 1, 9, 1);
        ward.run(detector, Duration.ofDays(2));
        assertThat(ward.told).hasSize(8).allMatch(f -> f.kind() == Finding.Kind.DEAD_FEED);
        assertThat(ward.close(detector).get(1).explanation())
                .startsWith("f1: ")
                .contains(
                        " rows in a row had no value; the last value before came on 2024-02-",
                        ", together with 7 others (f2, f3, f4, f5, f6 and 2 others): the interface?");
        assertThat(ward.told.get(7).explanation()).contains("others (");
        assertThat(ward.told.get(7).context().lookFirst().orElseThrow()).contains("the interface by which");
        assertThat(ward.told.get(0).context().since().orElseThrow())
                .isBetween(Ward.OPENED.plus(Duration.ofDays(39)), Ward.OPENED.plus(Duration.ofDays(41)));
    }

    @Test
    void anAlarmIsToldOnceAndTheWindowKnowsItAlsoWhenValuesCameBack() {
        Ward ward = new Ward(13, 300, 0.1, 0.1, 1);
        ward.windows = Duration.ofDays(3000);
        DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(3000), 0.05));
        ward.run(detector, Duration.ofDays(40));
        assertThat(ward.close(detector).get(0).state()).isEqualTo(State.OK);
        assertThat(ward.closed.get(0).context().wouldHaveFound().orElseThrow())
                .matches("after \\d rows in a row without a value");
        ward.rates[0] = 1;
        ward.run(detector, Duration.ofDays(5));
        assertThat(ward.told).hasSize(1);
        ward.rates[0] = 0.1;
        ward.run(detector, Duration.ofDays(5));
        Finding finding = ward.close(detector).get(0);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.explanation()).contains("and they come again");
        ward.run(detector, Duration.ofDays(5));
        assertThat(ward.close(detector).get(0).state()).isEqualTo(State.OK);
    }

    @Test
    void whatCannotBeJudgedSaysSo() {
        List<FeatureProfile> profiles = List.of(
                FeatureProfile.of("f0", new double[0], new long[] {0}, 1000).withMissingInARow(999),
                FeatureProfile.of("f1", new double[0], new long[] {0}, 0),
                FeatureProfile.of("f2", new double[0], new long[] {1000}, 0));
        Ward ward = new Ward(14, 1, 0, 0, 3);
        DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(profiles), 0.05));
        ward.block(detector, 2000, 2000, Duration.ofDays(1));
        List<Finding> findings = ward.close(detector);
        assertThat(findings)
                .extracting(Finding::state)
                .containsExactly(State.INSUFFICIENT, State.INSUFFICIENT, State.ALARM, State.INSUFFICIENT);
        assertThat(findings.get(3).explanation()).startsWith("Rows: when they come is still being learnt");
    }

    @ParameterizedTest(name = "{0}, {1} rows a week: in {2} hours")
    @CsvSource({
        "ALWAYS, 100, 48",
        "WARD, 100, 55",
        "WARD, 300, 17",
        "WARD, 1000, 5",
        "OFFICE, 100, 80",
        "OFFICE, 300, 6",
        "OFFICE, 1000, 3"
    })
    void rowsThatStopAreMissedWithinHours(Ward.Hours hours, double rows, int inHours) {
        List<Integer> found = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            Ward ward = new Ward(470 + seed, rows, 0, 0, 1);
            ward.hours = hours;
            DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(1000), 0.05));
            ward.run(detector, Duration.ofHours(57 * 24 + 10));
            ward.stopped = true;
            int time = ward.hoursToAlarm(detector, Duration.ofDays(60));
            found.add(time < 0 ? Integer.MAX_VALUE : time);
        }
        found.sort(null);
        assertThat(found.get(7)).as("80 %% of %s", found).isLessThanOrEqualTo(inHours);
    }

    @Test
    void anAlarmOnRowsSaysSinceWhenAndWhatWasExpected() {
        Ward ward = new Ward(15, 300, 0, 0, 1);
        ward.windows = Duration.ofDays(3000);
        DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(1000), 0.05));
        ward.run(detector, Duration.ofHours(40 * 24 + 10));
        assertThat(ward.close(detector).get(1).state()).isEqualTo(State.OK);
        assertThat(ward.closed.get(1).context().wouldHaveFound().orElseThrow())
                .matches("after 1\\d\\.\\d hours of average business without a row");
        ward.stopped = true;
        ward.run(detector, Duration.ofDays(2));
        assertThat(ward.told).hasSize(1);
        assertThat(ward.told.get(0).explanation())
                .matches(
                        "Rows: none since 2024-02-(09|10) \\d\\d:00 UTC; 1\\d\\.\\d were to be expected at the least by"
                                + " 2024-02-1\\d \\d\\d:00 UTC, as rows come at these hours of the week\\.");
        ward.stopped = false;
        ward.run(detector, Duration.ofDays(1));
        Finding finding = ward.close(detector).get(1);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.explanation()).contains("they come again");
        assertThat(ward.told).hasSize(1);
    }

    /** Good Friday to Easter Monday in a service that closes at night and at weekends; half of the patients in the summer. */
    @Test
    void holidaysAndAQuietSummerAreNoAlarm() {
        for (int seed = 0; seed < 5; seed++) {
            Ward ward = new Ward(16 + seed, 200, 0, 0, 1);
            ward.hours = Ward.Hours.OFFICE;
            DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(1000), 0.05));
            ward.run(detector, Duration.ofDays(7 * 7 + 4));
            ward.stopped = true;
            ward.run(detector, Duration.ofDays(4));
            ward.stopped = false;
            ward.run(detector, Duration.ofDays(30));
            ward.rowsAWeek = 100;
            ward.run(detector, Duration.ofDays(60));
            assertThat(ward.told).isEmpty();
        }
    }

    @Test
    void whoLooksOnceAWeekIsToldThatItIsTooSeldom() {
        Ward ward = new Ward(17, 300, 0, 0, 1);
        ward.looks = Duration.ofDays(7);
        DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(1000), 0.05));
        ward.run(detector, Duration.ofDays(56));
        ward.stopped = true;
        ward.run(detector, Duration.ofDays(14));
        assertThat(ward.told).isEmpty();
        assertThat(ward.closed.get(1).explanation()).contains("looked at too seldom");
    }

    /** The host was down for a night and a day: no row came, and no monitor ran either. */
    @Test
    void timeInWhichNobodyLookedIsNoEvidence() {
        Ward ward = new Ward(19, 1000, 0, 0, 1);
        DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(1000), 0.05));
        ward.run(detector, Duration.ofDays(40));
        ward.now = ward.now.plus(Duration.ofHours(36));
        assertThat(ward.look(detector)).isEmpty();
        ward.run(detector, Duration.ofDays(10));
        assertThat(ward.told).isEmpty();
        ward.now = ward.now.plus(Duration.ofHours(36));
        ward.look(detector);
        ward.stopped = true;
        assertThat(ward.hoursToAlarm(detector, Duration.ofDays(3))).isBetween(2, 16);
    }

    @Test
    void looksOnceADayAreEnough() {
        Ward ward = new Ward(18, 300, 0, 0, 1);
        ward.looks = Duration.ofDays(1);
        DeadFeed detector = new DeadFeed(Ward.setting(ward.baseline(1000), 0.05));
        ward.run(detector, Duration.ofDays(200));
        assertThat(ward.told).isEmpty();
        ward.stopped = true;
        assertThat(ward.hoursToAlarm(detector, Duration.ofDays(10))).isBetween(24, 72);
    }
}
