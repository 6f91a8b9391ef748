package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;

class PredictionDriftTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Ward WARD =
            Ward.of(Ward.number("x", Ward.NORMAL)).saying(row -> 1 / (1 + Math.exp(2 - row[0])));
    private static final Ward POINTS = Ward.of(Ward.category("points", 4, Ward.levels(0.4, 0.3, 0.2, 0.1)))
            .saying(row -> new double[] {0.03, 0.08, 0.18, 0.35}[(int) row[0]]);

    private final SplittableRandom random = new SplittableRandom(6);

    private Finding judge(Ward before, Ward now, int rows) {
        Baseline baseline = before.baseline(3000, random);
        return new Drive(new PredictionDrift(Ward.setting(baseline, 0.01)), baseline)
                .window(now.rows(rows, random), now, 10, MONTH)
                .get(0);
    }

    @Test
    void higherRisksAreSeenWithTheirMeans() {
        Finding finding = judge(WARD, WARD.changed("x", x -> x + 1), 200);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.kind()).isEqualTo(Kind.PREDICTION_DRIFT);
        assertThat(finding.subject()).isEqualTo(Finding.MODEL);
        assertThat(finding.explanation())
                .startsWith("Predictions: the risks no longer look like those of the evaluation")
                .contains("200 risks now, 3000 in the evaluation); mean predicted risk ");
        assertThat(finding.context().meanRiskBefore().orElseThrow()).isCloseTo(0.156, within(0.01));
        assertThat(finding.context().meanRiskNow().orElseThrow()).isCloseTo(0.3, within(0.04));
        assertThat(finding.context().shareOfRiskChange()).isEmpty();
        assertThat(finding.context().patients()).hasValue(200);
    }

    @Test
    void risksAsInTheEvaluationAreInOrder() {
        Finding finding = judge(WARD, WARD, 200);
        assertThat(finding.state()).isEqualTo(State.OK);
        assertThat(finding.context().wouldHaveFound()).isPresent();
    }

    /** A shift of 0.45 log odds: an index of 0.2, which is no alarm, yet a third more of everything that follows a risk. */
    @Test
    void aMeanThatMovedByAQuarterIsAnAlarmOfItsOwn() {
        Finding finding = judge(WARD, WARD.changed("x", x -> x + 0.45), 600);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.measure().orElseThrow().formula()).isEqualTo("mean-risk-chernoff");
    }

    /** Sure among so many, and a tenth of the mean only. */
    @Test
    void aMeanThatMovedByATenthIsLeftAlone() {
        Finding finding = judge(WARD, WARD.changed("x", x -> x + 0.13), 20_000);
        assertThat(finding.state()).isEqualTo(State.OK);
    }

    @Test
    void aScoreOfFewRisksIsComparedByThem() {
        assertThat(judge(POINTS, POINTS, 100).state()).isEqualTo(State.OK);
        assertThat(judge(POINTS, POINTS.with("points", Ward.levels(0.1, 0.2, 0.3, 0.4)), 100)
                        .state())
                .isEqualTo(State.ALARM);
    }

    @Test
    void aModelThatSaysOneRiskIsWatchedByItsMean() {
        Ward one = WARD.saying(row -> 0.1);
        assertThat(judge(one, one, 100).state()).isEqualTo(State.OK);
        assertThat(judge(one, one.saying(row -> 0.3), 100).state()).isEqualTo(State.ALARM);
    }

    @Test
    void attemptsWithoutAnAnswerAreLeftOut() {
        Ward silent = WARD.saying(row -> row[0] > 0 ? Double.NaN : 0.1);
        assertThat(judge(WARD, silent, 60).state()).isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void aBaselineWithoutPredictionsIsNotInOrder() {
        Baseline baseline = WARD.baseline(500, random);
        Baseline bare = Baseline.of(baseline.schema(), baseline.levels(), baseline.features(), baseline.auroc());
        Finding finding = new Drive(new PredictionDrift(Ward.setting(bare, 0.1)), bare)
                .window(WARD.rows(100, random), WARD, 1, MONTH)
                .get(0);
        assertThat(finding.state()).isEqualTo(State.INSUFFICIENT);
    }
}
