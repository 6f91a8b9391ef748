package org.clinicalmlops.api.monitor;

import java.time.Instant;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;

/** Makes monitors. The host passes one to its workspace; a host that only watches a bought model uses it alone. Stateless. */
public interface MonitorEngine {
    /**
     * Describes what a model was made for, once.
     *
     * @param training features of the rows that trained it, in the model's order
     * @param levels codes of categories, as the model knows them
     * @param evaluated its predictions on the evaluation cases
     */
    Baseline profile(FeatureTable training, Levels levels, Judged<Risk> evaluated);

    /** @param since start of the first window */
    Monitor open(MonitorPlan plan, Baseline baseline, Instant since);
}
