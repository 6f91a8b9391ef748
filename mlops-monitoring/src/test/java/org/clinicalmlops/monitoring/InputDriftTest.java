package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputDriftTest {
    private static final double ALPHA = 0.001;

    private static long[] longs(String text) {
        return text == null
                ? new long[0]
                : Stream.of(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static Tally tally(String bins, long unseen, long missing) {
        return new Tally(longs(bins), unseen, missing, new long[0]);
    }

    private static InputDrift ofLevels(String counts) {
        return new InputDrift(FeatureProfile.of("ward", new double[0], longs(counts), 0), true, 50);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "as in training,                    500 300 200, 50 30 20,     0, OK",
        "a little apart on many rows,       500 300 200, 5400 2900 1700, 0, OK", // psi 0.01, yet p < 1e-10
        "psi 0.17 on many rows is moderate, 500 300 200, 6900 1800 1300, 0, OK",
        "far apart on many rows,            500 300 200, 9000 600 400, 0, ALARM",
        "far apart,                         500 300 200, 95 3 2,       0, ALARM",
        "apart as chance may have it,       500 300 200, 20 18 14,     0, OK",
        "one code that was never seen,      500 300 200, 55 30 14,     1, OK",
        "two of them: too few to be sure,   500 300 200, 55 29 14,     2, OK",
        "two of them against more training, 5000 3000 2000, 55 29 14,  2, ALARM",
        "many of them,                      500 300 200, 0 30 20,     50, ALARM",
        "few of them among many rows,       500 300 200, 5000 3000 2000, 40, OK",
        "they are expected: seen once,      900 99 1,    90 8 0,       2, OK",
    })
    void aCategory(String name, String training, String now, long unseen, State state) {
        assertThat(ofLevels(training).judge(tally(now, unseen, 0), ALPHA).state())
                .isEqualTo(state);
    }

    @Test
    void theExplanationNamesFeatureAndBothNumbersOfRows() {
        Finding finding = ofLevels("500 300 200").judge(tally("95 0 0", 5, 0), ALPHA);
        assertThat(finding.explanation())
                .startsWith("ward: the values no longer look like those of training (population stability index ")
                .contains(
                        "95 values now, 1000 in training", "5 values of 100 never occurred among the 1000 of training");
        assertThat(finding.measure().orElseThrow().nReference()).isEqualTo(1000);
        assertThat(finding.measure().orElseThrow().nCurrent()).isEqualTo(95);
        assertThat(finding.measure().orElseThrow().statistic())
                .isGreaterThan(finding.measure().orElseThrow().threshold());
    }

    @Test
    void rowsTooFewAreKeptUntilTheyAreEnough() {
        InputDrift drift = ofLevels("500 300 200");
        assertThat(drift.judge(tally("19 1 0", 0, 0), ALPHA).state()).isEqualTo(State.INSUFFICIENT);
        assertThat(drift.judge(tally("20 0 0", 0, 0), ALPHA).state()).isEqualTo(State.INSUFFICIENT);
        Finding third = drift.judge(tally("18 1 1", 0, 0), ALPHA);
        assertThat(third.state()).isEqualTo(State.ALARM);
        assertThat(third.measure().orElseThrow().nCurrent()).isEqualTo(60);
        assertThat(drift.judge(tally("10 6 4", 0, 0), ALPHA).state()).isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void aWindowWithoutAValueIsNotInOrder() {
        assertThat(ofLevels("500 300 200").judge(tally("0 0 0", 0, 200), ALPHA).state())
                .isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void withoutAValueInTrainingThereIsNothingToCompareWith() {
        Finding finding = ofLevels("0 0").judge(tally("100 0", 0, 0), ALPHA);
        assertThat(finding.state()).isEqualTo(State.INSUFFICIENT);
        assertThat(finding.explanation()).isEqualTo("ward: training has no value to compare with.");
    }

    @Test
    void aConstantOfTrainingThatTakesAnotherValueIsSeen() {
        double[] edges = {7, Math.nextUp(7.0)};
        InputDrift drift = new InputDrift(FeatureProfile.of("x", edges, new long[] {0, 1000, 0}, 0), false, 50);
        assertThat(drift.tests()).isEqualTo(1);
        assertThat(drift.judge(tally("0 60 0", 0, 0), ALPHA).state()).isEqualTo(State.OK);
        assertThat(drift.judge(tally("0 0 60", 0, 0), ALPHA).state()).isEqualTo(State.ALARM);
    }

    @ParameterizedTest
    @CsvSource({"88.4, The values are about 88 times those of training", "0.2, The values are about 0.2 times"})
    void aChangeOfUnitIsGuessed(double factor, String hint) {
        double[] edges = {10, 20, 30, 40, 50, 60, 70, 80, 90};
        FeatureProfile training = FeatureProfile.of(
                "x", edges, LongStream.generate(() -> 100).limit(10).toArray(), 0);
        long[] bins = new long[10];
        long[] magnitudes = new long[Magnitudes.CELLS];
        for (int i = 1; i < 1000; i++) {
            bins[Bins.of(edges, i / 10.0 * factor)]++;
            magnitudes[Magnitudes.cell(i / 10.0 * factor)]++;
        }
        Finding finding = new InputDrift(training, false, 50).judge(new Tally(bins, 0, 0, magnitudes), ALPHA);
        assertThat(finding.explanation()).contains(hint).endsWith(": has a unit changed?");
    }

    @Test
    void valuesThatAreShiftedButNotMultipliedGiveNoSuchHint() {
        double[] edges = {10, 20, 30, 40, 50, 60, 70, 80, 90};
        FeatureProfile training = FeatureProfile.of(
                "x", edges, LongStream.generate(() -> 100).limit(10).toArray(), 0);
        long[] bins = new long[10];
        long[] magnitudes = new long[Magnitudes.CELLS];
        for (int i = 1; i < 1000; i++) {
            bins[Bins.of(edges, i / 10.0 + 60)]++;
            magnitudes[Magnitudes.cell(i / 10.0 + 60)]++;
        }
        Finding finding = new InputDrift(training, false, 50).judge(new Tally(bins, 0, 0, magnitudes), ALPHA);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.explanation()).doesNotContain("unit");
    }

    @Test
    void everyPositiveNumberIsInTheCellThatHoldsIt() {
        for (double x = 1e-5; x < 1e7; x *= 1.01) {
            assertThat(Magnitudes.lower(Magnitudes.cell(x))).isLessThanOrEqualTo(x);
            assertThat(Magnitudes.lower(Magnitudes.cell(x) + 1)).isGreaterThan(x);
        }
        assertThat(Magnitudes.cell(Double.MIN_VALUE)).isZero();
        assertThat(Magnitudes.cell(Double.POSITIVE_INFINITY)).isEqualTo(Magnitudes.CELLS - 1);
    }
}
