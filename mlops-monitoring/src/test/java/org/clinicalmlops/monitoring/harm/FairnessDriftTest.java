package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Test;

class FairnessDriftTest {
    private static final MonitorPlan PLAN = MonitorPlan.standard()
            .groups(Grouping.none().byLevel("sex").byBand("age", 65, 80))
            .actingAbove(0.3);

    @Test
    void aGroupWhoseEventsAreMissedIsNamedWithItsNumbers() {
        FairnessDrift detector = new FairnessDrift(Divided.setting(PLAN, 0));
        Ward ward = new Ward(1, 0.3);
        List<Finding> findings =
                detector.close(ward.window(Divided.week(ward, PLAN, 3000, name -> name.startsWith("sex=F") ? 2.5 : 1)));
        Finding women = findings.get(0);
        assertThat(women.subject()).isEqualTo("sex=F");
        assertThat(women.state()).isEqualTo(State.NOTICE);
        assertThat(women.explanation())
                .startsWith("sex=F: served otherwise than the others in observed/expected")
                .contains("positive predictive value", "in the others (difference");
        assertThat(women.measure().orElseThrow().statistic()).isPositive();
        assertThat(findings.get(1).state()).as("men beside women").isEqualTo(State.NOTICE);
        assertThat(findings.get(2).state()).as("unknown sex").isEqualTo(State.INSUFFICIENT);
        assertThat(findings.get(3).state()).as("under 65").isEqualTo(State.OK);
        assertThat(findings.get(3).context().wouldHaveFound().orElseThrow())
                .matches(
                        "a difference of 0\\.\\d\\d in observed/expected, a difference of 0\\.\\d\\d in sensitivity, .*");
    }

    @Test
    void fewCasesAreCollectedUntilTheyAreEnoughAndThenAnew() {
        FairnessDrift detector = new FairnessDrift(Divided.setting(PLAN, 0));
        Ward ward = new Ward(2, 0.3);
        Finding first = detector.close(ward.window(Divided.week(ward, PLAN, 30, name -> 1)))
                .get(0);
        assertThat(first.state()).isEqualTo(State.INSUFFICIENT);
        assertThat(first.explanation()).contains("too few to compare:", "50 are needed");
        Finding last = first;
        int weeks = 1;
        for (; last.state() == State.INSUFFICIENT; weeks++) {
            last = detector.close(ward.window(Divided.week(ward, PLAN, 30, name -> 1)))
                    .get(0);
        }
        assertThat(weeks).isBetween(3, 8);
        assertThat(detector.close(ward.window(List.of())).get(0).explanation())
                .contains("0 patient episodes in the group");
    }

    @Test
    void withoutAThresholdObservedAndExpectedAreCompared() {
        MonitorPlan plan = MonitorPlan.standard().groups(Grouping.none().byLevel("sex"));
        FairnessDrift detector = new FairnessDrift(Divided.setting(plan, 0));
        Ward ward = new Ward(3, 0.3);
        Finding finding = detector.close(ward.window(Divided.week(ward, plan, 400, name -> 1)))
                .get(0);
        assertThat(finding.explanation()).contains("observed/expected").doesNotContain("sensitivity");
        assertThat(new FairnessDrift(Ward.setting(0)).close(Ward.window(0, List.of())))
                .isEmpty();
    }

    /** 7 groups of a calibrated model in 300 windows: at least one notice in at most one window of twenty. */
    @Test
    void equalGroupsAreHardlyEverSaidToDiffer() {
        FairnessDrift detector = new FairnessDrift(Divided.setting(PLAN, 0));
        Ward ward = new Ward(4, 0.3);
        int windows = 0;
        for (int week = 0; week < 300; week++) {
            windows += detector.close(ward.window(Divided.week(ward, PLAN, 400, name -> 1))).stream()
                            .anyMatch(f -> f.state() == State.NOTICE)
                    ? 1
                    : 0;
        }
        assertThat(windows).isLessThanOrEqualTo(Ward.most(15));
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        FairnessDrift one = new FairnessDrift(Divided.setting(PLAN, 0));
        FairnessDrift other = new FairnessDrift(Divided.setting(PLAN, 0));
        Ward ward = new Ward(5, 0.3);
        one.close(ward.window(Divided.week(ward, PLAN, 40, name -> 1)));
        Memory.move(one, other);
        for (int week = 0; week < 5; week++) {
            var window = ward.window(Divided.week(ward, PLAN, 60, name -> 1));
            assertThat(other.close(window)).isEqualTo(one.close(window));
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
    }
}
