package org.clinicalmlops.architecture.bad.monitoring;

import org.clinicalmlops.metrics.internal.Cases;

public final class UsesMetricsInternals {
    int badCount(boolean[] happened) {
        return Cases.events(happened);
    }
}
