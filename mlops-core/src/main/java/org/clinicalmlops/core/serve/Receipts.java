package org.clinicalmlops.core.serve;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.clinicalmlops.api.serve.Receipt;

/**
 * Completes receipts on a thread of its own, so that what a host hangs on them cannot hold up the writer of the ledger. The thread is
 * there while it is needed. Thread-safe.
 */
final class Receipts implements AutoCloseable {
    /** Our choice: a host that does not let receipts complete gets no more of them, before it runs out of memory. */
    static final int MOST_WAITING = 20_000;

    private final AtomicInteger waiting = new AtomicInteger();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread made = new Thread(work, "clinical-mlops-receipts");
                made.setDaemon(true);
                return made;
            });

    /** What a receipt says. */
    record Completed(CompletableFuture<Receipt> receipt, Receipt says) {}

    /** Whether one more may be awaited; it is then. */
    boolean await() {
        if (waiting.incrementAndGet() <= MOST_WAITING) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /** One that was to be awaited is not. */
    void give() {
        waiting.decrementAndGet();
    }

    void complete(List<Completed> all) {
        if (!all.isEmpty()) {
            thread.execute(() -> {
                for (Completed one : all) {
                    one.receipt.complete(one.says);
                    waiting.decrementAndGet();
                }
            });
        }
    }

    /** What is to be completed still is. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
