package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JointAbsenceTest {
    /** With so generous an allowance that a detector without guard against bursts and small baselines shows it. */
    @ParameterizedTest(name = "{0} rows a week, {1} missing, persistence {2}, baseline of {3}, at weekends {4}")
    @CsvSource({
        "50, 0.15, 0.5, 1000, NaN",
        "100, 0.15, 0, 1000, NaN",
        "100, 0.15, 0.8, 1000, NaN",
        "300, 0.02, 0.8, 1000, NaN",
        "300, 0, 0.8, 1000, NaN",
        "1000, 0.15, 0, 1000, NaN",
        "1000, 0.15, 0.8, 4000, NaN",
        "1000, 0.1, 0.5, 4000, 0.3"
    })
    void withoutAChangeItKeepsItsAllowance(
            double rows, double rate, double persistence, int reference, double atWeekend) {
        int alarms = 0;
        for (int seed = 0; seed < 8; seed++) {
            Ward ward = new Ward(500 + seed, rows, rate, persistence, 5);
            ward.atWeekend = atWeekend;
            JointAbsence detector = new JointAbsence(Ward.setting(ward.baseline(reference), 4));
            alarms += windowsWithAlarm(ward, detector, 52);
        }
        assertThat(alarms).isLessThanOrEqualTo(32);
    }

    private static int windowsWithAlarm(Ward ward, Detector detector, int weeks) {
        int alarms = 0;
        for (int week = 0; week < weeks; week++) {
            ward.run(detector, Duration.ofDays(7));
            alarms += ward.closed.get(0).state() == State.ALARM ? 1 : 0;
        }
        return alarms;
    }

    /** Six features, each as often missing as before, now all of them in the same rows. */
    @ParameterizedTest(name = "{0} rows a week, {1} missing, persistence {2}: in {3} weeks")
    @CsvSource({"100, 0.05, 0.05, 2", "100, 0.05, 0.5, 6", "100, 0.15, 0.5, 4", "300, 0.15, 0.5, 1", "300, 0.15, 0.8, 4"
    })
    void valuesThatAreMissingTogetherAreFound(double rows, double rate, double persistence, int weeks) {
        List<Integer> found = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            Ward ward = new Ward(200 + seed, rows, rate, persistence, 6);
            JointAbsence detector = new JointAbsence(Ward.setting(ward.baseline(3000), 0.05));
            assertThat(windowsWithAlarm(ward, detector, 8)).isZero();
            ward.together = true;
            int week = 1;
            while (week < 30 && windowsWithAlarm(ward, detector, 1) == 0) {
                week++;
            }
            found.add(week);
        }
        found.sort(null);
        assertThat(found.get(7)).as("80 %% of %s", found).isLessThanOrEqualTo(weeks);
    }

    private static Ward of(MissingPatterns patterns) {
        Ward ward = new Ward(1, 1, 0, 0, 3);
        ward.patterns = patterns;
        return ward;
    }

    private static JointAbsence detector(Ward ward) {
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int f = 0; f < 3; f++) {
            profiles.add(FeatureProfile.of(Ward.name(f), new double[0], new long[] {850}, 150)
                    .withMissingInARow(25));
        }
        return new JointAbsence(Ward.setting(ward.baseline(profiles), 0.05));
    }

    private static void count(Ward ward, long... rows) {
        System.arraycopy(rows, 0, ward.counting().patterns, 0, rows.length);
        ward.counting().rows = Arrays.stream(rows).sum();
        ward.now = ward.now.plus(Duration.ofDays(30));
    }

    @Test
    void theFindingNamesWhatIsMissingTogether() {
        Ward ward = of(MissingPatterns.of(new long[] {0, 0b011, 0b100}, new long[] {800, 20, 150, 30}));
        ward.startCounting();
        JointAbsence detector = detector(ward);
        count(ward, 160, 4, 30, 6);
        assertThat(ward.close(detector)).extracting(Finding::state).containsExactly(State.OK);
        assertThat(ward.closed.get(0).context().wouldHaveFound().orElseThrow())
                .matches("patterns that the baseline never had, from 1\\d\\.0 % of 200 rows on");
        count(ward, 130, 50, 16, 4);
        Finding finding = ward.close(detector).get(0);
        assertThat(finding.explanation())
                .isEqualTo(
                        "Missing values: f0 and f1 are missing together more often since about 2024-01-31: in 25.0 % of"
                                + " 200 rows, in the baseline in 2.0 % of 1000; 23.0 % of the rows have another pattern than"
                                + " expected.");
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.subject()).isEqualTo(Finding.MODEL);
        assertThat(finding.context().since()).contains(Ward.OPENED.plus(Duration.ofDays(30)));
        assertThat(finding.context().patients()).hasValue(50);
        assertThat(finding.context().lookFirst().orElseThrow()).contains("f0 and f1 come by one interface");
        count(ward, 130, 50, 16, 4);
        assertThat(ward.close(detector).get(0).state()).as("it stands").isEqualTo(State.ALARM);
        count(ward, 160, 4, 30, 6);
        assertThat(ward.close(detector).get(0).state()).as("it is over").isEqualTo(State.OK);
    }

    @Test
    void patternsThatTheBaselineNeverHad() {
        Ward ward = of(MissingPatterns.of(new long[] {0, 0b100}, new long[] {850, 150, 0}));
        ward.startCounting();
        JointAbsence detector = detector(ward);
        count(ward, 140, 30, 30);
        assertThat(ward.close(detector).get(0).explanation())
                .startsWith("Missing values: values are missing together that rarely were in the baseline since");
    }

    @Test
    void aCertainTrifleIsNoAlarm() {
        Ward ward = of(MissingPatterns.of(new long[] {0, 0b100}, new long[] {800_000, 150_000, 50_000}));
        ward.startCounting();
        JointAbsence detector = detector(ward);
        for (int month = 0; month < 5; month++) {
            count(ward, 77_000, 18_000, 5_000);
            assertThat(ward.close(detector)).extracting(Finding::state).containsExactly(State.OK);
        }
    }

    @Test
    void tooLittleIsKeptAndNothingKnownIsSaid() {
        Ward ward = of(MissingPatterns.of(new long[] {0, 0b100}, new long[] {850, 150, 0}));
        ward.startCounting();
        JointAbsence detector = detector(ward);
        count(ward, 25, 4, 0);
        assertThat(ward.close(detector)).extracting(Finding::state).containsExactly(State.INSUFFICIENT);
        count(ward, 25, 4, 0);
        assertThat(ward.close(detector)).extracting(Finding::state).containsExactly(State.OK);
        count(ward, 100, 0, 0);
        ward.counting().withoutEpisode = 3;
        assertThat(ward.close(detector).get(0).explanation()).contains("without an episode key");
        Ward unknown = of(MissingPatterns.unknown());
        count(unknown, 100);
        assertThat(unknown.close(detector(unknown)).get(0).explanation()).contains("knows no patterns");
    }
}
