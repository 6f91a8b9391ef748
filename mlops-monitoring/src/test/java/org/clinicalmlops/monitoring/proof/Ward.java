package org.clinicalmlops.monitoring.proof;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.monitoring.proof.References.Known;

/**
 * A host that watches its model with a whole standard monitor: looks every so many hours, reviews every week, and knows each outcome a week after
 * its prediction. Single-threaded.
 */
final class Ward {
    private static final double HORIZON = 7;
    private static final double ACTS_ABOVE = 0.3;

    private final SplittableRandom random;
    private final Hand hand = new Hand();
    private final double[][] codes;
    private final Monitor monitor;
    private final Deque<Row> pending = new ArrayDeque<>();
    private final Set<String> stays = new HashSet<>();
    private final List<Seen> alarms = new ArrayList<>();
    private final List<Seen> notices = new ArrayList<>();
    private final List<AlertEvent> events = new ArrayList<>();
    private final Set<String> detectors = new TreeSet<>();
    private final double pulse;
    private long pulses;
    private long ids;

    /** @param day on which somebody could have read it */
    record Seen(double day, Finding finding) {}

    /** @param pulse days from look to look */
    Ward(MonitorPlan plan, Hospital hospital, Known known, SplittableRandom random, double pulse) {
        this.random = random;
        this.pulse = pulse;
        codes = References.codes(hospital, known.baseline());
        monitor = StandardMonitoring.engine().open(plan, known.baseline(), hand);
    }

    /** Observes the rows of one week, each with what is done around it, and reviews at its end. */
    void week(int week, List<Row> rows) {
        for (Row row : rows) {
            pulses(row.day());
            hand.set(References.at(row.day()));
            observe(row);
        }
        double end = 7.0 * (week + 1);
        pulses(end);
        Instant now = References.at(end);
        hand.set(now);
        monitor.review(now).ifPresent(report -> read(report, end));
    }

    private void observe(Row row) {
        double[] values = References.coded(row, codes);
        if (stays.add(row.episode())) {
            monitor.note(Operation.ELIGIBLE); // a patient, not a row
        }
        monitor.observe(values, row.said(), row.episode());
        monitor.took(Math.round(20e6 * Math.exp(0.5 * random.nextGaussian())));
        if (row.said() > ACTS_ABOVE) {
            monitor.note(Operation.ALERTED);
            monitor.note(random.nextDouble() < 0.6 ? Operation.ACCEPTED : Operation.OVERRIDDEN);
        }
        monitor.expect(id(ids++), row.episode(), References.at(row.day() + HORIZON), values, row.said());
        pending.add(row);
    }

    private static String id(long number) {
        return Long.toString(1_000_000_000 + number);
    }

    /** Looks when it is time, after the outcomes that are known by then. */
    private void pulses(double day) {
        while ((pulses + 1) * pulse <= day) {
            pulses++;
            double now = pulses * pulse;
            Instant at = References.at(now);
            hand.set(at);
            while (!pending.isEmpty() && pending.peek().day() + HORIZON <= now) {
                Row known = pending.remove();
                String id = id(ids - pending.size() - 1);
                monitor.outcome(id, Outcome.event(known.event(), References.at(known.day() + HORIZON)));
            }
            List<AlertEvent> told = monitor.pulse(at);
            events.addAll(told);
            told.stream()
                    .filter(e -> e.what() != AlertEvent.What.RESOLVED)
                    .forEach(e -> alarms.add(new Seen(now, e.alert().finding())));
        }
    }

    private void read(WindowReport report, double day) {
        events.addAll(report.events());
        report.findings().forEach(f -> detectors.add(f.detector()));
        report.findings().stream().filter(f -> f.state() == State.ALARM).forEach(f -> alarms.add(new Seen(day, f)));
        report.findings().stream().filter(f -> f.state() == State.NOTICE).forEach(f -> notices.add(new Seen(day, f)));
    }

    /** Every finding that alarmed. */
    List<Seen> alarms() {
        return alarms;
    }

    /** Every finding that a report lists without calling anybody. */
    List<Seen> notices() {
        return notices;
    }

    /** Alerts that were opened, or opened again: what somebody is called for. */
    List<AlertEvent> opened() {
        return events.stream()
                .filter(e -> e.what() == AlertEvent.What.OPENED || e.what() == AlertEvent.What.REOPENED)
                .toList();
    }

    /** Every detector that said anything. */
    Set<String> detectors() {
        return detectors;
    }
}
