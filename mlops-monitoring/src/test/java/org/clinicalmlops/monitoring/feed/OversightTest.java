package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.clinicalmlops.api.monitor.Commitment;
import org.clinicalmlops.api.monitor.Commitment.FollowUp;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Windows;
import org.clinicalmlops.api.usecase.Role;
import org.junit.jupiter.api.Test;

class OversightTest {
    private static final List<FeatureProfile> PROFILES =
            List.of(FeatureProfile.of("f0", new double[0], new long[] {1000}, 0));

    private final Ward ward = new Ward(1, 100, 0, 0, 1);

    private Oversight detector(MonitorPlan plan) {
        return new Oversight(Ward.setting(plan, ward.baseline(PROFILES), 0));
    }

    private List<Finding> look(Oversight detector, Duration after) {
        ward.now = ward.now.plus(after);
        return ward.look(detector);
    }

    @Test
    void aMonitorThatRunsIsInOrder() {
        Oversight detector = detector(MonitorPlan.standard());
        ward.windows = Duration.ofDays(30);
        ward.run(detector, Duration.ofDays(30));
        assertThat(ward.told).isEmpty();
        assertThat(ward.closed).extracting(Finding::state).containsExactly(State.OK, State.OK);
        assertThat(ward.closed.get(0).explanation())
                .isEqualTo("The monitor: it ran; 720 looks in this window, 1.0 hours apart at most.");
    }

    @Test
    void aGapIsToldByTheNextLookAndByTheWindow() {
        Oversight detector = detector(MonitorPlan.standard());
        ward.run(detector, Duration.ofDays(5));
        List<Finding> told = look(detector, Duration.ofDays(3));
        assertThat(told).hasSize(1);
        assertThat(told.get(0).state()).isEqualTo(State.ALARM);
        assertThat(told.get(0).explanation())
                .isEqualTo(
                        "The monitor: from 2024-01-06 00:00 UTC until 2024-01-09 00:00 UTC nobody looked; the monitor was"
                                + " not running, and what happened then was found late if at all.");
        assertThat(told.get(0).context().since()).contains(Instant.parse("2024-01-06T00:00:00Z"));
        assertThat(look(detector, Duration.ofHours(1))).isEmpty();
        assertThat(ward.close(detector).get(0).state()).isEqualTo(State.ALARM);
        ward.run(detector, Duration.ofHours(5));
        assertThat(ward.close(detector).get(0).state()).isEqualTo(State.OK);
    }

    @Test
    void aNightWithoutALookIsNoGap() {
        Oversight detector = detector(MonitorPlan.standard());
        ward.run(detector, Duration.ofDays(5));
        assertThat(look(detector, Duration.ofHours(47))).isEmpty();
    }

    @Test
    void whoOnlyClosesWindowsIsHeldToTheirRhythm() {
        Oversight detector = detector(MonitorPlan.standard());
        for (int month = 0; month < 12; month++) {
            assertThat(look(detector, Duration.ofDays(month % 2 == 0 ? 31 : 28)))
                    .isEmpty();
            assertThat(ward.close(detector).get(0).state()).isEqualTo(State.OK);
        }
        assertThat(look(detector, Duration.ofDays(59))).hasSize(1);
        assertThat(ward.close(detector).get(0).state()).isEqualTo(State.ALARM);
    }

    @Test
    void severalWindowsInOneAreSaid() {
        Oversight detector = detector(MonitorPlan.standard().windows(Windows.weeks(ZoneId.of("Europe/Vienna"))));
        ward.run(detector, Duration.ofDays(6));
        ward.close(detector);
        for (int day = 0; day < 15; day++) {
            look(detector, Duration.ofDays(1));
        }
        Finding finding = ward.close(detector).get(0);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.explanation())
                .isEqualTo("The monitor: one window from 2024-01-07 to 2024-01-22, 2.1 times as long as planned: nobody"
                        + " closed windows in time.");
    }

    @Test
    void windowsOfRowsMayBeOfAnyLength() {
        Oversight detector = detector(MonitorPlan.standard().windows(Windows.ofRows(500, Period.ofDays(90))));
        for (int day = 0; day < 80; day++) {
            look(detector, Duration.ofDays(1));
        }
        assertThat(ward.close(detector).get(0).state()).isEqualTo(State.OK);
    }

    @Test
    void rowsWithoutAnEpisodeKeyAreCounted() {
        Oversight detector = detector(MonitorPlan.standard());
        ward.block(detector, 40, 0, Duration.ofDays(1));
        assertThat(ward.close(detector).get(1).explanation())
                .isEqualTo("Episode keys: every one of 40 rows came with one.");
        ward.counting().withoutEpisode = 3;
        ward.block(detector, 40, 0, Duration.ofDays(1));
        Finding finding = ward.close(detector).get(1);
        assertThat(finding.state()).isEqualTo(State.NOTICE);
        assertThat(finding.explanation()).startsWith("Episode keys: 3 of 40 rows came without one.");
        assertThat(ward.close(detector).get(1).state()).as("no row").isEqualTo(State.INSUFFICIENT);
    }

    private static MonitorPlan promised() {
        return MonitorPlan.standard()
                .committed(
                        new Commitment(
                                "observed/expected", Period.ofMonths(1), Role.CLINICAL_LEAD, FollowUp.INVESTIGATE),
                        new Commitment(
                                "observed/expected", Period.ofMonths(3), Role.DATA_SCIENTIST, FollowUp.MODIFY_WORKFLOW),
                        new Commitment("auroc", Period.ofDays(10), Role.DATA_SCIENTIST, FollowUp.UPDATE));
    }

    @Test
    void aPromiseThatIsNotKeptIsAnAlarm() {
        Oversight detector = detector(promised());
        assertThat(look(detector, Duration.ofDays(10))).isEmpty();
        List<Finding> told = look(detector, Duration.ofHours(1));
        assertThat(told).extracting(Finding::subject).containsExactly("auroc, data-scientist");
        assertThat(told.get(0).explanation())
                .isEqualTo(
                        "Promise, auroc by the data-scientist every 10 days: nobody has told that they looked since the monitor"
                                + " was opened on 2024-01-01; it was due on 2024-01-11. What was to follow from it: update.");
        assertThat(told.get(0).state()).isEqualTo(State.ALARM);
        assertThat(told.get(0).context().since()).contains(Instant.parse("2024-01-11T00:00:00Z"));
        assertThat(look(detector, Duration.ofHours(1))).as("told once").isEmpty();
        assertThat(ward.close(detector).subList(2, 5))
                .extracting(Finding::state)
                .containsExactly(State.OK, State.OK, State.ALARM);
        assertThat(detector.looked("auroc", "Dr. A", ward.now)).isTrue();
        Finding kept = ward.close(detector).get(4);
        assertThat(kept.state()).isEqualTo(State.OK);
        assertThat(kept.explanation())
                .isEqualTo(
                        "Promise, auroc by the data-scientist every 10 days: last looked at on 2024-01-11 by Dr. A; next by"
                                + " 2024-01-21.");
        assertThat(look(detector, Duration.ofDays(11))).as("broken again").isNotEmpty();
    }

    @Test
    void aRoleLooksForItselfAPersonForAll() {
        Oversight detector = detector(promised());
        look(detector, Duration.ofDays(20));
        detector.looked("observed/expected", "data-scientist", ward.now);
        look(detector, Duration.ofDays(20));
        assertThat(ward.close(detector).subList(2, 4))
                .extracting(Finding::state)
                .containsExactly(State.ALARM, State.OK);
        detector.looked("observed/expected", "Dr. B", ward.now);
        assertThat(ward.close(detector).subList(2, 4))
                .extracting(Finding::state)
                .containsExactly(State.OK, State.OK);
    }

    @Test
    void whatNobodyPromisedIsSaid() {
        assertThat(detector(promised()).looked("brier", "Dr. A", Ward.OPENED)).isFalse();
        assertThat(detector(MonitorPlan.standard()).looked("auroc", "Dr. A", Ward.OPENED))
                .isFalse();
    }

    @Test
    void aLookToComeCountsAsNowAndAnEarlierOneChangesNothing() {
        Oversight detector = detector(promised());
        look(detector, Duration.ofDays(1));
        detector.looked("auroc", "Dr. A", ward.now.plus(Duration.ofDays(1000)));
        look(detector, Duration.ofHours(1));
        detector.looked("auroc", "Dr. C", Ward.OPENED);
        assertThat(look(detector, Duration.ofDays(9))).isEmpty();
        assertThat(look(detector, Duration.ofDays(2)))
                .hasSize(1)
                .allMatch(f -> f.explanation().contains("Dr. A"));
    }
}
