package org.clinicalmlops.architecture.bad.monitoring;

import org.clinicalmlops.architecture.bad.core.internal.Hidden;

public final class UsesInternals {
    void badCall(Hidden hidden) {
        hidden.call();
    }
}
