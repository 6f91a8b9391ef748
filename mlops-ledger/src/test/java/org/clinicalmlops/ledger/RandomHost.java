package org.clinicalmlops.ledger;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.registry.ModelVersion;
import org.clinicalmlops.ledger.Host.Visit;

/**
 * A host in which two threads change versions at random, in one deployment that another such host changes too. It says what it was told:
 * {@code made number}, {@code began} and {@code withdrew}.
 */
final class RandomHost {
    private static final int THREADS = 2;
    private static final int CALLS = 40;
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private final Workspace workspace;
    private final Deployment<Visit, Risk> deployment;
    private final List<Approved<Visit, Risk>> versions = new ArrayList<>();
    private final TickingClock clock;
    private final Consumer<String> says;

    private RandomHost(
            Workspace workspace,
            String deployment,
            Pipeline<Visit, Risk> plan,
            TickingClock clock,
            Consumer<String> says) {
        this.workspace = workspace;
        this.deployment = workspace.resume(deployment, plan);
        this.clock = clock;
        this.says = says;
        for (ModelVersion version : workspace.registry().versions()) {
            versions.add(workspace.reinstate(plan, version.model()).orElseThrow());
        }
    }

    /** Arguments: address, deployment, seed. */
    public static void main(String[] arguments) throws Exception {
        live(arguments[0], arguments[1], Long.parseLong(arguments[2]), line -> {
            try {
                OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Opens a workspace of its own and makes all calls; leaves the deployment open, as a host that is killed does. */
    static void live(String address, String deployment, long seed, Consumer<String> says) throws Exception {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            Instant last = ledger.last().orElseThrow().at();
            TickingClock clock = new TickingClock(last);
            Workspace workspace = Host.workspace(ledger, clock);
            RandomHost host = new RandomHost(workspace, deployment, HostPlans.plain(), clock, says);
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                SplittableRandom random = new SplittableRandom(31 * seed + thread);
                work.add(() -> {
                    for (int call = 0; call < CALLS; call++) {
                        host.call(random);
                    }
                    return null;
                });
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                for (Future<Void> done : threads.invokeAll(work)) {
                    done.get();
                }
            } finally {
                threads.shutdownNow();
            }
            workspace.flush();
        }
    }

    private void call(SplittableRandom random) {
        Approved<Visit, Risk> version = versions.get(random.nextInt(versions.size()));
        Digest model = version.candidate().artifact().digest();
        try {
            switch (random.nextInt(14)) {
                case 0, 1 -> {
                    workspace.shadow(deployment, version);
                    says.accept("began");
                }
                case 2 -> {
                    workspace.withdraw(deployment, "at random");
                    says.accept("withdrew");
                }
                case 3, 4, 5 -> {
                    if (Host.end(deployment) instanceof TrialDecision.Passed passed) {
                        says.accept("made " + passed.ledgerEntry());
                    }
                }
                case 6, 7 -> told(workspace.rollBack(deployment, model, signed(Change.ROLL_BACK, model)));
                case 8 -> told(workspace.stop(deployment, signed(Change.STOP, deployment.model()), "at random"));
                case 9, 10 -> told(workspace.startAgain(deployment, signed(Change.START_AGAIN, deployment.model())));
                case 11 -> workspace.catchUp(deployment);
                default -> deployment.predict(Host.visit(random.nextInt(1_000_000), clock.instant(), random));
            }
        } catch (LedgerConflict | IllegalStateException e) {
            // another was first; or there is one beside already, or none
        }
    }

    private SignOff signed(Change change, Digest model) {
        return SignOff.by(Host.LEAD, Role.CLINICAL_LEAD).of(deployment.toSign(change, model));
    }

    private void told(ChangeDecision decision) {
        decision.match(made -> says.accept("made " + made.ledgerEntry()), refused -> {});
    }
}
