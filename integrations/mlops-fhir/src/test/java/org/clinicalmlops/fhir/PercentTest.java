package org.clinicalmlops.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.clinicalmlops.api.Risk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PercentTest {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal TINY = new BigDecimal("5e-21");

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    /** By hand. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 100",
        "0.5, 50",
        "0.1, 10",
        "0.07, 7",
        "0.1234, 12.34",
        "0.29, 29",
        "0.29999999999999993, 29.999999999999993",
        "0.3, 30",
        "0.9999999999999999, 99.99999999999999",
        "1e-12, 0.0000000001",
        "4.9e-324, 0",
        "1.23456789012345678e-5, 0.001234567890123457"
    })
    void aRiskIsAPercentage(double risk, String percent) {
        assertThat(Percent.of(new Risk(risk)).toPlainString()).isEqualTo(percent);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsRoundedThatCouldMatter(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            double risk = i % 2 == 0 ? random.nextDouble() : Math.pow(10, -20 * random.nextDouble());
            BigDecimal percent = Percent.of(new Risk(risk));
            assertThat(percent).isBetween(BigDecimal.ZERO, HUNDRED);
            assertThat(percent.scale()).isBetween(0, 18);
            BigDecimal back = percent.movePointLeft(2);
            assertThat(back.subtract(BigDecimal.valueOf(risk)).abs()).isLessThanOrEqualTo(TINY);
            if (risk >= 0.001) {
                assertThat(back.doubleValue()).isEqualTo(risk);
            }
        }
    }

    /** Who is above a threshold stays so in the record. */
    @ParameterizedTest
    @MethodSource("seeds")
    void orderIsKept(long seed) {
        double risk = 0.001 + 0.99 * new SplittableRandom(seed).nextDouble();
        assertThat(Percent.of(new Risk(risk))).isLessThan(Percent.of(new Risk(Math.nextUp(risk))));
    }
}
