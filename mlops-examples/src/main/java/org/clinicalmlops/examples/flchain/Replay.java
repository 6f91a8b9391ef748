package org.clinicalmlops.examples.flchain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.core.Review;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.examples.time.ReplayClock;

/**
 * Lets a deployment live through the years: each assay is scored on the day it was taken, each outcome arrives when the five years
 * after its assay are over, and the deployment is reviewed on the first day of every month.
 */
public final class Replay {
    private static final Instant END = Plans.year(2004);

    private final Workspace ward;
    private final Deployment<Assay, Risk> deployment;
    private final ReplayClock clock;
    private final Deque<Assay> toCome;
    /** By the end of the horizon: around a leap day that is not the order of the assays. */
    private final PriorityQueue<Awaited> awaited = new PriorityQueue<>(Comparator.comparing(Awaited::maturesAt));

    private UnaryOperator<Assay> interfaceOf = UnaryOperator.identity();
    private Instant nextReview;

    private record Awaited(Assay assay, String prediction, Instant maturesAt) {}

    /** @param source read once; assays from the present instant of the clock on are replayed */
    public Replay(Workspace ward, Deployment<Assay, Risk> deployment, ReplayClock clock, CohortSource<Assay> source) {
        this.ward = ward;
        this.deployment = deployment;
        this.clock = clock;
        this.toCome = new ArrayDeque<>(inOrder(source, clock.instant(), END));
        this.nextReview = firstOfNextMonth(clock.instant());
    }

    /** The assays from an instant on, until another, in the order in which they were taken. */
    static List<Assay> inOrder(CohortSource<Assay> source, Instant from, Instant until) {
        DataCut cut = DataCut.indexed(from, until);
        List<Assay> assays = new ArrayList<>();
        source.read(cut, assay -> {
            if (cut.includes(assay.sampledAt())) {
                assays.add(assay);
            }
        });
        assays.sort(Comparator.comparing(Assay::sampledAt).thenComparing(Assay::id));
        return assays;
    }

    /** From now on the laboratory's interface delivers {@code changed} instead of the assay. */
    public void interfaceChanges(UnaryOperator<Assay> changed) {
        interfaceOf = changed;
    }

    /** The oldest assay that was not scored yet; null when all were. */
    public Assay next() {
        return toCome.peek();
    }

    /**
     * Goes on until an instant.
     *
     * @param reviewed told of each monthly review
     */
    public void until(Instant end, Consumer<Review<Assay>> reviewed) {
        while (true) {
            Instant assay = toCome.isEmpty() ? end : toCome.peek().sampledAt();
            Instant outcome = awaited.isEmpty() ? end : awaited.peek().maturesAt();
            Instant first = nextReview.isAfter(assay) ? assay : nextReview;
            first = first.isAfter(outcome) ? outcome : first;
            if (!first.isBefore(end)) {
                clock.moveTo(end);
                return;
            }
            clock.moveTo(first);
            if (first.equals(nextReview)) {
                nextReview = firstOfNextMonth(first);
                reviewed.accept(ward.review(deployment));
            } else if (first.equals(outcome)) {
                Awaited matured = awaited.poll();
                deployment.outcome(matured.prediction(), matured.assay().outcome());
            } else {
                score(toCome.poll());
            }
        }
    }

    /**
     * Goes on from review to review until a trigger has started a retraining.
     *
     * @param reviewed told of each monthly review
     * @return the review that did; empty if none did before {@code end}
     */
    public Optional<Review<Assay>> untilRetrained(Instant end, Consumer<Review<Assay>> reviewed) {
        List<Review<Assay>> found = new ArrayList<>();
        while (found.isEmpty() && nextReview.isBefore(end)) {
            until(nextReview.plusNanos(1), review -> {
                reviewed.accept(review);
                if (review.retrained().isPresent() || review.failure().isPresent()) {
                    found.add(review);
                }
            });
        }
        return found.stream().findFirst();
    }

    private void score(Assay assay) {
        Prediction<Risk> prediction = deployment.predict(interfaceOf.apply(assay));
        prediction.match(
                answered -> awaits(assay, answered.id()), silent -> awaits(assay, silent.id()), abstained -> {});
    }

    private void awaits(Assay assay, String prediction) {
        awaited.add(new Awaited(assay, prediction, Plans.useCase().maturesAt(assay.sampledAt())));
    }

    private static Instant firstOfNextMonth(Instant now) {
        return now.atZone(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1)
                .plusMonths(1)
                .toInstant();
    }
}
