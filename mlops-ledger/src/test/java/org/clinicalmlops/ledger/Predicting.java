package org.clinicalmlops.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.ledger.Host.Visit;

/** A host's days: it predicts, hears outcomes, and now and then reviews. */
final class Predicting implements HostChild.Work {
    private static final int DAYS_BETWEEN_REVIEWS = 32;

    private final Workspace workspace;
    private final Deployment<Visit, Risk> deployment;
    private final HostClock clock;
    private final SplittableRandom random;
    private final Deque<Awaited> awaited = new ArrayDeque<>();
    private int days;

    /** A prediction whose outcome is not known yet. */
    private record Awaited(String id, Visit visit) {}

    Predicting(Workspace workspace, Deployment<Visit, Risk> deployment, HostClock clock, SplittableRandom random) {
        this.workspace = workspace;
        this.deployment = deployment;
        this.clock = clock;
        this.random = random;
    }

    /** @return {@code ack predicted id risk} and {@code ack outcome id} of what is durable now */
    @Override
    public String once() {
        StringBuilder acknowledged = new StringBuilder();
        for (Visit visit : Host.some(clock.instant(), random)) {
            deployment
                    .predict(visit)
                    .match(
                            answered -> {
                                awaited.add(new Awaited(answered.id(), visit));
                                acknowledged.append("ack predicted %s %s%n"
                                        .formatted(
                                                answered.id(),
                                                Declaration.number(
                                                        answered.output().value())));
                            },
                            silent -> {
                                throw new IllegalStateException("silent");
                            },
                            abstained -> {
                                throw new IllegalStateException("abstained: " + abstained.reason());
                            });
        }
        clock.set(clock.instant().plus(1, ChronoUnit.DAYS));
        for (Awaited one : due(clock.instant())) {
            deployment.outcome(one.id, one.visit.outcome());
            acknowledged.append("ack outcome ").append(one.id).append('\n');
        }
        workspace.flush();
        if (deployment.health().notRecorded() > 0) {
            throw new IllegalStateException("the ledger refused " + deployment.health());
        }
        if (++days % DAYS_BETWEEN_REVIEWS == 0) {
            workspace.review(deployment);
        }
        return acknowledged.toString();
    }

    private List<Awaited> due(Instant now) {
        List<Awaited> due = new ArrayList<>();
        while (!awaited.isEmpty()
                && !awaited.peek().visit.at().plus(30, ChronoUnit.DAYS).isAfter(now)) {
            due.add(awaited.poll());
        }
        return due;
    }
}
