package org.clinicalmlops.api.monitor;

import java.util.Arrays;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * What the model said when it was made, and what became of it: cases of the evaluation in each cell of {@link RiskCells}. Immutable.
 */
public final class OutputProfile implements Declared {
    private final long[] events;
    private final long[] others;

    private OutputProfile(long[] events, long[] others) {
        this.events = events;
        this.others = others;
    }

    /**
     * @param events cases with the event in each cell, {@code >= 0}; copied
     * @param others cases without; copied
     */
    public static OutputProfile of(long[] events, long[] others) {
        if (events.length != RiskCells.CELLS || others.length != RiskCells.CELLS) {
            throw new IllegalArgumentException("events and others must have " + RiskCells.CELLS + " cells, had "
                    + events.length + " and " + others.length);
        }
        if (Arrays.stream(events).anyMatch(n -> n < 0) || Arrays.stream(others).anyMatch(n -> n < 0)) {
            throw new IllegalArgumentException("counts must be >= 0");
        }
        return new OutputProfile(events.clone(), others.clone());
    }

    /** Nothing is known. */
    public static OutputProfile unknown() {
        return new OutputProfile(new long[RiskCells.CELLS], new long[RiskCells.CELLS]);
    }

    /** Both samples together. */
    public OutputProfile plus(OutputProfile other) {
        long[] allEvents = events.clone();
        long[] allOthers = others.clone();
        for (int i = 0; i < allEvents.length; i++) {
            allEvents[i] += other.events[i];
            allOthers[i] += other.others[i];
        }
        return new OutputProfile(allEvents, allOthers);
    }

    /** Cases with the event in a cell. */
    public long events(int cell) {
        return events[cell];
    }

    /** Cases without the event in a cell. */
    public long others(int cell) {
        return others[cell];
    }

    /** All cases in a cell. */
    public long cases(int cell) {
        return events[cell] + others[cell];
    }

    /** All cases. */
    public long cases() {
        return Arrays.stream(events).sum() + Arrays.stream(others).sum();
    }

    /** All cases with the event. */
    public long events() {
        return Arrays.stream(events).sum();
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("output-profile")
                .withNumbers("events", Arrays.stream(events).asDoubleStream().toArray())
                .withNumbers("others", Arrays.stream(others).asDoubleStream().toArray());
    }
}
