package org.clinicalmlops.metrics.resampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Estimate.Known;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.GoodnessOfFit;
import org.clinicalmlops.metrics.calibration.IsotonicCalibration;
import org.clinicalmlops.metrics.calibration.LogisticRecalibration;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.Likelihood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number is the same, to rounding, whether cases are given one by one or counted. */
class CountedCasesTest {
    private static final double LEVEL = 0.95;

    private double[] risks;
    private boolean[] happened;

    /** Cases on 50 distinct risks, some of which are 0 or 1. */
    private RiskCounts counted(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        risks = new double[n];
        happened = new boolean[n];
        int[] events = new int[51];
        int[] others = new int[51];
        for (int i = 0; i < n; i++) {
            int at = (int) (51 * random.nextDouble() * random.nextDouble());
            risks[i] = at / 50.0;
            happened[i] = random.nextDouble() < 0.1 + 0.6 * risks[i];
            events[at] += happened[i] ? 1 : 0;
            others[at] += happened[i] ? 0 : 1;
        }
        double[] values = new double[51];
        Arrays.setAll(values, at -> at / 50.0);
        return RiskCounts.of(values, events, others);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void numbersOfCountedCasesAreThoseOfTheCases(long seed) {
        RiskCounts cases = counted(60 + 200 * (int) seed, seed);
        assertThat(cases.cases()).isEqualTo(risks.length);
        same(
                Discrimination.auroc(cases, AurocScale.LOGIT, LEVEL),
                Discrimination.auroc(risks, happened, AurocScale.LOGIT, LEVEL));
        same(PrecisionRecall.average(cases, LEVEL), PrecisionRecall.average(risks, happened, LEVEL));
        same(Brier.score(cases, LEVEL), Brier.score(risks, happened, LEVEL));
        same(Likelihood.logLoss(cases, LEVEL), Likelihood.logLoss(risks, happened, LEVEL));
        same(Calibration.slope(cases, LEVEL), Calibration.slope(risks, happened, LEVEL));
        same(Calibration.intercept(cases, LEVEL), Calibration.intercept(risks, happened, LEVEL));
        double expected = Arrays.stream(risks).sum();
        same(
                Calibration.observedOverExpected(cases.events(), expected, cases.cases(), LEVEL),
                Calibration.observedOverExpected(risks, happened, LEVEL));
        assertThat(z(GoodnessOfFit.spiegelhalter(cases)))
                .isCloseTo(z(GoodnessOfFit.spiegelhalter(risks, happened)), within(1e-10));
        assertThat(IsotonicCalibration.fit(cases)).isEqualTo(IsotonicCalibration.fit(risks, happened));
        LogisticRecalibration.Fitted one = (LogisticRecalibration.Fitted) LogisticRecalibration.fit(cases);
        LogisticRecalibration.Fitted other = (LogisticRecalibration.Fitted) LogisticRecalibration.fit(risks, happened);
        assertThat(one.intercept()).isCloseTo(other.intercept(), within(1e-9));
        assertThat(one.interceptError()).isCloseTo(other.interceptError(), within(1e-9));
    }

    private static double z(GoodnessOfFit fit) {
        return ((GoodnessOfFit.Tested) fit).statistic();
    }

    private static void same(Estimate one, Estimate other) {
        Known a = (Known) one;
        Known b = (Known) other;
        assertThat(a.value()).isCloseTo(b.value(), within(1e-9));
        assertThat(a.interval().lower()).isCloseTo(b.interval().lower(), within(1e-9));
        assertThat(a.interval().upper()).isCloseTo(b.interval().upper(), within(1e-9));
        assertThat(a.n()).isEqualTo(b.n());
    }

    @Test
    void tooFewCasesAndEmptyClassesAnswerAsTheCasesDo() {
        double[] risk = {0.25};
        RiskCounts none = RiskCounts.of(risk, new int[] {0}, new int[] {0});
        assertThat(none.size()).isZero();
        assertThat(Discrimination.auroc(none, AurocScale.LOGIT, LEVEL)).isEqualTo(new Estimate.TooFew(0, 10));
        assertThat(Brier.score(none, LEVEL)).isEqualTo(new Estimate.TooFew(0, 10));
        assertThat(GoodnessOfFit.spiegelhalter(none)).isInstanceOf(GoodnessOfFit.TooFew.class);
        assertThat(IsotonicCalibration.fit(none)).isEqualTo(IsotonicCalibration.fit(new double[0], new boolean[0]));
        RiskCounts onlyOthers = RiskCounts.of(risk, new int[] {0}, new int[] {40});
        assertThat(Calibration.slope(onlyOthers, LEVEL)).isInstanceOf(Estimate.Undefined.class);
        assertThat(Calibration.intercept(onlyOthers, LEVEL)).isInstanceOf(Estimate.Undefined.class);
        same(Brier.score(onlyOthers, LEVEL), Brier.score(filled(40), new boolean[40], LEVEL));
        assertThat(LogisticRecalibration.fit(RiskCounts.of(risk, new int[] {20}, new int[] {20})))
                .isEqualTo(new LogisticRecalibration.Undetermined("all cases have the same risk"));
    }

    private static double[] filled(int n) {
        double[] risks = new double[n];
        Arrays.fill(risks, 0.25);
        return risks;
    }

    @Test
    void manyCasesDoNotOverflow() {
        double[] two = {0.2, 0.7};
        RiskCounts cases =
                RiskCounts.of(two, new int[] {200_000_000, 700_000_000}, new int[] {800_000_000, 300_000_000});
        Known auroc = (Known) Discrimination.auroc(cases, AurocScale.LOGIT, LEVEL);
        assertThat(auroc.value()).isCloseTo((0.7 * 0.8 + 0.5 * (0.7 * 0.3 + 0.2 * 0.8)) / (0.9 * 1.1), within(1e-12));
        assertThat(auroc.interval().upper() - auroc.interval().lower()).isBetween(1e-6, 1e-4);
    }

    @Test
    void badCountsAreNamed() {
        int[] one = {1};
        assertThatThrownBy(() -> RiskCounts.of(new double[] {1.5}, one, one)).hasMessageContaining("risks[0] was 1.5");
        assertThatThrownBy(() -> RiskCounts.of(new double[] {Double.NaN}, one, one))
                .hasMessageContaining("risks[0]");
        assertThatThrownBy(() -> RiskCounts.of(new double[] {0.5, 0.5}, new int[2], new int[2]))
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> RiskCounts.of(new double[] {0.5}, new int[] {-1}, one))
                .hasMessageContaining("counts must be >= 0");
        assertThatThrownBy(() -> RiskCounts.of(new double[] {0.5}, one, new int[2]))
                .hasMessageContaining("one length");
        int[] most = {Integer.MAX_VALUE};
        assertThatThrownBy(() -> RiskCounts.of(new double[] {0.5}, most, one)).hasMessageContaining("below 2^31");
        assertThatThrownBy(() -> Calibration.observedOverExpected(3, 1, 2, LEVEL))
                .hasMessageContaining("observed");
        assertThatThrownBy(() -> Calibration.observedOverExpected(1, Double.NaN, 2, LEVEL))
                .hasMessageContaining("expected");
    }
}
