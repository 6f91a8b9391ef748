package org.clinicalmlops.api.monitor;

/**
 * Where alerts go: a log, a pager, a mailbox. Called from the thread that reviews, one event after the other. What it throws is counted
 * and left behind: a pager that is down must not stop the monitoring.
 */
@FunctionalInterface
public interface AlertSink {
    void accept(AlertEvent event);
}
