package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorHealth;
import org.clinicalmlops.api.monitor.WindowReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A monitor of the host's engine that cannot disturb a prediction: a failure is logged once and left behind. Thread-safe. */
final class GuardedMonitor implements Monitor {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedMonitor.class);

    private final Monitor monitor;
    private final AtomicBoolean failed = new AtomicBoolean();

    GuardedMonitor(Monitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void observe(double[] values, double risk) {
        try {
            monitor.observe(values, risk);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void expect(String id, String episode, Instant maturesAt, double risk) {
        try {
            monitor.expect(id, episode, maturesAt, risk);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void outcome(String id, Outcome<Risk> outcome) {
        try {
            monitor.outcome(id, outcome);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Not on the way of a prediction: what it throws is for whoever reviews. */
    @Override
    public Optional<WindowReport> review(Instant now) {
        return monitor.review(now);
    }

    @Override
    public MonitorHealth health() {
        return monitor.health();
    }

    private void failed(RuntimeException e) {
        if (failed.compareAndSet(false, true)) {
            LOG.error("A monitor does not take observations: {}", e.getClass().getSimpleName());
        }
    }
}
