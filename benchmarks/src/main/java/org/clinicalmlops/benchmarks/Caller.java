package org.clinicalmlops.benchmarks;

import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.Receipt;
import org.clinicalmlops.api.serve.Receipted;

/**
 * A thread of a host that asks for one prediction after the other, each of another patient, and keeps the receipts that have not completed
 * below a number: when it has too many, it waits until half of them have. It times each call of {@code predictWithReceipt}, not its waiting.
 * Its counts are for the thread that has waited for its end.
 */
final class Caller {
    /** Our choice: a receipt that takes longer will not come. */
    private static final long GIVEN_UP_AFTER = 60_000_000_000L;
    /** Our choice: shorter than half of the receipts take, and seldom enough to cost nothing. */
    private static final long LOOK_EVERY = 500_000;

    private final Deployment<ServedModel.Patient, Risk> deployment;
    private final double[][] values;
    private final Clock clock;
    private final String name;
    private final int mostOutstanding;
    private final long[] nanos;

    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong durable = new AtomicLong();
    private volatile long lastCompleted;
    private final Consumer<Receipt> ofAnswer = receipt -> completed(receipt instanceof Receipt.Stored);
    private final Consumer<Receipt> ofAbstention = receipt -> completed(false);

    private int calls;
    private long answered;
    private long abstained;
    private long firstCall;

    /**
     * @param name begins the keys of its patients
     * @param values of the rows, which it walks over; a number of them that is a power of two
     * @param mostOutstanding receipts
     * @param mostCalls after which it ends before its time
     */
    Caller(
            Deployment<ServedModel.Patient, Risk> deployment,
            double[][] values,
            Clock clock,
            String name,
            int mostOutstanding,
            int mostCalls) {
        this.deployment = deployment;
        this.values = values;
        this.clock = clock;
        this.name = name;
        this.mostOutstanding = mostOutstanding;
        this.nanos = new long[mostCalls];
    }

    /** Calls for so long, then waits for the last receipt. */
    void call(long forNanos) {
        firstCall = System.nanoTime();
        while (calls < nanos.length && System.nanoTime() - firstCall < forNanos) {
            if (outstanding() >= mostOutstanding) {
                awaitAtMost(mostOutstanding / 2);
            }
            callOnce();
        }
        awaitAtMost(0);
    }

    private void callOnce() {
        ServedModel.Patient row =
                new ServedModel.Patient(name + calls, clock.instant(), values[calls & (values.length - 1)], false);
        long begun = System.nanoTime();
        Receipted<Risk> receipted = deployment.predictWithReceipt(row);
        nanos[calls++] = System.nanoTime() - begun;
        boolean isAnswer = receipted.prediction() instanceof Prediction.Answered;
        if (isAnswer) {
            answered++;
        } else if (receipted.prediction() instanceof Prediction.Abstained) {
            abstained++;
        }
        receipted.receipt().thenAccept(isAnswer ? ofAnswer : ofAbstention);
    }

    private void completed(boolean stored) {
        if (stored) {
            durable.incrementAndGet();
        }
        lastCompleted = System.nanoTime();
        completed.incrementAndGet();
    }

    private long outstanding() {
        return calls - completed.get();
    }

    private void awaitAtMost(int outstanding) {
        long begun = System.nanoTime();
        while (outstanding() > outstanding) {
            if (System.nanoTime() - begun > GIVEN_UP_AFTER) {
                throw new IllegalStateException(outstanding() + " receipts do not complete");
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
    }

    long calls() {
        return calls;
    }

    long answered() {
        return answered;
    }

    long abstained() {
        return abstained;
    }

    /** Answers whose receipt said that they are stored. */
    long durable() {
        return durable.get();
    }

    /** By {@link System#nanoTime}. */
    long firstCall() {
        return firstCall;
    }

    /** By {@link System#nanoTime}, of the last receipt. */
    long lastCompleted() {
        return lastCompleted;
    }

    /** What each call took. */
    long[] nanos() {
        return Arrays.copyOf(nanos, calls);
    }
}
