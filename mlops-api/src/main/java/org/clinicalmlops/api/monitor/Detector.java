package org.clinicalmlops.api.monitor;

import java.util.List;

/**
 * One way to look at a model in use. Keeps state between windows and judges; it never sees a clock, a lock or a host. The monitor
 * calls it from one thread at a time, never from a clinical thread. The contract is tested by the test kit's
 * {@code DetectorContract}.
 */
public interface Detector {
    /**
     * Reads what was counted since the last look. Called at each pulse, and once before {@link #close}; the looks of a window add up
     * to its counts.
     *
     * @return what cannot wait for the end of the window; usually nothing
     */
    default List<Finding> look(Look look) {
        return List.of();
    }

    /** Judges a window. What is too little to judge is a finding of its own, never OK. */
    List<Finding> close(Window window);

    /** Writes all state: a detector that reads it goes on with the same bits. */
    void save(StateOutput out);

    /**
     * Takes over a state that {@link #save} wrote.
     *
     * @throws org.clinicalmlops.api.MlopsException if it is none
     */
    void restore(StateInput in);
}
