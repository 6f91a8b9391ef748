package org.clinicalmlops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalNumberTest {

    /** The first block is written otherwise by Double.toString before JDK 19 than after. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "2.0E-3,                  0.002",
        "2.2250738585072014E-308, 2.2250738585072014E-308",
        "4.9E-324,                5E-324",
        "5.684341886080802E-14,   5.684341886080802E-14",
        "6.84940421565126E-195,   6.84940421565126E-195",
        "7.1362384635298E44,      7.1362384635298E+44",
        "1.0E23,                  1E+23",
        "2.0E23,                  2E+23",
        "8.41E21,                 8.41E+21",
        "2.2E-322,                2.2E-322",
        "9.007199254740993E15,    9007199254740992",
        "9.223372036854775807E18, 9.223372036854776E+18",
        "1.7976931348623157E308,  1.7976931348623157E+308",
        "0.1,                     0.1",
        "0.30000000000000004,     0.30000000000000004",
        "1.25,                    1.25",
        "-0.75,                   -0.75",
        "1E-7,                    1E-7",
        "100,                     100",
        "-3,                      -3",
        "999999999999999,         999999999999999",
        "1E15,                    1E+15",
        "123456789012345678,      1.2345678901234568E+17",
        "0.0,                     0",
        "-0.0,                    0"
    })
    void theTextIsTheSameOnEveryJdk(double value, String text) {
        assertThat(CanonicalNumber.text(value)).isEqualTo(text);
    }

    /** Oracle: src/test/oracle/shortest.py, with its Python version in the first line of its output. */
    @Test
    void theDecimalIsTheOneThatAnIndependentProgramFinds() throws IOException {
        int compared = 0;
        for (String line : Files.readAllLines(Path.of("src/test/oracle/shortest.tsv"))) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] row = line.split("\t");
            double value = Double.longBitsToDouble(Long.parseUnsignedLong(row[0], 16));
            BigDecimal expected = new BigDecimal(row[1]).scaleByPowerOfTen(Integer.parseInt(row[2]));

            assertThat(new BigDecimal(CanonicalNumber.text(value))).as(row[0]).isEqualByComparingTo(expected);
            compared++;
        }
        assertThat(compared).isGreaterThan(2500);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void anyFiniteDoubleReadsBackAndNoShorterDecimalDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int checked = 0; checked < 25_000; ) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(value)) {
                continue;
            }
            String text = CanonicalNumber.text(value);
            int digits = new BigDecimal(text).stripTrailingZeros().precision();

            if (Double.parseDouble(text) != value || digits > 1 && readsBackWith(digits - 1, value)) {
                assertThat(text)
                        .as("bits %x", Double.doubleToRawLongBits(value))
                        .isNull();
            }
            checked++;
        }
    }

    /** A decimal of fewer digits that reads back would do so with any number of digits up to these: one step is enough to try. */
    private static boolean readsBackWith(int digits, double value) {
        BigDecimal exact = new BigDecimal(value);
        return exact.round(new MathContext(digits, RoundingMode.FLOOR)).doubleValue() == value
                || exact.round(new MathContext(digits, RoundingMode.CEILING)).doubleValue() == value;
    }

    /** Oracle: the search by {@link BigDecimal}, which takes every number. Of each kind of number some, and their neighbours. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void theShortWayFindsWhatTheSearchFinds(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int compared = 0;
        for (int i = 0; i < 1_000; i++) {
            double power = Math.pow(10, random.nextInt(-9, 15));
            for (double near : new double[] {
                random.nextDouble() * power,
                random.nextInt(1_000_000) / 1000.0,
                random.nextInt(1, 100) * power,
                Math.scalb(1.0, random.nextInt(-30, 50)),
                random.nextLong(1L << 53) * Math.scalb(1.0, random.nextInt(-80, 0))
            }) {
                for (double value : new double[] {-near, Math.nextDown(near), near, Math.nextUp(near)}) {
                    if (ShortDecimal.takes(value)) {
                        compared++;
                        if (!ShortDecimal.text(value).equals(CanonicalNumber.searched(value))) {
                            assertThat(ShortDecimal.text(value)).isEqualTo(CanonicalNumber.searched(value));
                        }
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Declaration.number(value))
                .withMessage("a declared number must be finite, was " + value);
    }
}
