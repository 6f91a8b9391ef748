package org.clinicalmlops.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a stretch of work took beside time, for benchmarks that prepare each invocation: JMH's own profiler counts what the preparation
 * allocates too.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Spent {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Operations. */
    public long ops;
    /** Allocated by the threads that worked. */
    public long bytes;
    /** Nanoseconds of processor time of the threads that worked: what a shared machine distorts less than time. */
    public long cpu;
    /** Bytes of the states that were saved, and how many there were. */
    public long stateBytes;

    public long states;
    /** Most bytes of heap of each operation, summed. */
    public long heapBytes;

    public Spent() {}

    /** What a thread had allocated and used when it began. */
    record Begin(long bytes, long cpu) {}

    static Begin begin() {
        return new Begin(
                THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()), THREADS.getCurrentThreadCpuTime());
    }

    /** Called by the thread that began; of several threads one after the other. */
    synchronized void end(Begin begin, long done) {
        long now = THREADS.getCurrentThreadCpuTime();
        bytes += THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - begin.bytes();
        cpu += now - begin.cpu();
        ops += done;
    }

    void state(long size) {
        stateBytes += size;
        states++;
    }

    void heap(long peak, long done) {
        heapBytes += peak * done;
    }
}
