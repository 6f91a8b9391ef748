package org.clinicalmlops.examples.pneumonia;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.core.Review;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.examples.time.ReplayClock;

/**
 * Lets time pass: each visit is scored on arrival, its outcome is told when the hospital learns of it, and on the first of every
 * month the deployment is reviewed.
 */
final class EmergencyDepartment {
    private final Workspace workspace;
    private final Deployment<EmergencyVisit, Risk> deployment;
    private final ReplayClock clock;
    private final Deque<EmergencyVisit> toCome;
    private final PriorityQueue<Awaited> awaited =
            new PriorityQueue<>(Comparator.comparing(Awaited::learntAt).thenComparing(Awaited::prediction));
    private double ureaFactor = 1;

    private record Awaited(EmergencyVisit visit, String prediction, Instant learntAt) {}

    /** @param visits from now on, in the order of arrival */
    EmergencyDepartment(
            Workspace workspace,
            Deployment<EmergencyVisit, Risk> deployment,
            ReplayClock clock,
            List<EmergencyVisit> visits) {
        this.workspace = workspace;
        this.deployment = deployment;
        this.clock = clock;
        this.toCome = new ArrayDeque<>(visits);
    }

    /** From now on the laboratory's interface writes {@code factor} times the urea in mmol/L. */
    void ureaArrivesTimes(double factor) {
        ureaFactor = factor;
    }

    /**
     * Goes on to the start of a day.
     *
     * @param reviewed told of each review on the way, that of {@code end} included
     */
    void until(LocalDate end, Consumer<Review<EmergencyVisit>> reviewed) {
        for (LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC); day.isBefore(end); ) {
            day = day.plusDays(1);
            day(start(day));
            if (day.getDayOfMonth() == 1) {
                reviewed.accept(workspace.review(deployment));
            }
        }
    }

    /** Midnight at the start of a day. */
    static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private void day(Instant end) {
        while (!toCome.isEmpty() && toCome.peek().getArrival().isBefore(end)) {
            EmergencyVisit visit = toCome.poll();
            tell(visit.getArrival());
            clock.moveTo(visit.getArrival());
            arrives(visit);
        }
        tell(end);
        clock.moveTo(end);
    }

    private void arrives(EmergencyVisit visit) {
        Double urea = visit.getUrea();
        visit.setUrea(urea == null ? null : Double.valueOf(ureaFactor * urea));
        deployment
                .predict(visit)
                .match(answered -> awaits(visit, answered.id()), silent -> awaits(visit, silent.id()), abstained -> {});
    }

    private void awaits(EmergencyVisit visit, String prediction) {
        Instant died = visit.getDiedAt();
        Instant learntAt = died == null ? Curb65.end(visit).plus(Duration.ofHours(1)) : died;
        awaited.add(new Awaited(visit, prediction, learntAt));
    }

    private void tell(Instant now) {
        List<Awaited> learnt = new ArrayList<>();
        while (!awaited.isEmpty() && awaited.peek().learntAt().isBefore(now)) {
            learnt.add(awaited.poll());
        }
        for (Awaited one : learnt) {
            clock.moveTo(one.learntAt());
            deployment.outcome(one.prediction(), Curb65.outcome(one.visit()));
        }
    }
}
