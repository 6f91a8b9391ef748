package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorHealth;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.WindowReport;
import org.jspecify.annotations.Nullable;

/**
 * Tells a monitor that may wait on a thread of its own, in order, so that no prediction waits with it; by its clock it is when it was recorded. At most {@value #MOST_WAITING} things
 * wait to be told; what comes then is left out and counted. Who looks waits until the monitor knows what was recorded before, for
 * {@link #PATIENCE} at most. The thread is there while it is needed. Thread-safe.
 */
final class HandedOver implements Monitor {
    /** Our choice: as many as the audit's queue holds. */
    static final int MOST_WAITING = 10_000;
    /** Our choice: a review is called by a scheduler, which can call again. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GuardedMonitor monitor;
    private final ReplayClock clock;
    private final Duration patience;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), work -> {
                Thread made = new Thread(work, "clinical-mlops-monitor");
                made.setDaemon(true);
                return made;
            });

    /** @param clock the monitor's */
    HandedOver(GuardedMonitor monitor, ReplayClock clock) {
        this(monitor, clock, PATIENCE);
    }

    HandedOver(GuardedMonitor monitor, ReplayClock clock, Duration patience) {
        this.monitor = monitor;
        this.clock = clock;
        this.patience = patience;
    }

    private void tell(Runnable what) {
        Instant moment = clock.instant();
        try {
            thread.execute(() -> clock.at(moment, what));
        } catch (RejectedExecutionException e) {
            monitor.leftOut();
        }
    }

    private <T> T knowing(Supplier<T> look) {
        monitor.catchUp();
        long end = Elapsed.nanos() + patience.toNanos();
        CountDownLatch told = new CountDownLatch(1);
        try {
            while (!queued(told) && Elapsed.nanos() < end) {
                Thread.sleep(10);
            }
            if (told.await(end - Elapsed.nanos(), TimeUnit.NANOSECONDS)) {
                return look.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MlopsException("interrupted while the monitor was busy", e);
        }
        throw new MlopsException("the monitor is busy: " + thread.getQueue().size()
                + " things that were recorded wait for it, and have done so for " + patience);
    }

    private boolean queued(CountDownLatch told) {
        try {
            thread.execute(told::countDown);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void observe(double[] values, double risk, @Nullable String episode) {
        double[] kept = values.clone();
        tell(() -> monitor.observe(kept, risk, episode));
    }

    @Override
    public void expect(String id, String episode, Instant maturesAt, double[] values, double risk) {
        double[] kept = values.clone();
        tell(() -> monitor.expect(id, episode, maturesAt, kept, risk));
    }

    @Override
    public void outcome(String id, Outcome<Risk> outcome) {
        tell(() -> monitor.outcome(id, outcome));
    }

    @Override
    public void note(Operation operation) {
        tell(() -> monitor.note(operation));
    }

    @Override
    public void took(long nanos) {
        tell(() -> monitor.took(nanos));
    }

    @Override
    public List<AlertEvent> pulse(Instant now) {
        return knowing(() -> monitor.pulse(now));
    }

    @Override
    public Optional<WindowReport> review(Instant now) {
        return knowing(() -> monitor.review(now));
    }

    @Override
    public Optional<Alert> acknowledge(String alert, String by, Instant at) {
        return knowing(() -> monitor.acknowledge(alert, by, at));
    }

    @Override
    public boolean looked(String metric, String by, Instant at) {
        return knowing(() -> monitor.looked(metric, by, at));
    }

    @Override
    public List<Alert> open() {
        return knowing(monitor::open);
    }

    @Override
    public byte[] save() {
        return knowing(monitor::save);
    }

    @Override
    public MonitorHealth health() {
        return knowing(monitor::health);
    }
}
