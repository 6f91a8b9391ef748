package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubgroupCalibrationTest {
    private static final MonitorPlan PLAN = Divided.plan();

    private static List<Finding> close(SubgroupCalibration detector, Ward ward, List<MaturedCase> cases) {
        return detector.close(ward.window(cases));
    }

    @Test
    void everyGroupAnswersInAStableOrder() {
        SubgroupCalibration detector = new SubgroupCalibration(Divided.setting(PLAN, 0.1));
        List<Finding> findings = detector.close(Ward.window(0, List.of()));
        assertThat(findings)
                .extracting(Finding::subject)
                .containsExactly(
                        "sex=F",
                        "sex=M",
                        "sex=unknown",
                        "age<65",
                        "65<=age<80",
                        "age>=80",
                        "age=unknown",
                        "sex=F, age<65",
                        "sex=F, 65<=age<80",
                        "sex=F, age>=80",
                        "sex=M, age<65",
                        "sex=M, 65<=age<80",
                        "sex=M, age>=80");
        assertThat(findings).allMatch(f -> f.kind() == Kind.SUBGROUP && f.state() == State.INSUFFICIENT);
        assertThat(findings.get(0).explanation())
                .isEqualTo("sex=F: 0 patient episodes came due so far, 50 are needed.");
        assertThat(new SubgroupCalibration(Ward.setting(0.1)).close(Ward.window(0, List.of())))
                .isEmpty();
    }

    /** A sixth of the patients with four times the odds: the intersection is named before either of its factors, or with it. */
    @Test
    void anIntersectionThatAloneIsServedWorseIsNamed() {
        int named = 0;
        for (int seed = 0; seed < 20; seed++) {
            SubgroupCalibration detector = new SubgroupCalibration(Divided.setting(PLAN, 0.1));
            Ward ward = new Ward(seed, 0.15);
            List<String> first = new ArrayList<>();
            for (int week = 0; week < 30 && first.isEmpty(); week++) {
                List<MaturedCase> cases = Divided.week(ward, PLAN, 120, name -> name.equals("sex=F, age>=80") ? 4 : 1);
                close(detector, ward, cases).stream()
                        .filter(f -> f.state() == State.ALARM)
                        .forEach(f -> {
                            first.add(f.subject());
                            assertThat(f.explanation()).startsWith(f.subject() + ": clearly more events happen");
                            assertThat(f.context().since()).isPresent();
                            assertThat(f.context().patients().getAsLong()).isPositive();
                        });
            }
            named += first.contains("sex=F, age>=80") ? 1 : 0;
            assertThat(first).doesNotContain("sex=M", "age<65", "sex=F, age<65");
        }
        assertThat(named).isGreaterThanOrEqualTo(18);
    }

    @Test
    void aSmallGroupIsNeverInOrderAndItsEvidenceIsKept() {
        MonitorPlan strict = PLAN.groups(new Grouping(PLAN.grouping().factors(), false, 200));
        SubgroupCalibration detector = new SubgroupCalibration(Divided.setting(strict, 0.1));
        Ward ward = new Ward(1, 0.2);
        List<State> ofWomen = new ArrayList<>();
        for (int week = 0; week < 8; week++) {
            List<MaturedCase> cases = Divided.week(ward, strict, 60, name -> name.startsWith("sex=F") ? 5 : 1);
            ofWomen.add(close(detector, ward, cases).get(0).state());
        }
        int atAlarm = ofWomen.indexOf(State.ALARM);
        assertThat(atAlarm).as("30 women a week, 200 are needed: %s", ofWomen).isEqualTo(6);
        assertThat(ofWomen.subList(0, 6)).containsOnly(State.INSUFFICIENT);
    }

    @Test
    void aGroupIsInOrderOnceItsHarmWouldHaveBeenFound() {
        SubgroupCalibration detector = new SubgroupCalibration(Divided.setting(PLAN, 0.1));
        Ward ward = new Ward(2, 0.2);
        List<Finding> last = List.of();
        for (int week = 0; week < 60; week++) {
            last = close(detector, ward, Divided.week(ward, PLAN, 100, name -> 1));
        }
        Finding women = last.get(0);
        assertThat(women.state()).isEqualTo(State.OK);
        assertThat(women.context().wouldHaveFound().orElseThrow()).startsWith("more events by an odds ratio of 1.");
        assertThat(last.get(2).state()).as("nobody of unknown sex").isEqualTo(State.INSUFFICIENT);
        assertThat(close(detector, ward, List.of()).get(0).state()).isEqualTo(State.INSUFFICIENT);
    }

    /** All 13 groups together, at the edge of what is tolerated in every one. */
    @ParameterizedTest(name = "{0} cases a week, odds ratio {1}")
    @CsvSource({"80, 1.25", "80, 0.8", "300, 1.25"})
    void falseAlarmsOfAllGroupsStayWithinTheAllowance(int aWeek, double oddsRatio) {
        SubgroupCalibration detector = new SubgroupCalibration(Divided.setting(PLAN, 2));
        Ward ward = new Ward(aWeek, 0.15);
        int years = aWeek == 80 ? 40 : 12;
        int alarms = 0;
        for (int month = 0; month < 13 * years; month++) {
            List<MaturedCase> cases = new ArrayList<>();
            for (int week = 0; week < 4; week++) {
                cases.addAll(Divided.week(ward, PLAN, aWeek, name -> oddsRatio));
            }
            alarms += Ward.alarms(close(detector, ward, cases));
        }
        assertThat(alarms).isBetween(years / 5, Ward.most(2 * years));
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBitsAndIsSmall() {
        SubgroupCalibration one = new SubgroupCalibration(Divided.setting(PLAN, 0.1));
        SubgroupCalibration other = new SubgroupCalibration(Divided.setting(PLAN, 0.1));
        Ward ward = new Ward(3, 0.15);
        for (int week = 0; week < 10; week++) {
            close(one, ward, Divided.week(ward, PLAN, 80, name -> 1.7));
        }
        Memory.move(one, other);
        for (int week = 0; week < 20; week++) {
            var window = ward.window(Divided.week(ward, PLAN, 80, name -> 1.7));
            assertThat(other.close(window)).isEqualTo(one.close(window));
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
        assertThat(Memory.size(one::save)).as("13 groups").isLessThan(13 * 700);
    }
}
