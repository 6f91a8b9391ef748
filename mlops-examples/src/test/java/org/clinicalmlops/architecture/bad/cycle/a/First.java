package org.clinicalmlops.architecture.bad.cycle.a;

import org.clinicalmlops.architecture.bad.cycle.b.Second;

public final class First {
    void badParameter(Second second) {}
}
