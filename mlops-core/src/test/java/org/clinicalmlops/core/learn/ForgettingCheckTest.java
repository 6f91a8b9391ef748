package org.clinicalmlops.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.validate.Ruling;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.junit.jupiter.api.Test;

class ForgettingCheckTest {
    private static final int N = 4000;
    private static final double[] TRUTH = new double[N];
    private static final double[] NOISE = new double[N];
    private static final boolean[] HAPPENED = new boolean[N];
    private static final String[] SEX = new String[N];

    static {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < N; i++) {
            TRUTH[i] = 3 * random.nextDouble() - 2;
            NOISE[i] = random.nextDouble() < 0.5 ? -1 : 1;
            HAPPENED[i] = random.nextDouble() < LogOdds.sigmoid(TRUTH[i]);
            SEX[i] = i % 3 == 0 ? "m" : "f";
        }
    }

    private static final Margin BRIER = Margin.of(Metrics.brier()).step(0.004).total(0.008);
    private static final ForgettingCheck CHECK = ForgettingCheck.of(List.of(BRIER), 0.05);

    /** The truth with noise, which costs Brier score as its square. */
    private static double[] version(double noise) {
        double[] risks = new double[N];
        for (int i = 0; i < N; i++) {
            risks[i] = LogOdds.sigmoid(TRUTH[i] + noise * NOISE[i]);
        }
        return risks;
    }

    /** The truth, but wrong for one group. */
    private static double[] wrongFor(String sex) {
        double[] risks = version(0);
        for (int i = 0; i < N; i++) {
            risks[i] = SEX[i].equals(sex) ? LogOdds.sigmoid(TRUTH[i] + 0.8 * NOISE[i]) : risks[i];
        }
        return risks;
    }

    private static PairedRows rows(double[] candidate, double[] champion, double[] first) {
        return PairedRows.of(HAPPENED, candidate, champion, first);
    }

    private static Forgetting judge(PairedRows rows) {
        return CHECK.judge(Map.of("2024", rows));
    }

    @Test
    void theSameVersionHasForgottenNothing() {
        double[] risks = version(0.2);
        Forgetting kept = judge(rows(risks, risks, risks).grouped("sex", SEX));
        assertThat(kept).isInstanceOf(Forgetting.Kept.class);
        assertThat(kept.compared().stream().map(c -> c.group() + " " + c.against()))
                .containsExactly(
                        "all CHAMPION", "sex f CHAMPION", "sex m CHAMPION", "all FIRST", "sex f FIRST", "sex m FIRST");
    }

    /** Each of ten versions costs 0.001 to 0.002 more than the one before it: within the step, but not in the end within the total. */
    @Test
    void tenSmallStepsDownAreRefusedThoughEachIsWithinItsMargin() {
        ForgettingCheck stepsOnly = ForgettingCheck.of(
                List.of(Margin.of(Metrics.brier()).step(0.004).total(1)), 0.05);
        double[] first = version(0);
        double[] champion = first;
        int refused = 0;
        for (int k = 1; k <= 10; k++) {
            double[] candidate = version(Math.sqrt(0.03 * k));
            PairedRows rows = rows(candidate, champion, first);
            assertThat(stepsOnly.judge(Map.of("2024", rows)))
                    .as("step %d alone", k)
                    .isInstanceOf(Forgetting.Kept.class);
            Forgetting judged = judge(rows);
            if (judged instanceof Forgetting.Forgot forgot) {
                refused++;
                assertThat(forgot.failing().against()).isEqualTo(Compared.Against.FIRST);
                assertThat(forgot.failing().margin()).isEqualTo(0.008);
            }
            if (k == 1) {
                assertThat(judged).isInstanceOf(Forgetting.Kept.class);
            }
            if (k == 10) {
                assertThat(judged).isInstanceOf(Forgetting.Forgot.class);
            }
            champion = candidate;
        }
        assertThat(refused).isBetween(3, 9);
    }

    @Test
    void theGroupThatIsServedWorseIsNamed() {
        Map<String, PairedRows> periods = new LinkedHashMap<>();
        periods.put("2023", rows(version(0), version(0), version(0)).grouped("sex", SEX));
        periods.put("2024", rows(wrongFor("m"), version(0), version(0)).grouped("sex", SEX));
        ForgettingCheck wide =
                ForgettingCheck.of(List.of(Margin.of(Metrics.brier()).step(0.02).total(0.02)), 0.05);
        Forgetting.Forgot forgot = (Forgetting.Forgot) wide.judge(periods);
        assertThat(forgot.failing().period()).isEqualTo("2024");
        assertThat(forgot.failing().group()).isEqualTo("sex m");
        assertThat(forgot.failing().text())
                .startsWith("FAIL: brier against the version in use in 2024, sex m, margin 0.02: +0.0");
        assertThat(forgot.compared()).hasSize(12);
    }

    @Test
    void tooFewAreNotShownAndNeverPassed() {
        String[] group = new String[N];
        for (int i = 0; i < N; i++) {
            group[i] = i < 9 ? "rare" : "others";
        }
        double[] risks = version(0);
        Forgetting.NotShown notShown =
                (Forgetting.NotShown) judge(rows(risks, risks, risks).grouped("origin", group));
        assertThat(notShown.missing()).extracting(Compared::group).containsExactly("origin rare", "origin rare");
        assertThat(notShown.missing().get(0).difference()).isEqualTo(new Estimate.TooFew(9, 10));
        assertThat(notShown.missing().get(0).text()).contains("too few cases: 9, needed 10");
        assertThat(CHECK.judge(Map.of())).isInstanceOf(Forgetting.NotShown.class);
    }

    @Test
    void aurocAndLogLossAreComparedAndOthersAreNot() {
        double[] risks = version(0);
        ForgettingCheck all = ForgettingCheck.of(
                List.of(
                        Margin.of(Metrics.auroc()).step(0.01).total(0.02),
                        Margin.of(Metrics.logLoss()).step(0.01).total(0.02),
                        Margin.of(Metrics.averagePrecision()).step(0.01).total(0.02)),
                0.05);
        Forgetting.NotShown judged = (Forgetting.NotShown) all.judge(Map.of("2024", rows(risks, risks, risks)));
        assertThat(judged.compared()).filteredOn(c -> c.ruling() == Ruling.PASS).hasSize(4);
        assertThat(judged.missing())
                .extracting(Compared::metric)
                .containsExactly("average-precision", "average-precision");
        double[] upsideDown = new double[N];
        for (int i = 0; i < N; i++) {
            upsideDown[i] = 1 - risks[i];
        }
        Forgetting.Forgot worse = (Forgetting.Forgot) all.judge(Map.of("2024", rows(upsideDown, risks, risks)));
        assertThat(worse.compared()).filteredOn(c -> c.ruling() == Ruling.FAIL).hasSize(4);
    }

    @Test
    void whatIsGivenIsCheckedAndCopied() {
        double[] risks = {0.1, 0.2};
        boolean[] happened = {true, false};
        PairedRows rows = PairedRows.of(happened, risks, risks, risks);
        risks[0] = 9;
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.candidate()[0]).isEqualTo(0.1);
        assertThatIllegalArgumentException().isThrownBy(() -> PairedRows.of(happened, risks, risks, risks));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedRows.of(happened, new double[] {0.1}, new double[2], new double[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> rows.grouped("sex", new String[] {"f"}));
        assertThatIllegalArgumentException().isThrownBy(() -> ForgettingCheck.of(List.of(), 0.05));
        assertThatIllegalArgumentException().isThrownBy(() -> ForgettingCheck.of(List.of(BRIER), 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> ForgettingCheck.of(List.of(BRIER), Double.NaN));
    }
}
