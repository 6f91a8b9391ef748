package org.clinicalmlops.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.clinicalmlops.metrics.calibration.GoodnessOfFit.Origin;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;

class GoodnessOfFitTest {
    static GoodnessOfFit.Tested tested(GoodnessOfFit answer) {
        assertThat(answer).isInstanceOf(GoodnessOfFit.Tested.class);
        return (GoodnessOfFit.Tested) answer;
    }

    /** By hand: groups of 4 at .25, .5, .75 with 2, 2 and 2 events: 1/1 + 1/3 twice. The tail of 3 degrees at 8/3 is R's. */
    @Test
    void hosmerLemeshowComparesCountsByGroup() {
        double[] risks = Sample.doubles(12, k -> (1 + k / 4) / 4.0);
        boolean[] happened = Sample.flags(12, k -> k % 2 == 0);
        GoodnessOfFit.Tested tested = tested(GoodnessOfFit.hosmerLemeshow(risks, happened, 10, Origin.OTHER_CASES));
        assertThat(tested.statistic()).isCloseTo(8.0 / 3, within(1e-14));
        assertThat(tested.degreesOfFreedom()).isEqualTo(3);
        assertThat(tested.pValue()).isCloseTo(0.4459216983631232, within(1e-12));
        assertThat(tested.n()).isEqualTo(12);
    }

    @Test
    void withoutThreeGroupsOrWithACertainGroupHosmerLemeshowIsUndefined() {
        assertThat(GoodnessOfFit.hosmerLemeshow(new double[9], new boolean[9], 10, Origin.OTHER_CASES))
                .isEqualTo(new GoodnessOfFit.TooFew(9, 10));
        assertThat(GoodnessOfFit.hosmerLemeshow(
                        Sample.doubles(20, k -> 0.2 + k % 2 * 0.3), new boolean[20], 10, Origin.OTHER_CASES))
                .isEqualTo(new GoodnessOfFit.Undefined("the risks make 2 groups only, three are needed"));
        assertThat(GoodnessOfFit.hosmerLemeshow(
                        Sample.doubles(40, k -> k % 4 / 4.0), new boolean[40], 10, Origin.OTHER_CASES))
                .isEqualTo(new GoodnessOfFit.Undefined("a group of risks has an expected share of events of 0 or 1"));
        assertThatThrownBy(() -> GoodnessOfFit.hosmerLemeshow(new double[9], new boolean[9], 2, Origin.OTHER_CASES))
                .hasMessage("groups must be >= 3, was 2");
    }

    /** By hand: risks .1 and no event ten times: -1 * .8 * 10 / 10 over sqrt(10 * .64 * .09) = -.8 / sqrt(.576). */
    @Test
    void spiegelhalterIsBelowZeroWhereRisksPromisedWorse() {
        GoodnessOfFit.Tested tested =
                tested(GoodnessOfFit.spiegelhalter(Sample.doubles(10, k -> 0.1), new boolean[10]));
        assertThat(tested.statistic()).isCloseTo(-0.8 / Math.sqrt(0.576), within(1e-14));
        assertThat(tested.degreesOfFreedom()).isZero();
    }

    @Test
    void withoutAVarianceSpiegelhalterIsUndefined() {
        assertThat(GoodnessOfFit.spiegelhalter(Sample.doubles(12, k -> k % 3 / 2.0), new boolean[12]))
                .isEqualTo(new GoodnessOfFit.Undefined("every risk is 0, 1/2 or 1"));
        assertThat(GoodnessOfFit.spiegelhalter(new double[0], new boolean[0]))
                .isEqualTo(new GoodnessOfFit.TooFew(0, 10));
    }

    /** 2,000 samples of 200 calibrated risks: at nominal 5 %, four standard errors are 2 %. */
    @Test
    void bothRejectCalibratedRisksAsOftenAsTheySay() {
        int hosmer = 0;
        int spiegelhalter = 0;
        for (int seed = 0; seed < 2000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] risks = Sample.doubles(200, k -> LogOdds.sigmoid(random.nextGaussian() - 0.5));
            boolean[] happened = Sample.flags(200, k -> random.nextDouble() < risks[k]);
            hosmer += tested(GoodnessOfFit.hosmerLemeshow(risks, happened, 10, Origin.OTHER_CASES))
                                    .pValue()
                            < 0.05
                    ? 1
                    : 0;
            spiegelhalter +=
                    tested(GoodnessOfFit.spiegelhalter(risks, happened)).pValue() < 0.05 ? 1 : 0;
        }
        assertThat(hosmer / 2000.0).isBetween(0.03, 0.07);
        assertThat(spiegelhalter / 2000.0).isBetween(0.03, 0.07);
    }

    @Test
    void foldAndMatchAskForEveryCase() {
        GoodnessOfFit tested = new GoodnessOfFit.Tested(1, 2, 0.5, 30);
        GoodnessOfFit few = new GoodnessOfFit.TooFew(3, 10);
        GoodnessOfFit undefined = new GoodnessOfFit.Undefined("why");
        StringBuilder seen = new StringBuilder();
        for (GoodnessOfFit answer : new GoodnessOfFit[] {tested, few, undefined}) {
            seen.append(answer.<String>fold(t -> "t" + t.n(), f -> "f" + f.n(), u -> u.reason()));
            answer.match(t -> seen.append("T"), f -> seen.append("F"), u -> seen.append("U"));
        }
        assertThat(seen).hasToString("t30Tf3FwhyU");
    }

    @Test
    void answersThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new GoodnessOfFit.Tested(Double.NaN, 1, 0.5, 1))
                .hasMessageContaining("statistic");
        assertThatThrownBy(() -> new GoodnessOfFit.Tested(1, 1, Double.NaN, 1)).hasMessageContaining("pValue");
        assertThatThrownBy(() -> new GoodnessOfFit.Tested(1, -1, 0.5, 1)).hasMessageContaining("degreesOfFreedom");
        assertThatThrownBy(() -> new GoodnessOfFit.Tested(1, 1, 0.5, 0)).hasMessageContaining("n must");
        assertThatThrownBy(() -> new GoodnessOfFit.TooFew(10, 10)).hasMessageContaining("needed");
        assertThatThrownBy(() -> GoodnessOfFit.spiegelhalter(new double[] {Double.NaN}, new boolean[1]))
                .hasMessageContaining("risks[0]");
    }
}
