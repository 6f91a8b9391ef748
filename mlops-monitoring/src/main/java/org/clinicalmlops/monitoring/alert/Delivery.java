package org.clinicalmlops.monitoring.alert;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertSink;

/**
 * Brings events to sinks, in order and one after the other. A monitor puts events in under its lock and sends after releasing it: a slow
 * sink holds up one thread and no look. Thread-safe.
 */
public final class Delivery {
    /** Events that may wait for a sink that hangs. Our choice: more than a year of them. */
    static final int WAITING = 1_000;

    private final List<AlertSink> sinks;
    private final BlockingQueue<AlertEvent> queue = new LinkedBlockingQueue<>(WAITING);
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicLong failures = new AtomicLong();

    public Delivery(List<AlertSink> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    /** Takes events; does nothing with them yet. */
    public void put(List<AlertEvent> events) {
        if (sinks.isEmpty()) {
            return;
        }
        for (AlertEvent event : events) {
            if (!queue.offer(event)) {
                failures.addAndGet(sinks.size());
            }
        }
    }

    /** Tells the sinks, unless another thread is at it: that one then tells these events too. Never throws what a sink throws. */
    public void send() {
        while (!queue.isEmpty() && sending.compareAndSet(false, true)) {
            try {
                for (AlertEvent event = queue.poll(); event != null; event = queue.poll()) {
                    tell(event);
                }
            } finally {
                sending.set(false); // then looks again: an event may have come in between
            }
        }
    }

    private void tell(AlertEvent event) {
        for (AlertSink sink : sinks) {
            try {
                sink.accept(event);
            } catch (Exception
                    | LinkageError
                    | AssertionError
                    | StackOverflowError e) { // all that a host's sink can do
                failures.incrementAndGet();
            }
        }
    }

    /** Events that a sink did not take, or did not pass on; one for each sink. */
    public long failures() {
        long sum = failures.get();
        for (AlertSink sink : sinks) {
            sum += undelivered(sink);
        }
        return sum;
    }

    private static long undelivered(AlertSink sink) {
        try {
            return sink.undelivered();
        } catch (RuntimeException e) { // a host's own: what it cannot tell is not counted
            return 0;
        }
    }
}
