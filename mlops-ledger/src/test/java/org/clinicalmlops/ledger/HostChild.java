package org.clinicalmlops.ledger;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.ledger.Host.Visit;

/**
 * The host's JVM that is killed while it predicts, hears outcomes and reviews: it takes its deployment up from the ledger and goes on.
 * Arguments: address, deployment, seed. It says what {@link Killed} reads: after each flush {@code ack predicted id risk} and
 * {@code ack outcome id} for what is durable then.
 */
final class HostChild {
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static final int DAYS_BETWEEN_REVIEWS = 32;

    private final Workspace workspace;
    private final Deployment<Visit, Risk> deployment;
    private final HostClock clock;
    private final SplittableRandom random;
    private final Deque<Awaited> awaited = new ArrayDeque<>();

    /** A prediction whose outcome is not known yet. */
    private record Awaited(String id, Visit visit) {}

    private HostChild(
            Workspace workspace, Deployment<Visit, Risk> deployment, HostClock clock, SplittableRandom random) {
        this.workspace = workspace;
        this.deployment = deployment;
        this.clock = clock;
        this.random = random;
    }

    public static void main(String[] arguments) throws IOException {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(arguments[0]))) {
            HostClock clock =
                    new HostClock(ledger.last().map(Entry::at).orElseThrow().plus(1, ChronoUnit.HOURS));
            Workspace workspace = Host.workspace(ledger, clock);
            Deployment<Visit, Risk> deployment = workspace.resume(arguments[1], Host.plan());
            HostChild child =
                    new HostChild(workspace, deployment, clock, new SplittableRandom(Long.parseLong(arguments[2])));
            child.day(); // the classes that a day needs are loaded, and some rows are there
            say("ready\n");
            for (int day = 1; day < 100_000; day++) {
                say("begin\n");
                say(child.day() + "end\n");
                if (day % DAYS_BETWEEN_REVIEWS == 0) {
                    workspace.review(deployment);
                }
            }
        }
    }

    /** @return what is durable now */
    private String day() {
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

    private static void say(String lines) throws IOException {
        OUT.write(lines.getBytes(StandardCharsets.UTF_8));
    }
}
