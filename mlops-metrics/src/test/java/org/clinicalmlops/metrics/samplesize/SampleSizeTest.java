package org.clinicalmlops.metrics.samplesize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: src/test/oracle/samplesize.R, the papers' formulas by R. */
class SampleSizeTest {
    private static Stream<Arguments> rows(String file) {
        return Oracle.rows(file, ";")
                .map(row -> Arguments.of(
                        (Object) Stream.of(row).mapToDouble(Double::parseDouble).toArray()));
    }

    private static Stream<Arguments> development() {
        return rows("developmentsize.csv");
    }

    @ParameterizedTest
    @MethodSource("development")
    void developmentAgrees(double[] row) {
        DevelopmentSize size = DevelopmentSize.of((int) row[0], row[1], row[2]);
        assertThat(size)
                .isEqualTo(new DevelopmentSize(
                        (long) row[3],
                        (long) row[4],
                        (long) row[5],
                        (long) row[6],
                        (long) row[7],
                        size.eventsPerParameter()));
        Oracle.agrees(size.eventsPerParameter(), row[8], 1e-12);
    }

    /** The worked example of the package pmsampsize: 24 parameters, prevalence 0.174, Cox-Snell R2 0.288. */
    @Test
    void thePublishedExampleOfDevelopment() {
        DevelopmentSize size = DevelopmentSize.of(24, 0.174, 0.288);
        assertThat(size.needed()).isEqualTo(662);
        assertThat(size.forShrinkage()).isEqualTo(623);
        assertThat(size.forOverallRisk()).isEqualTo(221);
        assertThat(size.events()).isEqualTo(116);
        assertThat(size.eventsPerParameter()).isCloseTo(4.8, within(0.005));
    }

    private static Stream<Arguments> coxSnell() {
        return rows("coxsnell.csv");
    }

    @ParameterizedTest
    @MethodSource("coxSnell")
    void coxSnellOfAnAurocAgrees(double[] row) {
        Oracle.agrees(DevelopmentSize.coxSnellOfAuroc(row[0], row[1]), row[2], 1e-6);
        Oracle.agrees(DevelopmentSize.largestCoxSnell(row[1]), row[3], 1e-12);
    }

    private static Stream<Arguments> validation() {
        return rows("validationsize.csv");
    }

    @ParameterizedTest
    @MethodSource("validation")
    void validationAgrees(double[] row) {
        assertThat(ValidationSize.forObservedOverExpected(row[0], row[4])).isEqualTo((long) row[7]);
        assertThat(ValidationSize.forCalibrationSlope(row[2], row[3], row[5])).isEqualTo((long) row[8]);
        assertThat(ValidationSize.forAuroc(row[1], row[0], row[6])).isEqualTo((long) row[9]);
        assertThat(row[7]).isBetween(row[10], 1.005 * row[10]);
    }

    /** The mean over the middles of equal shares of a normal distribution comes near to its integral. */
    @Test
    void logOddsAtHandAreUsedLikeTheirDistribution() {
        NormalDistribution normal = new NormalDistribution(null, -1.75, 1.47);
        double[] logOdds = IntStream.range(0, 20_000)
                .mapToDouble(i -> normal.inverseCumulativeProbability((i + 0.5) / 20_000))
                .toArray();
        double[] kept = logOdds.clone();
        assertThat((double) ValidationSize.forCalibrationSlope(logOdds, 0.2))
                .isCloseTo(ValidationSize.forCalibrationSlope(-1.75, 1.47, 0.2), within(3.0));
        assertThat(logOdds).isEqualTo(kept);
    }

    @Test
    void halfTheWidthTakesFourTimesThePatients() {
        assertThat((double) ValidationSize.forCalibrationSlope(-2, 1, 0.1))
                .isCloseTo(4.0 * ValidationSize.forCalibrationSlope(-2, 1, 0.2), within(4.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, 0, 1, -0.1})
    void whatIsNoPrevalenceIsRefused(double bad) {
        assertThatThrownBy(() -> DevelopmentSize.of(10, bad, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prevalence must be in (0, 1), was " + bad);
        assertThatThrownBy(() -> ValidationSize.forObservedOverExpected(bad, 0.2))
                .hasMessageContaining("prevalence must be");
        assertThatThrownBy(() -> ValidationSize.forAuroc(0.8, bad, 0.2)).hasMessageContaining("prevalence must be");
        assertThatThrownBy(() -> DevelopmentSize.coxSnellOfAuroc(0.8, bad)).hasMessageContaining("prevalence must be");
    }

    @Test
    void otherBadArgumentsAreRefused() {
        assertThatThrownBy(() -> DevelopmentSize.of(0, 0.1, 0.1)).hasMessage("parameters must be >= 1, was 0");
        assertThatThrownBy(() -> DevelopmentSize.of(9, 0.5, 0.75)).hasMessageContaining("coxSnell must be in (0, 0.7");
        assertThatThrownBy(() -> DevelopmentSize.of(9, 0.5, Double.NaN)).hasMessageContaining("was NaN");
        assertThatThrownBy(() -> DevelopmentSize.coxSnellOfAuroc(0.5, 0.5)).hasMessageContaining("auroc must be in");
        assertThatThrownBy(() -> ValidationSize.forAuroc(1, 0.5, 0.1)).hasMessageContaining("auroc must be in");
        assertThatThrownBy(() -> ValidationSize.forAuroc(0.8, 0.5, 1e-9)).hasMessageContaining("width must be reached");
        assertThatThrownBy(() -> ValidationSize.forCalibrationSlope(0, 0, 0.2)).hasMessageContaining("(0, 50]");
        assertThatThrownBy(() -> ValidationSize.forCalibrationSlope(0, 1, Double.NaN))
                .hasMessageContaining("was NaN");
        assertThatThrownBy(() -> ValidationSize.forCalibrationSlope(new double[] {1, 1}, 0.2))
                .hasMessageContaining("two different values");
        assertThatThrownBy(() -> ValidationSize.forCalibrationSlope(new double[0], 0.2))
                .hasMessageContaining("two different values");
        assertThatThrownBy(() -> ValidationSize.forCalibrationSlope(new double[] {1, Double.NaN}, 0.2))
                .hasMessage("logOdds[1] must be finite, was NaN");
    }
}
