package org.clinicalmlops.architecture.bad.core;

import org.clinicalmlops.monitoring.StandardMonitoring;

public final class SeesMonitoring {
    Object badCall() {
        return StandardMonitoring.engine();
    }
}
