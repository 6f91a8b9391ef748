package org.clinicalmlops.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Divides the rows of a batch among threads. Stateless. */
final class Batch {
    /** Scores rows {@code from} to below {@code to}. */
    interface Part {
        void score(int from, int to);
    }

    private Batch() {}

    /** Part 1 is scored by the calling thread. Returns when all are done. */
    static void run(int rows, int threads, Executor executor, Part part) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be >= 1, were " + threads);
        }
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int t = 1; t < threads; t++) {
            int from = from(rows, threads, t);
            int to = from(rows, threads, t + 1);
            others.add(CompletableFuture.runAsync(() -> part.score(from, to), executor));
        }
        part.score(0, from(rows, threads, 1));
        for (CompletableFuture<Void> other : others) {
            try {
                other.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
    }

    private static int from(int rows, int threads, int part) {
        return (int) ((long) rows * part / threads);
    }
}
