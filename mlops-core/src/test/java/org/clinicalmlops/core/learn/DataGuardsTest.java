package org.clinicalmlops.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.junit.jupiter.api.Test;

class DataGuardsTest {
    /** 1 % of the baseline below 1 and 1 % at or above 9. */
    private static final FeatureProfile LACTATE =
            FeatureProfile.of("lactate", new double[] {1, 5, 9}, new long[] {10, 490, 490, 10}, 5);

    private static final FeatureProfile WARD = FeatureProfile.of("ward", new double[0], new long[] {500, 500, 0}, 0);
    private static final FeatureGuard GUARD = FeatureGuard.of(0.01, 2, 0.01);

    private static double[] values(int n, double factor) {
        SplittableRandom random = new SplittableRandom(5);
        return random.doubles(n, 1, 9).map(x -> x * factor).toArray();
    }

    private static double[] codes(double code, int n, int others) {
        double[] codes = new double[n + others];
        Arrays.fill(codes, 0, n, code);
        return codes;
    }

    @Test
    void valuesWithinTheBaselinePass() {
        GuardAnswer.Passed passed = (GuardAnswer.Passed) GUARD.outliers(LACTATE, values(500, 1));
        assertThat(passed.value()).isZero();
        assertThat(passed.limit()).isEqualTo(0.04);
        assertThat(GUARD.outliers(WARD, codes(1, 100, 100))).isInstanceOf(GuardAnswer.Passed.class);
    }

    @Test
    void valuesTenTimesTooLargeOrTooSmallAndUnseenCategoriesFail() {
        for (double factor : new double[] {10, 0.1}) {
            GuardAnswer.Failed failed = (GuardAnswer.Failed) GUARD.outliers(LACTATE, values(500, factor));
            assertThat(failed.where()).isEqualTo("lactate");
            assertThat(failed.value()).isGreaterThan(0.8);
        }
        for (double unseen : new double[] {2, 3, -1, 0.5, Double.POSITIVE_INFINITY}) {
            GuardAnswer.Failed failed = (GuardAnswer.Failed) GUARD.outliers(WARD, codes(unseen, 20, 180));
            assertThat(failed.value()).isEqualTo(0.1);
            assertThat(failed.limit()).isEqualTo(0.01);
        }
    }

    /** 3 of 40 are more than the limit, and may be chance. */
    @Test
    void aFewMoreThanTheLimitMayBeChance() {
        FeatureProfile small = FeatureProfile.of("x", new double[] {1, 9}, new long[] {1, 98, 1}, 0);
        double[] values = values(40, 1);
        values[0] = values[1] = values[2] = 100;
        assertThat(GUARD.outliers(small, values)).isInstanceOf(GuardAnswer.Passed.class);
    }

    @Test
    void missingValuesAreNoValues() {
        double[] missing = new double[100];
        Arrays.fill(missing, Double.NaN);
        GuardAnswer.Insufficient none = (GuardAnswer.Insufficient) GUARD.outliers(LACTATE, missing);
        assertThat(none.reason()).isEqualTo("the new rows have 0 values and the baseline 1000, needed 30");
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureGuard.of(0, 2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureGuard.of(0.1, 0.5, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureGuard.of(0.1, 1, 1));
    }

    @Test
    void oneSourceMayNotHaveMoreThanItsShare() {
        Map<String, Long> rows = Map.of("north", 60L, "south", 30L, "east", 10L);
        assertThat(SourceShareGuard.judge(rows, 0.6))
                .isEqualTo(new GuardAnswer.Passed("share of rows from one source at most 0.6", 0.6, 0.6));
        assertThat(SourceShareGuard.judge(rows, 0.59))
                .isEqualTo(new GuardAnswer.Failed("share of rows from one source at most 0.59", 0.6, 0.59, "north"));
        assertThat(SourceShareGuard.judge(Map.of(), 0.5)).isInstanceOf(GuardAnswer.Insufficient.class);
        assertThatIllegalArgumentException().isThrownBy(() -> SourceShareGuard.judge(rows, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> SourceShareGuard.judge(Map.of("a", -1L), 0.5));
    }

    @Test
    void everyCandidateMustAnswerCanariesCredibly() {
        CanarySet<Double> canaries =
                CanarySet.<Double>empty().expecting("young", 20.0, 0, 0.1).expecting("old", 95.0, 0.2, 0.9);
        GuardAnswer.Passed passed = (GuardAnswer.Passed) canaries.judge(age -> age / 250);
        assertThat(passed.rule()).isEqualTo("risk of canary 'young' in 0 to 0.1");
        assertThat(passed.value()).isEqualTo(0.08);
        assertThat(passed.limit()).isEqualTo(0.1);
        assertThat(canaries.judge(age -> 0.15))
                .isEqualTo(new GuardAnswer.Failed("risk of canary 'young' in 0 to 0.1", 0.15, 0.1, "young"));
        assertThat(canaries.judge(age -> 0.05))
                .isEqualTo(new GuardAnswer.Failed("risk of canary 'old' in 0.2 to 0.9", 0.05, 0.2, "old"));
        assertThat(canaries.judge(age -> Double.NaN)).isInstanceOf(GuardAnswer.Failed.class);
        assertThat(canaries.judge(age -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(GuardAnswer.Failed.class);
        assertThat(CanarySet.<Double>empty().judge(age -> 0.5)).isInstanceOf(GuardAnswer.Insufficient.class);
        assertThat(canaries.declaration())
                .isNotEqualTo(canaries.expecting("x", 1.0, 0, 1).declaration())
                .isNotEqualTo(CanarySet.<Double>empty()
                        .expecting("young", 20.0, 0, 0.2)
                        .expecting("old", 95.0, 0.2, 0.9)
                        .declaration());
        assertThatIllegalArgumentException().isThrownBy(() -> canaries.expecting("young", 1.0, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> canaries.expecting("x", 1.0, 0.5, 0.4));
        assertThatIllegalArgumentException().isThrownBy(() -> canaries.expecting("x", 1.0, Double.NaN, 0.4));
    }
}
