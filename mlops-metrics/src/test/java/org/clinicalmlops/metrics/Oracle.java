package org.clinicalmlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;

/** Figures of other software, in src/test/oracle beside the scripts that made them. */
final class Oracle {
    private static final Map<String, Double> METRICS = new LinkedHashMap<>();

    static {
        rows("metrics.csv", ",").forEach(row -> METRICS.put(row[0] + "," + row[1], Double.valueOf(row[2])));
    }

    private Oracle() {}

    /** Rows without the header. */
    static Stream<String[]> rows(String file, String separator) {
        try {
            List<String> lines = Files.readAllLines(Path.of("src", "test", "oracle", file));
            return lines.stream().skip(1).map(line -> line.split(separator, -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A figure of metrics.csv. */
    static double metric(Sample sample, String quantity) {
        Double value = METRICS.get(sample.label + "," + quantity);
        return value == null ? fail("no figure " + quantity + " of " + sample.label) : value;
    }

    static Estimate.Known known(Estimate estimate) {
        assertThat(estimate).isInstanceOf(Estimate.Known.class);
        return (Estimate.Known) estimate;
    }

    /** Agreement relative to the size of the figure; near 0 absolute. */
    static void agrees(double actual, double expected, double precision) {
        assertThat(actual).isCloseTo(expected, within(precision * Math.max(Math.abs(expected), 1e-6)));
    }

    static void agrees(Estimate estimate, double value, double lower, double upper, double precision) {
        Estimate.Known known = known(estimate);
        agrees(known.value(), value, precision);
        agrees(known.interval().lower(), lower, precision);
        agrees(known.interval().upper(), upper, precision);
    }
}
