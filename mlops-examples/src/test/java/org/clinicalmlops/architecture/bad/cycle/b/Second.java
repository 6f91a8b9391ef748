package org.clinicalmlops.architecture.bad.cycle.b;

import org.clinicalmlops.architecture.bad.cycle.a.First;

public final class Second {
    void badParameter(First first) {}
}
