package org.clinicalmlops.metrics.hypothesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.clinicalmlops.metrics.fixtures.FormulaSample;
import org.clinicalmlops.metrics.fixtures.Oracle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracle: src/test/oracle/multiplicity.R with p.adjust; e-BH and LORD++ by their definitions. */
class MultipleTestingTest {
    private static final double[] PUBLISHED = {
        .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1
    };

    private static Stream<Arguments> adjusted() {
        return Oracle.rows("multiplicity.csv", ";").map(row -> Arguments.of((Object) row));
    }

    private static Stream<Arguments> lord() {
        return Oracle.rows("lord.csv", ";").map(row -> Arguments.of((Object) row));
    }

    private static double[] values(String text) {
        if (text.equals("formula")) {
            double[] roots = FormulaSample.of("7919 104729 0 10007 10000 1");
            return Arrays.stream(roots).map(x -> Math.pow(x, 4)).toArray();
        }
        return text.isEmpty()
                ? new double[0]
                : Arrays.stream(text.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
    }

    private static void agree(double[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-12 * expected[i]));
        }
    }

    @ParameterizedTest
    @MethodSource("adjusted")
    void adjustedValuesAgree(String[] row) {
        double[] values = values(row[1]);
        double[] kept = values.clone();
        double[] adjusted = switch (row[2]) {
            case "holm" -> MultipleTesting.holm(values);
            case "BH" -> MultipleTesting.benjaminiHochberg(values);
            case "BY" -> MultipleTesting.benjaminiYekutieli(values);
            default -> MultipleTesting.eBenjaminiHochberg(values);
        };
        assertThat(adjusted).hasSameSizeAs(values);
        agree(adjusted, values(row[3]));
        assertThat(values).isEqualTo(kept);
    }

    /** The counts for this list at 0.05 that Benjamini and Hochberg 1995 tell for their own method; Holm and BY by definition. */
    @Test
    void thePublishedListHasItsRejections() {
        assertThat(rejected(MultipleTesting.benjaminiHochberg(PUBLISHED))).isEqualTo(4);
        assertThat(rejected(MultipleTesting.holm(PUBLISHED))).isEqualTo(3);
        assertThat(rejected(MultipleTesting.benjaminiYekutieli(PUBLISHED))).isEqualTo(3);
    }

    private static long rejected(double[] adjusted) {
        return Arrays.stream(adjusted).filter(p -> p <= 0.05).count();
    }

    @ParameterizedTest
    @MethodSource("lord")
    void levelsOfLordAgree(String[] row) {
        double[] levels = LordPlusPlus.levels(values(row[0]), Double.parseDouble(row[1]));
        double[] expected = values(row[2]);
        assertThat(levels).hasSize(values(row[0]).length + 1);
        agree(Arrays.copyOfRange(levels, levels.length - expected.length, levels.length), expected);
    }

    /** By hand: gamma_1 = 0.07720838 ln 2, of which a tenth of alpha is spent on the first test. */
    @Test
    void theFirstLevelIsByHand() {
        assertThat(LordPlusPlus.levels(new double[0], 0.05)[0])
                .isCloseTo(0.005 * 0.07720838 * Math.log(2), within(1e-18));
    }

    @Test
    void aLevelDoesNotDependOnLaterTests() {
        double[] all = LordPlusPlus.levels(PUBLISHED, 0.1);
        for (int t = 0; t < PUBLISHED.length; t++) {
            double[] sofar = LordPlusPlus.levels(Arrays.copyOf(PUBLISHED, t), 0.1);
            assertThat(sofar).isEqualTo(Arrays.copyOf(all, t + 1));
        }
    }

    @Test
    void nothingIsAdjustedToNothing() {
        assertThat(MultipleTesting.holm(new double[0])).isEmpty();
        assertThat(MultipleTesting.benjaminiYekutieli(new double[0])).isEmpty();
        assertThat(MultipleTesting.eBenjaminiHochberg(new double[0])).isEmpty();
    }

    @Test
    void anInfiniteEValueIsRejectedAtAnyLevel() {
        assertThat(MultipleTesting.eBenjaminiHochberg(new double[] {1, Double.POSITIVE_INFINITY}))
                .containsExactly(1, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1e-9, 1.0000001})
    void whatIsNoPValueIsRefused(double bad) {
        double[] values = {0.5, bad};
        assertThatThrownBy(() -> MultipleTesting.holm(values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pValues[1] must be in [0, 1], was " + bad);
        assertThatThrownBy(() -> MultipleTesting.benjaminiHochberg(values)).hasMessageContaining("pValues[1]");
        assertThatThrownBy(() -> LordPlusPlus.levels(values, 0.05)).hasMessageContaining("pValues[1]");
    }

    @Test
    void badEValuesAndLevelsAreRefused() {
        assertThatThrownBy(() -> MultipleTesting.eBenjaminiHochberg(new double[] {Double.NaN}))
                .hasMessage("eValues[0] must be >= 0, was NaN");
        assertThatThrownBy(() -> LordPlusPlus.levels(new double[0], 1)).hasMessageContaining("alpha must be in (0, 1)");
    }
}
