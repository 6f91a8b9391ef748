package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.Estimate;

/**
 * What one closed window showed.
 *
 * @param from start, inclusive
 * @param until end, exclusive
 * @param rows predictions observed in it
 * @param matured predictions whose outcome was known and whose horizon ended in it
 * @param performance on the matured cases, by name: {@code "observed/expected"}, {@code "auroc"}
 * @param findings what every detector said
 * @param opened alerts that this window opened
 * @param resolved alerts that this window closed
 */
public record WindowReport(
        Instant from,
        Instant until,
        long rows,
        long matured,
        Map<String, Estimate> performance,
        List<Finding> findings,
        List<Alert> opened,
        List<Alert> resolved) {
    public WindowReport {
        performance = Collections.unmodifiableMap(new LinkedHashMap<>(performance));
        findings = List.copyOf(findings);
        opened = List.copyOf(opened);
        resolved = List.copyOf(resolved);
    }
}
