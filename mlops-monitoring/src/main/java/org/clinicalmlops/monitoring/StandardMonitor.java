package org.clinicalmlops.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertSink;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorHealth;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.monitoring.alert.Alerts;
import org.clinicalmlops.monitoring.alert.Delivery;
import org.clinicalmlops.monitoring.count.Counters;
import org.clinicalmlops.monitoring.count.Reading;
import org.clinicalmlops.monitoring.feed.Oversight;
import org.clinicalmlops.monitoring.harm.Performance;
import org.clinicalmlops.monitoring.outcome.Outcomes;
import org.clinicalmlops.monitoring.outcome.Taken;
import org.clinicalmlops.monitoring.state.StateFile;
import org.jspecify.annotations.Nullable;

/**
 * Puts counters, outcomes, detectors and alerts together. Recording touches only the counters and the outcomes, which need no lock; a
 * look holds the one lock, which guards everything else. Sinks are told after it is released. What is recorded while {@link #save} runs
 * may be in the saved state in part: a row in some counts and not in others, a prediction without its row.
 */
final class StandardMonitor implements Monitor {
    private final MonitorPlan plan;
    private final Groups groups;
    private final List<DetectorSpec> specs;
    private final Counters counters;
    private final Outcomes outcomes;
    private final Instant opened;
    private final StateFile nothingSaved;

    private final Object lock = new Object();
    private final List<Detector> detectors = new ArrayList<>();
    private final Performance performance;
    private final Alerts alerts;
    private final Delivery delivery;
    private Reading atClose;
    private Reading atLook;
    private Instant from;
    private Instant looked;
    private final AtomicLong clockRefused = new AtomicLong();

    /** @param opened when; the clock's instant, unless it goes on from a stored state */
    StandardMonitor(MonitorPlan plan, Baseline baseline, Clock clock, Instant opened, List<AlertSink> sinks) {
        this.plan = plan;
        this.opened = opened;
        performance = new Performance(plan);
        alerts = new Alerts(plan.alerts());
        delivery = new Delivery(sinks);
        nothingSaved = MonitorState.of(plan, baseline);
        groups = Groups.of(plan.grouping(), baseline.schema(), baseline.levels());
        outcomes = new Outcomes(clock, groups.cells());
        specs = StandardDetectors.of(plan);
        if (specs.stream().map(DetectorSpec::id).distinct().count() < specs.size()) {
            throw new IllegalArgumentException("a detector must have an id of its own, ids were "
                    + specs.stream().map(DetectorSpec::id).toList());
        }
        int kept = specs.stream().mapToInt(DetectorSpec::keepsRows).max().orElse(0);
        counters = new Counters(baseline, groups, kept, clock);
        for (DetectorSpec spec : specs) {
            detectors.add(spec.open(new DetectorSpec.Setting(
                    plan, baseline, groups, StandardDetectors.allowance(plan, specs, spec), opened)));
        }
        atClose = counters.read();
        atLook = atClose;
        from = opened;
        looked = opened;
    }

    @Override
    public boolean mayWait() {
        return false;
    }

    @Override
    public void observe(double[] values, double risk, @Nullable String episode) {
        counters.observe(values, risk, episode);
    }

    @Override
    public void expect(String id, String episode, Instant maturesAt, double[] values, double risk) {
        boolean fits = values != null && counters.fits(values);
        if (!fits || !outcomes.expect(id, episode, maturesAt, risk, groups.cell(values))) {
            counters.refuse();
        }
    }

    @Override
    public void outcome(String id, Outcome<Risk> outcome) {
        outcomes.outcome(id, outcome);
    }

    @Override
    public void note(Operation operation) {
        if (operation == null) {
            counters.refuse();
        } else {
            counters.note(operation);
        }
    }

    @Override
    public void took(long nanos) {
        counters.took(nanos);
    }

    @Override
    public List<AlertEvent> pulse(Instant now) {
        List<AlertEvent> events = List.of();
        synchronized (lock) {
            if (!late(now)) {
                events = alerts.look(look(now, counters.read()), now);
                delivery.put(alerts.due(events, now));
            }
        }
        delivery.send();
        return events;
    }

    @Override
    public Optional<WindowReport> review(Instant now) {
        Optional<WindowReport> report = Optional.empty();
        synchronized (lock) {
            if (!late(now)) {
                long rows = counters.between(atClose, counters.read()).rows();
                report = plan.windows().endOf(opened, from, now, rows).map(until -> close(until, now));
                delivery.put(alerts.due(report.map(WindowReport::events).orElse(List.of()), now));
            }
        }
        delivery.send();
        return report;
    }

    private boolean late(Instant now) {
        boolean late = now == null || now.isBefore(looked);
        clockRefused.addAndGet(late ? 1 : 0);
        return late;
    }

    private List<Finding> look(Instant now, Reading reading) {
        if (!now.isAfter(looked)) {
            return List.of();
        }
        Look look = new Look(looked, now, counters.between(atLook, reading), counters.lastSeen());
        atLook = reading;
        looked = now;
        return ask(detector -> detector.look(look));
    }

    /** What all detectors say. One that fails must not silence the others, and its silence must not look like health. */
    private List<Finding> ask(Function<Detector, List<Finding>> question) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < detectors.size(); i++) {
            String id = specs.get(i).id();
            try {
                findings.addAll(question.apply(detectors.get(i)));
            } catch (RuntimeException e) {
                findings.add(Finding.of(
                        Finding.Kind.OVERSIGHT,
                        id,
                        id,
                        Finding.State.ALARM,
                        "The detector " + id + " failed with " + e.getClass().getSimpleName()
                                + ": what it watches is not watched."));
            }
        }
        return findings;
    }

    private WindowReport close(Instant until, Instant now) {
        Reading reading = counters.turn(); // what comes while detectors judge belongs to the next window, episodes too
        Optional<KeptRows> rows = counters.takeRows();
        List<Finding> findings = new ArrayList<>(look(now, reading));
        atLook = reading; // rows that came after a look at the same instant belong to this window, with their episodes
        Taken taken = outcomes.take(until, now);
        taken.corrections().forEach(c -> performance.correct(c.maturesAt(), c.risk(), c.before(), c.after()));
        Window window = new Window(
                from, until, counters.between(atClose, atLook), taken.evidence(), outcomes.follow(until, now), rows);
        findings.addAll(ask(detector -> detector.close(window)));
        WindowReport report = new WindowReport(
                from,
                until,
                window.counts().rows(),
                taken.matured(),
                performance.of(taken.evidence()),
                findings,
                alerts.close(findings, until));
        atClose = atLook;
        from = until;
        return report;
    }

    @Override
    public Optional<Alert> acknowledge(String alert, String by, Instant at) {
        Optional<Alert> taken;
        synchronized (lock) {
            taken = alerts.acknowledge(alert, by, at);
            taken.ifPresent(a ->
                    delivery.put(alerts.due(List.of(new AlertEvent(AlertEvent.What.ACKNOWLEDGED, a, at)), at)));
        }
        delivery.send();
        return taken;
    }

    @Override
    public boolean looked(String metric, String by, Instant at) {
        if (metric == null || by == null || at == null) {
            return false;
        }
        synchronized (lock) {
            return detectors.stream()
                    .anyMatch(detector -> detector instanceof Oversight oversight && oversight.looked(metric, by, at));
        }
    }

    @Override
    public List<Alert> open() {
        synchronized (lock) {
            return alerts.open();
        }
    }

    @Override
    public MonitorHealth health() {
        return new MonitorHealth(
                counters.observed(),
                counters.refused(),
                counters.withoutEpisode(),
                outcomes.awaited(),
                outcomes.refused(),
                outcomes.corrected(),
                outcomes.censored(),
                outcomes.intervened(),
                clockRefused.get(),
                delivery.failures());
    }

    @Override
    public byte[] save() {
        synchronized (lock) {
            StateFile state = nothingSaved
                    .with(MonitorState.OPENED, out -> out.putInstant(opened))
                    .with(MonitorState.POSITION, this::savePosition)
                    .with(MonitorState.COUNTERS, this::saveCounts)
                    .with(MonitorState.OUTCOMES, outcomes::save)
                    .with(MonitorState.PERFORMANCE, performance::save)
                    .with(MonitorState.ALERTS, alerts::save);
            for (int i = 0; i < specs.size(); i++) {
                state = state.with(MonitorState.of(specs.get(i)), detectors.get(i)::save);
            }
            return state.toBytes();
        }
    }

    private void savePosition(StateOutput out) {
        out.putInstant(from);
        out.putInstant(looked);
        out.putLong(clockRefused.get());
    }

    /** What was counted since the look and since the close is little, soon after them: so the readings of both take little room. */
    private void saveCounts(StateOutput out) {
        Reading saved = counters.save(out);
        counters.save(saved.minus(atLook), out);
        counters.save(atLook.minus(atClose), out);
    }

    /** Takes over a state of the same plan and baseline; before anything else is asked of this monitor. */
    void restore(StateFile state) {
        synchronized (lock) {
            state.read(MonitorState.POSITION, this::restorePosition);
            state.read(MonitorState.COUNTERS, this::restoreCounts);
            state.read(MonitorState.OUTCOMES, outcomes::restore);
            state.read(MonitorState.PERFORMANCE, performance::restore);
            state.read(MonitorState.ALERTS, alerts::restore);
            for (int i = 0; i < specs.size(); i++) {
                state.read(MonitorState.of(specs.get(i)), detectors.get(i)::restore);
            }
        }
    }

    private void restorePosition(StateInput in) {
        from = in.getInstant();
        looked = in.getInstant();
        clockRefused.set(in.getLong());
    }

    private void restoreCounts(StateInput in) {
        counters.restore(in);
        atLook = counters.read().minus(counters.restoreReading(in));
        atClose = atLook.minus(counters.restoreReading(in));
    }
}
