package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Estimate.Known;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatedPerformanceTest {
    private static final MonitorPlan PLAN = MonitorPlan.standard().actingAbove(0.3);

    /** Oracle: METHODS, section 2; sums by hand: 3.82 of 4.92 expected events are above one half, 5 rows are. */
    @Test
    void tenRowsAgreeWithTheOracle() {
        double[] p = {0.05, 0.1, 0.2, 0.35, 0.4, 0.55, 0.6, 0.8, 0.9, 0.97};
        long[] one = new long[10];
        Arrays.fill(one, 1);
        double[] above = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
        ExpectedFigures figures = ExpectedFigures.of(p, one, above);
        assertThat(figures.value(1)).isCloseTo(0.8556910569105691, within(1e-15));
        assertThat(figures.value(2)).isCloseTo(3.82 / 4.92, within(1e-15));
        assertThat(figures.value(3)).isCloseTo(3.82 / 5, within(1e-15));
        assertThat(figures.value(0)).isCloseTo(0.492, within(1e-15));
        assertThat(figures.variance(0))
                .isCloseTo(Arrays.stream(p).map(x -> x * (1 - x)).sum() / 100, within(1e-15));
    }

    private record Model(double mean, double spread, double slope, double shift) {
        double logit(SplittableRandom random) {
            return mean + spread * gauss(random);
        }

        double truth(double logit) {
            return LogOdds.sigmoid(shift + slope * logit);
        }
    }

    private static double gauss(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private static OutputProfile evaluated(Model model, int n, SplittableRandom random) {
        long[] events = new long[RiskCells.CELLS];
        long[] others = new long[RiskCells.CELLS];
        for (int i = 0; i < n; i++) {
            double logit = model.logit(random);
            (random.nextDouble() < model.truth(logit) ? events : others)[RiskCells.cell(LogOdds.sigmoid(logit))]++;
        }
        return OutputProfile.of(events, others);
    }

    /**
     * 400 windows of 1,000 rows whose outcomes come later, each with an evaluation of its own. With 2,000 windows the coverage is
     * 0.929 to 0.947.
     */
    @ParameterizedTest(name = "{0} evaluated, slope {3}, shift {4}")
    @CsvSource({"1000, -2, 1, 1, 0", "3000, -2, 1.5, 0.7, 0.3", "2000, -1, 1.2, 1, -0.4"})
    void theIntervalsHoldWhatTheOutcomesShow(int evaluated, double mean, double spread, double slope, double shift) {
        Model model = new Model(mean, spread, slope, shift);
        SplittableRandom random = new SplittableRandom(evaluated);
        int repeats = 400;
        int[] covered = new int[4];
        for (int repeat = 0; repeat < repeats; repeat++) {
            OutputProfile output = evaluated(model, evaluated, random);
            double[] risks = new double[1000];
            boolean[] happened = new boolean[1000];
            long[] rows = new long[RiskCells.CELLS];
            for (int i = 0; i < 1000; i++) {
                double logit = model.logit(random);
                risks[i] = LogOdds.sigmoid(logit);
                happened[i] = random.nextDouble() < model.truth(logit);
                rows[RiskCells.cell(risks[i])]++;
            }
            Estimate[] told = EstimatedPerformance.estimates(
                    Resamples.of(output, EstimatedPerformance.RESAMPLES), rows, EstimatedPerformance.above(0.3));
            double[] shown = shown(risks, happened);
            for (int i = 0; i < 4; i++) {
                covered[i] += ((Known) told[i]).interval().contains(shown[i]) ? 1 : 0;
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat((double) covered[i] / repeats).as("figure %s", i).isBetween(0.915, 0.975);
        }
    }

    private static double[] shown(double[] risks, boolean[] happened) {
        double events = 0;
        double alerts = 0;
        double hits = 0;
        for (int i = 0; i < risks.length; i++) {
            events += happened[i] ? 1 : 0;
            alerts += risks[i] > 0.3 ? 1 : 0;
            hits += happened[i] && risks[i] > 0.3 ? 1 : 0;
        }
        double auroc = ((Known) Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95)).value();
        return new double[] {events / risks.length, auroc, hits / events, hits / alerts};
    }

    private static EstimatedPerformance detector(OutputProfile output) {
        return new EstimatedPerformance(Ward.setting(PLAN, Ward.baseline(output, 0.75), 0));
    }

    private static long[] rows(Ward ward, int n) {
        long[] rows = new long[RiskCells.CELLS];
        for (int i = 0; i < n; i++) {
            rows[RiskCells.cell(ward.risk())]++;
        }
        return rows;
    }

    @Test
    void tellsWhatItIsAndNeverSaysInOrder() {
        Ward ward = new Ward(1, 0.2);
        EstimatedPerformance detector = detector(ward.output(3000));
        Finding finding =
                detector.close(Ward.window(Ward.counts(rows(ward, 400)))).get(0);
        assertThat(finding.state()).isEqualTo(State.NOTICE);
        assertThat(finding.explanation())
                .startsWith(
                        "Estimated performance: if risks still mean what they meant in the evaluation, of 400 predictions ")
                .contains("will have the event", "0.75 in the evaluation", "above 0.3, sensitivity will be 0.")
                .contains("positive predictive value 0.", "nobody has looked at an outcome");
        assertThat(finding.measure().orElseThrow().nReference()).isEqualTo(3000);
        assertThat(finding.measure().orElseThrow().nCurrent()).isEqualTo(400);
        assertThat(finding.context().meanRiskNow().orElseThrow()).isBetween(0.15, 0.25);
    }

    @Test
    void fewRowsAreKeptAndAFewEvaluatedCasesAreTooFew() {
        Ward ward = new Ward(2, 0.2);
        EstimatedPerformance detector = detector(ward.output(3000));
        assertThat(detector.close(Ward.window(Ward.counts(rows(ward, 30))))
                        .get(0)
                        .explanation())
                .isEqualTo("Estimated performance: 30 predictions so far, 50 are needed.");
        assertThat(detector.close(Ward.window(Ward.counts(rows(ward, 30))))
                        .get(0)
                        .explanation())
                .contains("of 60 predictions");
        assertThat(detector.close(Ward.window(Ward.NOTHING)).get(0).state()).isEqualTo(State.INSUFFICIENT);
        for (OutputProfile few : List.of(OutputProfile.unknown(), ward.output(200))) {
            Finding finding = detector(few)
                    .close(Ward.window(Ward.counts(rows(ward, 400))))
                    .get(0);
            assertThat(finding.state()).isEqualTo(State.INSUFFICIENT);
            assertThat(finding.explanation()).contains("100 of each are needed");
        }
    }

    /** Nobody above the threshold: no predictive value, and the rest is told. */
    @Test
    void withoutAnAlertThereIsNoPredictiveValue() {
        Ward ward = new Ward(3, 0.05);
        EstimatedPerformance detector = detector(ward.output(5000));
        Finding finding =
                detector.close(Ward.window(Ward.counts(rows(ward, 400)))).get(0);
        assertThat(finding.state()).isEqualTo(State.NOTICE);
        assertThat(finding.explanation()).contains("positive predictive value not to be told");
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        Ward ward = new Ward(4, 0.2);
        OutputProfile output = ward.output(2000);
        EstimatedPerformance one = detector(output);
        EstimatedPerformance other = detector(output);
        one.close(Ward.window(Ward.counts(rows(ward, 30))));
        Memory.move(one, other);
        var window = Ward.window(Ward.counts(rows(ward, 100)));
        assertThat(other.close(window)).isEqualTo(one.close(window));
        assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
    }
}
