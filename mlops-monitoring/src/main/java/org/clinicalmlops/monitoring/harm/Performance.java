package org.clinicalmlops.monitoring.harm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.Metrics;

/** How the model does on matured cases, in the window and since the opening. Single-threaded; O(n log n) of all cases to date. */
public final class Performance {
    private static final String TO_DATE = " to date";

    private final Cases toDate = new Cases();

    public Map<String, Estimate> of(List<MaturedCase> window) {
        Cases now = new Cases();
        now.add(window);
        toDate.add(window);
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        put(estimates, "", now.judged());
        put(estimates, TO_DATE, toDate.judged());
        return estimates;
    }

    /**
     * Revises the figures to date.
     *
     * @param risk what the model had said
     * @param before whether the event had happened, as the figures have it; empty if they leave the case out
     * @param after as they should have it
     */
    public void correct(double risk, Optional<Boolean> before, Optional<Boolean> after) {
        before.ifPresent(event -> toDate.remove(risk, event));
        after.ifPresent(event -> toDate.add(risk, event));
    }

    public void save(StateOutput out) {
        toDate.save(out);
    }

    public void restore(StateInput in) {
        toDate.restore(in);
    }

    private static void put(Map<String, Estimate> estimates, String suffix, Judged<Risk> cases) {
        estimates.put(
                Metrics.observedOverExpected().id() + suffix,
                Metrics.observedOverExpected().estimate(cases));
        estimates.put(Metrics.auroc().id() + suffix, Metrics.auroc().estimate(cases));
    }
}
