package org.clinicalmlops.architecture.bad.api;

import org.slf4j.Logger;

public final class SeesALogger {
    void badParameter(Logger logger) {}
}
