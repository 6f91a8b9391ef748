package org.clinicalmlops.monitoring.proof;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Does one thing many times on all cores. What comes out does not depend on how many there are. */
final class Replicates {
    private static final int LINES = 4;

    private Replicates() {}

    /**
     * @param what for the lines that say how far it is
     * @param once a function of the replicate's number alone
     */
    static <T> List<T> run(String what, int replicates, Progress progress, IntFunction<T> once) {
        AtomicInteger done = new AtomicInteger();
        int step = Math.max(1, (replicates + LINES - 1) / LINES);
        return IntStream.range(0, replicates)
                .parallel()
                .mapToObj(r -> {
                    T result = once.apply(r);
                    int now = done.incrementAndGet();
                    if (now % step == 0 || now == replicates) {
                        progress.line(what + ": " + now + " of " + replicates);
                    }
                    return result;
                })
                .toList();
    }
}
