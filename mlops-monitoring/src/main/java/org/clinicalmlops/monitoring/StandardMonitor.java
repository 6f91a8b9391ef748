package org.clinicalmlops.monitoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorHealth;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;

/**
 * Puts counters, outcomes and detectors together. Recording touches only the counters and the outcomes, which need no lock; a review
 * holds the one lock, which guards everything else.
 */
final class StandardMonitor implements Monitor {
    /** Subject of what concerns no single feature. */
    static final String MODEL = "model";

    private final Counters counters;
    private final Outcomes outcomes = new Outcomes();
    private final Calendar calendar;
    private final double driftAlpha;
    private final double missingnessAlpha;

    private final Object lock = new Object();
    private final List<InputDrift> drift = new ArrayList<>();
    private final List<Missingness> missingness = new ArrayList<>();
    private final Calibration calibration;
    private final DiscriminationLoss discrimination;
    private final Performance performance = new Performance();
    private final Alerts alerts = new Alerts();
    private final Set<String> episodes = new HashSet<>();
    private long[] reading;
    private Instant from;

    StandardMonitor(MonitorPlan plan, Baseline baseline, Instant since) {
        counters = new Counters(baseline);
        calendar = new Calendar(since, plan.window());
        int features = baseline.features().size();
        for (int f = 0; f < features; f++) {
            FeatureProfile profile = baseline.features().get(f);
            drift.add(new InputDrift(profile, baseline.schema().feature(f).categorical(), plan.minimumRows()));
            missingness.add(new Missingness(profile, plan.minimumRows()));
        }
        Budget budget = new Budget(plan);
        driftAlpha = budget.driftTest(drift.stream().mapToInt(InputDrift::tests).sum());
        missingnessAlpha = budget.missingnessTest(features);
        calibration = new Calibration(plan, budget, since);
        discrimination =
                new DiscriminationLoss(baseline.auroc(), plan.toleratedAurocLoss(), budget.discriminationTest());
        reading = counters.read();
        from = since;
    }

    @Override
    public void observe(double[] values, double risk) {
        counters.observe(values, risk);
    }

    @Override
    public void expect(String id, String episode, Instant maturesAt, double risk) {
        if (!outcomes.expect(id, episode, maturesAt, risk)) {
            counters.refuse();
        }
    }

    @Override
    public void outcome(String id, Outcome<Risk> outcome) {
        outcomes.outcome(id, outcome);
    }

    @Override
    public Optional<WindowReport> review(Instant now) {
        if (now == null) {
            return Optional.empty();
        }
        synchronized (lock) {
            Instant until = calendar.lastBoundary(now);
            return until.isAfter(from) ? Optional.of(close(until, now)) : Optional.empty();
        }
    }

    private WindowReport close(Instant until, Instant now) {
        long[] before = reading;
        reading = counters.read();
        List<Matured> matured = outcomes.take(until, now);
        List<Matured> firsts =
                matured.stream().filter(m -> episodes.add(m.episode())).toList();
        List<Finding> findings = new ArrayList<>();
        for (int f = 0; f < drift.size(); f++) {
            Tally tally = counters.tally(f, before, reading);
            findings.add(drift.get(f).judge(tally, driftAlpha));
            findings.add(missingness.get(f).judge(tally, missingnessAlpha));
        }
        findings.add(calibration.judge(firsts, outcomes.overdue(until)));
        findings.add(discrimination.judge(firsts));
        Alerts.Change change = alerts.take(findings, until);
        WindowReport report = new WindowReport(
                from,
                until,
                Counters.rows(before, reading),
                matured.size(),
                performance.of(firsts),
                findings,
                change.opened(),
                change.resolved());
        from = until;
        return report;
    }

    @Override
    public MonitorHealth health() {
        return new MonitorHealth(
                counters.observed(),
                counters.refused(),
                outcomes.awaited(),
                outcomes.refused(),
                outcomes.censored(),
                outcomes.intervened());
    }
}
