package org.clinicalmlops.smile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clinicalmlops.api.train.LinearForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: src/test/oracle/logistic.R; glm without a penalty, Newton iterations of its own with one. */
class LogisticAgreesWithRTest {
    private static final Path ORACLE = Path.of("src", "test", "oracle", "logistic.csv");

    @ParameterizedTest(name = "lambda {0}, {1}")
    @MethodSource("oracle")
    void aCoefficientAgreesWithR(double lambda, String coefficient, double expected) {
        LinearForm form = (LinearForm) new Logistic(lambda).fit(Samples.formula(), 1);

        int column = Samples.formula().columns().indexOf(coefficient);
        double fitted = column < 0 ? form.intercept() : form.weight(column);
        assertThat(fitted / expected).isCloseTo(1, within(1e-7));
    }

    @Test
    void theOracleHasEveryCoefficientOfFourPenalties() throws IOException {
        assertThat(oracle()).hasSize(4 * 6);
    }

    static List<Object[]> oracle() throws IOException {
        return Files.readAllLines(ORACLE).stream()
                .skip(1)
                .map(line -> line.split(","))
                .map(cells -> new Object[] {Double.valueOf(cells[0]), cells[1], Double.valueOf(cells[2])})
                .toList();
    }
}
