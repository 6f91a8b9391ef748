package org.clinicalmlops.api.monitor;

import java.time.Clock;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;

/** Makes monitors. The host passes one to its workspace; a host that only watches a bought model uses it alone. Stateless. */
public interface MonitorEngine {
    /** Describes what a model was made for, once. */
    Baseline profile(Reference reference);

    /** The same of rows without their risks and times. */
    default Baseline profile(FeatureTable training, Levels levels, Judged<Risk> evaluated) {
        return profile(Reference.of(training, levels, evaluated));
    }

    /**
     * Opens a monitor whose first window starts now.
     *
     * @param clock read at each observation; {@code millis()} must not block
     * @throws IllegalArgumentException if plan and baseline do not fit
     */
    Monitor open(MonitorPlan plan, Baseline baseline, Clock clock);

    /**
     * Goes on where another monitor of the same plan and baseline stopped.
     *
     * @param state what its {@link Monitor#save} gave
     */
    Resumption resume(MonitorPlan plan, Baseline baseline, Clock clock, byte[] state);
}
