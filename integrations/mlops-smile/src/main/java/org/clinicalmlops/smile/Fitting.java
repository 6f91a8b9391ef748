package org.clinicalmlops.smile;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.train.TrainingData;

/** How the trainers call Smile, and which version of it they call. */
final class Fitting {
    /** Part of every declaration: another version may fit another model. */
    static final String SMILE = "2.6.0";

    private Fitting() {}

    /**
     * Runs a fit in a pool of its own. Smile adds numbers up in parallel streams, which split by the size of the pool that they run
     * in: a fixed size gives the same bits on every machine. A fresh thread also has none of the random state that Smile keeps by
     * thread.
     */
    static <T> T inPool(int threads, String trainer, Supplier<T> fit) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(fit::get).get();
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new MlopsException(trainer + " could not be fitted: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MlopsException(trainer + " was interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    static void needsBothClasses(TrainingData data, String trainer) {
        int events = 0;
        for (int i = 0; i < data.size(); i++) {
            events += data.truth(i) == 1 ? 1 : 0;
        }
        if (events == 0 || events == data.size()) {
            throw new MlopsException(trainer + " needs rows with and without the event, had " + events + " events in "
                    + data.size() + " rows");
        }
    }
}
