package org.clinicalmlops.architecture.bad.monitoring;

import org.clinicalmlops.core.Workspace;

public final class SeesCore {
    void badParameter(Workspace workspace) {}
}
