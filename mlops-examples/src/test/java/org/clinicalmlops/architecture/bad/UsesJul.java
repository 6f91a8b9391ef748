package org.clinicalmlops.architecture.bad;

import java.util.logging.Logger;

public final class UsesJul {
    void badLog() {
        Logger.getLogger("x").info("x");
    }
}
