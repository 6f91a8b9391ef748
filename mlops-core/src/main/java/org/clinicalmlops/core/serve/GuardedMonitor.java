package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorHealth;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.WindowReport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A monitor of the host's engine that cannot fail a prediction: a failure is logged once, counted, and left behind. Who looks finds all in it
 * that was predicted before. Thread-safe.
 */
final class GuardedMonitor implements Monitor {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedMonitor.class);

    private final Monitor monitor;
    private final Runnable catchUp;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final LongAdder untaken = new LongAdder();

    /** @param catchUp has the monitor told what it has not been told yet */
    GuardedMonitor(Monitor monitor, Runnable catchUp) {
        this.monitor = monitor;
        this.catchUp = catchUp;
    }

    @Override
    public boolean mayWait() {
        return monitor.mayWait();
    }

    @Override
    public void observe(double[] values, double risk, @Nullable String episode) {
        try {
            monitor.observe(values, risk, episode);
        } catch (Throwable e) { // whatever a host's engine throws
            failed(e);
        }
    }

    @Override
    public void expect(String id, String episode, Instant maturesAt, double[] values, double risk) {
        try {
            monitor.expect(id, episode, maturesAt, values, risk);
        } catch (Throwable e) { // whatever a host's engine throws
            failed(e);
        }
    }

    @Override
    public void outcome(String id, Outcome<Risk> outcome) {
        try {
            monitor.outcome(id, outcome);
        } catch (Throwable e) { // whatever a host's engine throws
            failed(e);
        }
    }

    /** Not on the way of a prediction: what it throws is for whoever reviews. */
    @Override
    public Optional<WindowReport> review(Instant now) {
        catchUp();
        return monitor.review(now);
    }

    @Override
    public void note(Operation operation) {
        try {
            monitor.note(operation);
        } catch (Throwable e) { // whatever a host's engine throws
            failed(e);
        }
    }

    @Override
    public void took(long nanos) {
        try {
            monitor.took(nanos);
        } catch (Throwable e) { // whatever a host's engine throws
            failed(e);
        }
    }

    /** As {@link #review}. */
    @Override
    public List<AlertEvent> pulse(Instant now) {
        catchUp();
        return monitor.pulse(now);
    }

    @Override
    public Optional<Alert> acknowledge(String alert, String by, Instant at) {
        return monitor.acknowledge(alert, by, at);
    }

    @Override
    public boolean looked(String metric, String by, Instant at) {
        return monitor.looked(metric, by, at);
    }

    @Override
    public List<Alert> open() {
        return monitor.open();
    }

    @Override
    public byte[] save() {
        catchUp();
        return monitor.save();
    }

    @Override
    public MonitorHealth health() {
        catchUp();
        return monitor.health();
    }

    /** Has the monitor told what was predicted before. */
    void catchUp() {
        catchUp.run();
    }

    /** How much of what was recorded the monitor has not taken. */
    long untaken() {
        catchUp();
        return untaken.sum();
    }

    /** It was not even told of something. */
    void leftOut() {
        untaken.increment();
    }

    private void failed(Throwable e) {
        untaken.increment();
        if (failed.compareAndSet(false, true)) {
            LOG.error("A monitor does not take observations: {}", e.getClass().getSimpleName());
        }
    }
}
