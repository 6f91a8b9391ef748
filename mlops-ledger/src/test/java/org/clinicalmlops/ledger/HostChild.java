package org.clinicalmlops.ledger;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.ledger.Host.Visit;

/**
 * The host's JVM that is killed: it takes its deployment up from the ledger and goes on with its work. Arguments: address, phase,
 * deployment, seed. It says what {@link Killed} reads.
 */
final class HostChild {
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private HostChild() {}

    /** What is under way when the kill comes. */
    enum Phase {
        /** Predictions, outcomes and reviews. */
        PREDICTIONS,
        /** Versions are promoted and rolled back. */
        PROMOTIONS,
        /** The learning loop takes its steps. */
        LEARNING;

        Pipeline<Visit, Risk> plan() {
            return this == LEARNING ? HostPlans.learning() : HostPlans.plain();
        }

        /** Days before the use of the first model from which on its data are. */
        int daysOfData() {
            return this == LEARNING ? HostPlans.LONG : HostPlans.SHORT;
        }

        /** In which a kill comes, after the work has begun. A step of the loop takes longer than a transaction. */
        long microseconds() {
            return this == LEARNING ? 1_000_000 : 300_000;
        }

        private Work of(
                Workspace workspace, Deployment<Visit, Risk> deployment, HostClock clock, SplittableRandom random) {
            return switch (this) {
                case PREDICTIONS -> new Predicting(workspace, deployment, clock, random);
                case PROMOTIONS -> new Changing(workspace, deployment, clock, random);
                case LEARNING -> new LearningHost(workspace.loop(deployment), deployment, clock, random);
            };
        }
    }

    /** Work that is done piece by piece. */
    interface Work {
        /** @return lines that acknowledge what is durable now, each with its end */
        String once();
    }

    public static void main(String[] arguments) throws IOException {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(arguments[0]))) {
            HostClock clock =
                    new HostClock(ledger.last().map(Entry::at).orElseThrow().plus(1, ChronoUnit.HOURS));
            Workspace workspace = Host.workspace(ledger, clock);
            Phase phase = Phase.valueOf(arguments[1]);
            Deployment<Visit, Risk> deployment = workspace.resume(arguments[2], phase.plan());
            Work work = phase.of(workspace, deployment, clock, new SplittableRandom(Long.parseLong(arguments[3])));
            work.once(); // the classes that it needs are loaded
            say("ready\n");
            for (int n = 0; n < 100_000; n++) {
                say("begin\n");
                say(work.once() + "end\n");
            }
        }
    }

    private static void say(String lines) throws IOException {
        OUT.write(lines.getBytes(StandardCharsets.UTF_8));
    }
}
