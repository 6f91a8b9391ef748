package org.clinicalmlops.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How many predictions a benchmark has stored or verified, and how many entries they made. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Stored {
    public long predictions;
    public long entries;

    public Stored() {}

    void add(long somePredictions, long asEntries) {
        predictions += somePredictions;
        entries += asEntries;
    }
}
