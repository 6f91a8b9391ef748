package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeanRiskTest {
    private static OutputProfile output(long low, long high) {
        return OutputProfile.of(cells(low, high), new long[RiskCells.CELLS]);
    }

    private static final MissingExcess NONE = MissingExcess.of(MissingPatterns.unknown(), new long[1], 1);

    private static FeatureCounts risks(long low, long high) {
        return FeatureCounts.of(cells(low, high), 0, 0, new long[0]);
    }

    private static long[] cells(long low, long high) {
        long[] cells = new long[RiskCells.CELLS];
        cells[RiskCells.cell(0.1)] = low;
        cells[RiskCells.cell(0.7)] = high;
        return cells;
    }

    /** By hand: of two risks Chernoff's bound is 2 exp(-n KL(q, p)), here KL(0.7, 0.5) and 1/n = 1/100 + 1/1000. */
    @Test
    void theBoundOfTwoRisksIsThatOfAShare() {
        double divergence = 0.7 * Math.log(0.7 / 0.5) + 0.3 * Math.log(0.3 / 0.5);
        double expected = 2 * Math.exp(-divergence / (0.01 + 0.001));
        assertThat(new MeanRisk(output(500, 500), risks(30, 70), NONE).pValue()).isCloseTo(expected, within(1e-12));
        assertThat(new MeanRisk(output(500, 500), risks(70, 30), NONE).pValue()).isCloseTo(expected, within(1e-12));
        assertThat(new MeanRisk(output(500, 500), risks(50, 50), NONE).pValue()).isEqualTo(1);
    }

    @Test
    void aMeanThatTheEvaluationCannotHaveIsImpossible() {
        assertThat(new MeanRisk(output(500, 0), risks(0, 50), NONE).pValue()).isLessThan(1e-6);
        assertThat(new MeanRisk(output(500, 0), risks(50, 0), NONE).pValue()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {50, 300})
    void skewedRisksDoNotAlarmMoreOftenThanTheyMay(int rows) {
        Ward ward = Ward.of(Ward.number("x", Ward.NORMAL)).saying(row -> 1 / (1 + Math.exp(4 - 1.8 * row[0])));
        int streams = 2000;
        int[] below = new int[2];
        for (int stream = 0; stream < streams; stream++) {
            SplittableRandom random = new SplittableRandom(stream);
            OutputProfile before = ward.output(ward.rows(400, random));
            OutputProfile now = ward.output(ward.rows(rows, random));
            long[] cells = new long[RiskCells.CELLS];
            Arrays.setAll(cells, now::cases);
            double p = new MeanRisk(before, FeatureCounts.of(cells, 0, 0, new long[0]), NONE).pValue();
            below[0] += p <= 0.05 ? 1 : 0;
            below[1] += p <= 0.005 ? 1 : 0;
        }
        SizeTest.withinNominal(below[0], streams, 0.05, "0.05");
        SizeTest.withinNominal(below[1], streams, 0.005, "0.005");
        assertThat(below[0]).as("a bound, and not an empty one").isPositive();
    }
}
