package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmScopeTest {
    private static final MonitorPlan PLAN =
            MonitorPlan.standard().groups(Grouping.none().byLevel("sex").byBand("age", 65, 80));
    private static final int STREAMS = 60;

    /** What is told after 25 weeks of 60 cases of which the last twenty are off; empty for nothing. */
    private static List<Finding> told(long seed, ToDoubleFunction<String> oddsRatio) {
        HarmScope scope = new HarmScope(Divided.setting(PLAN, 0));
        Ward ward = new Ward(seed, 0.2);
        List<Finding> last = List.of();
        for (int week = 0; week < 25; week++) {
            boolean off = week >= 5;
            last = scope.close(
                    ward.window(Divided.week(ward, PLAN, 60, name -> off ? oddsRatio.applyAsDouble(name) : 1)));
        }
        return last;
    }

    private static int named(String subject, ToDoubleFunction<String> oddsRatio) {
        int named = 0;
        for (int seed = 1; seed <= STREAMS; seed++) {
            named += told(seed, oddsRatio).stream().anyMatch(f -> f.subject().equals(subject)) ? 1 : 0;
        }
        return named;
    }

    /**
     * Of 60 streams each, at least 54 are told rightly; by chance, one of seven groups would be in 9. With ten weeks in the place of twenty,
     * half the outcomes, everybody is named in the place of a sex in one of eight.
     */
    @ParameterizedTest(name = "odds ratio {0}")
    @ValueSource(doubles = {0.4, 2.5})
    void everybodyAndOneGroupAreToldApart(double oddsRatio) {
        assertThat(named(Finding.MODEL, name -> oddsRatio)).isGreaterThanOrEqualTo(54);
        assertThat(named("sex=F", name -> name.startsWith("sex=F") ? oddsRatio : 1))
                .isGreaterThanOrEqualTo(54);
        assertThat(named("age>=80", name -> name.endsWith("age>=80") ? oddsRatio : 1))
                .isGreaterThanOrEqualTo(54);
    }

    @Test
    void aCalibratedModelIsHardlyEverSpokenOf() {
        long spoken = 0;
        for (int seed = 1; seed <= STREAMS; seed++) {
            spoken += told(seed, name -> 1).size();
        }
        assertThat(spoken).isLessThanOrEqualTo(6);
    }

    @Test
    void aFindingSaysOfWhomSinceWhenAndHowFar() {
        Finding group = told(3, name -> name.startsWith("sex=M") ? 2.5 : 1).stream()
                .findFirst()
                .orElseThrow();
        assertThat(group.state()).isEqualTo(State.NOTICE);
        assertThat(group.kind()).isEqualTo(Kind.SUBGROUP);
        assertThat(group.explanation())
                .matches("Of whom the risks are wrong: what happened is explained best if it is sex=M alone"
                        + " \\(odds ratio \\d\\.\\d\\d since 2020-\\d\\d-\\d\\d, log-likelihood ratio \\d+\\.\\d\\);"
                        + " next by everybody \\(.*\\)\\.");
        Finding everybody = told(3, name -> 2.5).get(0);
        assertThat(everybody.kind()).isEqualTo(Kind.CALIBRATION);
        assertThat(everybody.explanation()).contains("if it is everybody (");
        assertThat(everybody.context().since()).isPresent();
    }

    @Test
    void withoutGroupsOrOutcomesNothingIsSaid() {
        assertThat(new HarmScope(Ward.setting(0)).close(new Ward(1, 0.2).window(new Ward(1, 0.2).week(500, 4))))
                .isEmpty();
        assertThat(new HarmScope(Divided.setting(PLAN, 0)).close(Ward.window(0, List.of())))
                .isEmpty();
    }

    /** By hand: 10 cases of risk 0.2 and 6 events are odds of 6, which the odds of 1 to 4 take a factor of 6 to be. */
    @Test
    void theEvidenceIsTheLikelihoodRatioOfEqualRisks() {
        Deviation ten = Deviation.NONE;
        for (int i = 0; i < 10; i++) {
            ten = ten.plus(Deviation.of(0.2, i < 6));
        }
        assertThat(Math.exp(ten.logOddsRatio())).isCloseTo(6, within(1e-6));
        assertThat(ten.evidence()).isCloseTo(6 * Math.log(0.6 / 0.2) + 4 * Math.log(0.4 / 0.8), within(1e-6));
        assertThat(Deviation.NONE.evidence()).isZero();
        assertThat(Deviation.of(0, true).evidence()).isZero();
        assertThat(Deviation.of(1, true).evidence()).isCloseTo(0, within(1e-6));
        assertThat(Deviation.of(0.3, false).logOddsRatio()).isEqualTo(-Math.log(100));
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        HarmScope one = new HarmScope(Divided.setting(PLAN, 0));
        HarmScope other = new HarmScope(Divided.setting(PLAN, 0));
        Ward ward = new Ward(5, 0.3);
        for (int week = 0; week < 30; week++) {
            var window = ward.window(Divided.week(ward, PLAN, 60, name -> 2));
            if (week > 3) {
                assertThat(other.close(window)).isEqualTo(one.close(window));
            } else {
                one.close(window);
                Memory.move(one, other);
            }
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
    }
}
