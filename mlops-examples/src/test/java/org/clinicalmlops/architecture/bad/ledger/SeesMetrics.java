package org.clinicalmlops.architecture.bad.ledger;

import org.clinicalmlops.metrics.Metrics;

public final class SeesMetrics {
    Object badCall() {
        return Metrics.auroc();
    }
}
