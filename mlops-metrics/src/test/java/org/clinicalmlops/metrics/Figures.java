package org.clinicalmlops.metrics;

import static org.assertj.core.api.Assertions.fail;

import java.util.HashMap;
import java.util.Map;
import org.clinicalmlops.api.Estimate;

/** Figures of one file of src/test/oracle with the columns sample, quantity, value. */
final class Figures {
    private final Map<String, Double> values = new HashMap<>();

    Figures(String file) {
        Oracle.rows(file, ",").forEach(row -> values.put(row[0] + "," + row[1], Double.valueOf(row[2])));
    }

    double of(String sample, String quantity) {
        Double value = values.get(sample + "," + quantity);
        return value == null ? fail("no figure " + quantity + " of " + sample) : value;
    }

    double of(Sample sample, String quantity) {
        return of(sample.label, quantity);
    }

    /** Value and interval agree with {@code quantity}, {@code quantity.lower} and {@code quantity.upper}. */
    void agree(Estimate estimate, Sample sample, String quantity, double precision) {
        Oracle.agrees(
                estimate,
                of(sample, quantity),
                of(sample, quantity + ".lower"),
                of(sample, quantity + ".upper"),
                precision);
    }
}
