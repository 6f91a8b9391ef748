package org.clinicalmlops.architecture.bad;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

public final class LoggingObserver {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingObserver.class);

    void observeBadly(double value) {
        LOG.info("{}", value);
    }

    void observeBadInLambda(double value) {
        Runnable r = () -> LOG.info("{}", value);
        r.run();
    }

    void goodReview() {
        LOG.info("reviewed");
    }
}
