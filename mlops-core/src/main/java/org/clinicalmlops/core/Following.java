package org.clinicalmlops.core;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over, every so often, what other workspaces on the ledger have changed in the deployments of this one: one thread, which reads the
 * entries of changes and no prediction. A look that fails changes nothing, and the next one is made when it is due.
 */
final class Following implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final Supplier<? extends Collection<? extends LiveDeployment<?>>> deployments;
    private final ScheduledExecutorService thread;
    /** Whether the last look failed: then the next one that does is not logged again. */
    private boolean failing;

    /** @param every from the end of one look to the next */
    Following(Duration every, Supplier<? extends Collection<? extends LiveDeployment<?>>> deployments) {
        this.deployments = deployments;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread own = new Thread(work, "clinical-mlops-following");
            own.setDaemon(true);
            return own;
        });
        thread.scheduleWithFixedDelay(this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void look() {
        boolean failed = false;
        for (LiveDeployment<?> deployment : deployments.get()) {
            try {
                deployment.catchUp();
            } catch (RuntimeException
                    | LinkageError
                    | AssertionError
                    | StackOverflowError
                            e) { // the ledger is down, or a version cannot be opened here; anything thrown would end
                // the looks
                failed = true;
                if (!failing) {
                    LOG.error(
                            "What other workspaces have changed could not be taken over: {}",
                            e.getClass().getSimpleName());
                }
            }
        }
        failing = failed;
    }

    /** Waits for the end of a look. */
    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
