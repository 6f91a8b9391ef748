package org.clinicalmlops.architecture.bad.smile;

import org.clinicalmlops.core.Workspace;

public final class SeesTheCore {
    void badParameter(Workspace workspace) {}
}
