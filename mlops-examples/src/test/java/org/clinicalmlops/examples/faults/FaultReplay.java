package org.clinicalmlops.examples.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.examples.flchain.Assay;
import org.clinicalmlops.examples.flchain.Plans;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.monitoring.Diagnosis;
import org.clinicalmlops.monitoring.Diagnosis.Seen;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.monitoring.option.ExchangedCodes;
import org.clinicalmlops.monitoring.option.GarbledInputs;

/**
 * One monitor through the three years of assays and the five years until the last outcome: a pulse each day while there are assays, a
 * review on the first of each month. That predictions stop at the end is what happens, and no false alarm: what is said of the feed
 * and of the work around predictions is left out from then on.
 */
final class FaultReplay {
    private static final Instant LAST = Plans.year(2004);
    /** Somebody names the cause when the window of the first alarm and the next two are over; of outcomes, the next five. */
    private static final int WINDOWS = 3;

    private static final int WINDOWS_OF_OUTCOMES = 6;

    private static final String COVERAGE = "harm.outcomes";

    static final MonitorPlan PLAN = MonitorPlan.standard()
            .groups(Grouping.none().byLevel("sex").byBand("age", 65, 80))
            .detecting(GarbledInputs.described())
            .detecting(ExchangedCodes.watched());

    private final Ward ward;
    private final Injection injection;
    private final Instant from;
    private final Instant shows;
    private final ReplayClock clock = new ReplayClock(Ward.START);
    private final Monitor monitor;
    private final Deque<Assay> toCome = new ArrayDeque<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing((Due d) -> d.told().at()).thenComparing(Due::id));
    private final List<Finding> before = new ArrayList<>();
    private final List<Seen> windows = new ArrayList<>();
    private final List<Finding> between = new ArrayList<>();
    private Optional<Seen> beforeThem = Optional.empty();
    private Optional<Instant> found = Optional.empty();
    private Finding first;
    private int altered;
    private double shifted;
    private int matured;

    private record Due(String id, boolean late, Injection.Told told) {}

    /**
     * @param altered rows or outcomes that the fault has touched until it was named
     * @param shifted mean distance of the log odds that the model gives a garbled row from those of the true one; NaN where it gives none
     * @param found when; empty for never
     * @param matured cases of the fault's time that were due by then
     * @param first finding that told of it; null for none
     * @param before alarms before the fault
     */
    record Result(
            int altered,
            double shifted,
            Optional<Instant> found,
            int matured,
            Finding first,
            Diagnosis diagnosis,
            List<Finding> before) {}

    /** @param from the date of the fault; {@link #LAST} for none */
    private FaultReplay(Ward ward, List<Assay> stream, Injection injection, Instant from, Instant shows) {
        this.ward = ward;
        this.injection = injection;
        this.from = from;
        this.shows = shows;
        monitor = StandardMonitoring.engine().open(PLAN, ward.baseline, clock);
        Duration step = Duration.between(Ward.START, Ward.END).dividedBy(stream.size());
        Instant at = Ward.START;
        for (Assay assay : stream) {
            if (injection.seen(assay)) {
                toCome.add(Assays.at(assay, at)); // who is left comes at the old pace
                at = at.plus(step);
            }
        }
    }

    /** @param shows the first instant at which the fault can be seen: that of the first outcome, if it is one of outcomes */
    static Result run(Ward ward, Injection injection, Instant from, Instant shows) {
        return new FaultReplay(ward, ward.toCome, injection, from, shows).go();
    }

    /** The alarms of a stream to which nothing is done. */
    static List<Finding> clean(Ward ward, List<Assay> stream) {
        return new FaultReplay(ward, stream, Injection.none(), LAST, LAST).go().before();
    }

    private Result go() {
        Instant day = Ward.START;
        while (day.isBefore(LAST) && !named()) {
            Instant next = day.plus(Duration.ofDays(1));
            boolean streams = !toCome.isEmpty();
            while (!toCome.isEmpty() && toCome.peek().sampledAt().isBefore(next)) {
                score(toCome.poll());
            }
            clock.moveTo(next);
            while (!due.isEmpty() && !due.peek().told().at().isAfter(next)) {
                tell(due.poll());
            }
            if (streams) {
                pulse(next);
            }
            if (next.atOffset(ZoneOffset.UTC).getDayOfMonth() == 1) {
                monitor.review(next).ifPresent(this::take);
            }
            day = next;
        }
        Diagnosis diagnosis = windows.isEmpty()
                ? new Diagnosis(Diagnosis.Suspect.NOTHING, java.util.Set.of())
                : Diagnosis.of(ward.baseline, beforeThem, windows);
        return new Result(
                altered, altered == 0 ? 0 : shifted / altered, found, matured, first, diagnosis, List.copyOf(before));
    }

    private boolean named() {
        boolean outcomes =
                found.isPresent() && (first.kind().harm() || first.detector().equals(COVERAGE));
        return windows.size() >= (outcomes ? WINDOWS_OF_OUTCOMES : WINDOWS);
    }

    private void score(Assay assay) {
        clock.moveTo(assay.sampledAt());
        Assay delivered = injection.delivered(assay);
        if (delivered != assay) {
            altered++;
            shifted += Math.abs(logit(ward.risk(delivered)) - logit(ward.risk(assay)));
        }
        double[] values = ward.values(delivered);
        double risk = ward.risk(delivered);
        monitor.observe(values, risk, assay.id());
        if (!Double.isNaN(risk)) {
            Instant maturesAt = Plans.useCase().maturesAt(assay.sampledAt());
            monitor.expect(assay.id(), assay.id(), maturesAt, values, risk);
            Injection.Told truth = new Injection.Told(assay.outcome(), maturesAt);
            Optional<Injection.Told> told = injection.told(assay, risk, truth);
            told.ifPresent(t -> due.add(new Due(assay.id(), !assay.sampledAt().isBefore(from), t)));
            boolean as = told.filter(t -> t.equals(truth) || t.outcome() instanceof Outcome.Intervened<?>)
                    .isPresent();
            altered += as ? 0 : 1;
        }
    }

    private static double logit(double risk) {
        return Math.log(risk / (1 - risk));
    }

    private void tell(Due told) {
        monitor.outcome(told.id(), told.told().outcome());
        matured += told.late() && found.isEmpty() ? 1 : 0;
    }

    private void pulse(Instant now) {
        for (AlertEvent event : monitor.pulse(now)) {
            List<Finding> all = new ArrayList<>(event.alert().also());
            all.add(0, event.alert().finding());
            all.stream()
                    .filter(f -> event.what() == AlertEvent.What.OPENED || event.what() == AlertEvent.What.REOPENED)
                    .filter(asks(now))
                    .forEach(f -> take(f, now));
        }
    }

    private Predicate<Finding> asks(Instant now) {
        boolean over = toCome.isEmpty();
        return f -> (f.state() == State.ALARM
                        || f.state() == State.NOTICE && f.detector().equals(COVERAGE))
                && !(over
                        && switch (f.kind()) {
                            case DEAD_FEED, OPERATION, MISSINGNESS, OVERSIGHT ->
                                !f.detector().equals(COVERAGE);
                            default -> false;
                        });
    }

    private void take(Finding finding, Instant now) {
        if (now.isAfter(shows)) {
            between.add(finding);
            if (found.isEmpty()) {
                found = Optional.of(now);
                first = finding;
            }
        } else {
            before.add(finding);
        }
    }

    private void take(WindowReport report) {
        Instant now = report.until();
        List<Finding> asking = report.findings().stream().filter(asks(now)).toList();
        boolean wasFound = found.isPresent();
        asking.forEach(f -> take(f, now));
        if (now.isAfter(shows)) {
            between.removeIf(asking::contains);
            Seen seen = new Seen(report, between, monitor.health());
            if (found.isPresent() || wasFound) {
                windows.add(seen);
            } else {
                beforeThem = Optional.of(seen);
            }
        } else {
            beforeThem = Optional.of(new Seen(report, List.of(), monitor.health()));
        }
        between.clear();
    }
}
