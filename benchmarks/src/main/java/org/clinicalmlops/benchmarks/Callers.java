package org.clinicalmlops.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Some callers that call at the same time, and what came of it. */
final class Callers {
    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final List<Caller> all;
    private long processorTime;

    Callers(List<Caller> all) {
        this.all = List.copyOf(all);
    }

    /** @throws IllegalStateException if a call failed, or a receipt did not complete */
    void call(long forNanos) {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        long begun = MACHINE.getProcessCpuTime();
        try {
            List<Future<?>> ends = new ArrayList<>();
            all.forEach(caller -> ends.add(threads.submit(() -> caller.call(forNanos))));
            for (Future<?> end : ends) {
                end.get();
            }
            processorTime = MACHINE.getProcessCpuTime() - begun;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    Callers and(Callers others) {
        return new Callers(Stream.concat(all.stream(), others.all.stream()).toList());
    }

    long sum(ToLongFunction<Caller> count) {
        return all.stream().mapToLong(count).sum();
    }

    /** From the first call to the completion of the last receipt, in nanoseconds. */
    long took() {
        long first = all.stream().mapToLong(Caller::firstCall).min().orElseThrow();
        long last = all.stream().mapToLong(Caller::lastCompleted).max().orElseThrow();
        return last - first;
    }

    /** What all threads of this JVM used while they called, in nanoseconds of a processor. */
    long processorTime() {
        return processorTime;
    }

    Latencies latencies() {
        return new Latencies(all.stream()
                .flatMapToLong(caller -> LongStream.of(caller.nanos()))
                .toArray());
    }
}
