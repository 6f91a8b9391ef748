package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracle: src/test/oracle/tolerant_chi_square.py, with the versions beside its output. */
class TolerantChiSquareTest {
    static Stream<List<Double>> quantiles() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/oracle/tolerant_chi_square.csv"));
        return lines.stream()
                .skip(1)
                .map(line -> Stream.of(line.split(",")).map(Double::valueOf).toList());
    }

    @ParameterizedTest
    @MethodSource("quantiles")
    void isNearTheExactQuantileAndRatherAboveIt(List<Double> row) {
        double critical = TolerantChiSquare.critical(row.get(0).intValue(), row.get(1), row.get(2));
        assertThat(critical / row.get(3)).isBetween(0.996, 1.034);
    }
}
