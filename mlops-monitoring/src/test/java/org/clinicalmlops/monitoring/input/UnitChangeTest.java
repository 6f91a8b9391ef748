package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;

class UnitChangeTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Ward WARD = Ward.of(
                    Ward.number("creatinine", "mg/dL", Ward.missing(0.1, Ward.lognormal(1, 0.35))),
                    Ward.number("age", "a", Ward.normal(65, 12)),
                    Ward.category("sex", 2, Ward.levels(0.5, 0.5)),
                    Ward.number("base excess", "mmol/L", Ward.normal(-200, 3)))
            .saying(row -> Double.isNaN(row[0]) ? 0.1 : Math.min(0.9, 0.1 * row[0]));
    private static final Ward CHANGED = WARD.changed("creatinine", x -> 88.4 * x);

    private final SplittableRandom random = new SplittableRandom(2);
    private final Baseline baseline = WARD.baseline(3000, random);

    private Drive drive() {
        return new Drive(new UnitChange(Ward.setting(baseline, 0.01)), baseline);
    }

    @Test
    void anotherUnitIsFoundWithinTwoDozenRowsAndNamed() {
        Drive drive = drive();
        drive.window(WARD.rows(300, random), WARD, 30, MONTH);
        double[][] rows = WARD.rows(300, random);
        System.arraycopy(CHANGED.rows(150, random), 0, rows, 150, 150);
        List<Finding> alarms = Drive.ofState(drive.window(rows, WARD, 60, MONTH), State.ALARM);
        assertThat(alarms).hasSize(2);
        Finding first = alarms.get(0);
        assertThat(first.measure().orElseThrow().nCurrent()).isLessThan(175);
        assertThat(Duration.between(
                                drive.now().minus(Duration.ofDays(15)),
                                first.context().since().orElseThrow())
                        .toHours())
                .isBetween(-24L, 24L);
        Finding last = alarms.get(1);
        assertThat(last.kind()).isEqualTo(Kind.UNIT_CHANGE);
        assertThat(last.subject()).isEqualTo("creatinine");
        assertThat(last.explanation())
                .matches(
                        "creatinine: \\d\\d\\.\\d % of the values look multiplied by 88\\.4 \\(creatinine, mg/dL to umol/L\\)"
                                + " \\(2\\d\\d values now, 2\\d\\d\\d in training\\): has a unit changed\\?");
        assertThat(last.context().patients().orElseThrow()).isBetween(120L, 150L);
        assertThat(last.context().lookFirst().orElseThrow()).contains("'mg/dL'");
        assertThat(last.context().meanRiskNow().orElseThrow())
                .isGreaterThan(last.context().meanRiskBefore().orElseThrow());
    }

    @Test
    void withoutEpisodesItIsFoundAtTheEndOfTheWindow() {
        List<Finding> findings = drive().unkeyed().window(CHANGED.rows(100, random), CHANGED, 10, MONTH);
        assertThat(findings).hasSize(3);
        assertThat(findings.get(0).state()).isEqualTo(State.ALARM);
        assertThat(findings.get(0).context().patients()).isEmpty();
    }

    @Test
    void numbersHaveAFindingAndCategoriesNone() {
        List<Finding> findings = drive().window(WARD.rows(100, random), WARD, 5, MONTH);
        assertThat(findings).extracting(Finding::subject).containsExactly("creatinine", "age", "base excess");
        assertThat(findings).extracting(Finding::state).containsExactly(State.OK, State.OK, State.INSUFFICIENT);
        assertThat(findings.get(0).context().wouldHaveFound().orElseThrow())
                .contains("a multiplication by 10 of 10.0 %");
        assertThat(findings.get(2).explanation()).contains("too few positive values");
    }

    @Test
    void driftThatIsNoMultiplicationIsLeftToOthers() {
        Ward older = WARD.changed("age", x -> x + 20);
        Finding finding =
                drive().window(older.rows(300, random), older, 1, MONTH).get(1);
        assertThat(finding.state()).isEqualTo(State.OK);
        assertThat(finding.explanation()).contains("what changed is no multiplication");
    }

    @Test
    void rowsTooFewAreKept() {
        Drive drive = drive();
        assertThat(drive.window(WARD.rows(30, random), WARD, 3, MONTH).get(0).state())
                .isEqualTo(State.INSUFFICIENT);
        Finding finding = drive.window(WARD.rows(30, random), WARD, 3, MONTH).get(0);
        assertThat(finding.state()).isEqualTo(State.OK);
        assertThat(finding.measure().orElseThrow().nCurrent()).isBetween(45L, 60L);
        assertThat(drive.window(new double[0][], WARD, 3, MONTH).get(0).state()).isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void aChangeThatIsOverWithinTheWindowIsStillTold() {
        double[][] rows = WARD.rows(3000, random);
        System.arraycopy(CHANGED.rows(30, random), 0, rows, 0, 30);
        List<Finding> alarms = Drive.ofState(drive().window(rows, WARD, 100, MONTH), State.ALARM);
        assertThat(alarms).hasSize(2);
    }

    @Test
    void aBaselineThatDoesNotKnowMagnitudesIsNotInOrder() {
        List<FeatureProfile> bare = baseline.features().stream()
                .map(p -> FeatureProfile.of(p.feature(), p.toEdges(), p.toCounts(), p.missing()))
                .toList();
        Baseline old = Baseline.of(baseline.schema(), baseline.levels(), bare, baseline.auroc());
        List<Finding> findings =
                new Drive(new UnitChange(Ward.setting(old, 0.1)), old).window(WARD.rows(100, random), WARD, 1, MONTH);
        assertThat(findings).extracting(Finding::state).containsOnly(State.INSUFFICIENT);
    }

    @Test
    void withoutAllowanceThereIsNoAlarmAndNoOrder() {
        List<Finding> findings = new Drive(new UnitChange(Ward.setting(baseline, 0)), baseline)
                .window(CHANGED.rows(100, random), CHANGED, 5, MONTH);
        assertThat(findings).extracting(Finding::state).containsOnly(State.INSUFFICIENT);
    }
}
