package org.clinicalmlops.api.monitor;

/**
 * Where alerts go: a log, a pager, a mailbox. Called from a thread that pulses, reviews or acknowledges, one event after the other, while
 * the monitor holds no lock: a slow one delays that thread and nothing else. What it throws is counted and left behind: a pager that
 * is down must not stop the monitoring.
 */
@FunctionalInterface
public interface AlertSink {
    void accept(AlertEvent event);

    /** Events that it took and could not pass on later; 0 for one that passes on at once, or throws. */
    default long undelivered() {
        return 0;
    }
}
