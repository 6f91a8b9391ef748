package org.clinicalmlops.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.monitoring.Samples.Sample;

/** Feeds a monitor month by month, each outcome a day after its horizon of ten days began to be over. */
final class Replay {
    private final Monitor monitor;
    private final Baseline baseline;
    private int months;
    private int ids = 1_000_000_000; // so that all have one length and sort as they were made

    Replay(MonitorPlan plan, Baseline baseline) {
        this.baseline = baseline;
        this.monitor = StandardMonitoring.engine().open(plan, baseline, Samples.CLOCK);
    }

    Monitor monitor() {
        return monitor;
    }

    /** Observes the rows spread over one month, tells what happened, and reviews at its end. */
    WindowReport month(List<Sample> rows, Function<Sample, Double> said) {
        Instant start = boundary(months);
        Instant end = boundary(++months);
        Duration step = Duration.between(start, end.minus(Duration.ofDays(11))).dividedBy(rows.size() + 1L);
        Instant at = start;
        for (Sample row : rows) {
            at = at.plus(step);
            String id = Integer.toString(ids++);
            monitor.observe(row.values(baseline.levels()), said.apply(row), row.patient());
            monitor.expect(
                    id, row.patient(), at.plus(Duration.ofDays(10)), row.values(baseline.levels()), said.apply(row));
            monitor.outcome(id, Outcome.event(row.event(), at.plus(Duration.ofDays(10))));
        }
        return monitor.review(end).orElseThrow();
    }

    WindowReport month(List<Sample> rows) {
        return month(rows, Sample::risk);
    }

    private static Instant boundary(int k) {
        return Samples.SINCE.atZone(ZoneOffset.UTC).plus(Period.ofMonths(k)).toInstant();
    }

    static List<Finding> alarms(WindowReport report) {
        return findings(report, f -> f.state() == State.ALARM);
    }

    static List<Finding> findings(WindowReport report, Predicate<Finding> which) {
        List<Finding> found = new ArrayList<>();
        report.findings().stream().filter(which).forEach(found::add);
        return found;
    }
}
