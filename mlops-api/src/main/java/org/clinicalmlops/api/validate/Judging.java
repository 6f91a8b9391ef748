package org.clinicalmlops.api.validate;

import java.util.function.Function;
import org.clinicalmlops.api.Estimate;

/** What every gate says of an estimate that is not there: insufficient, never a pass. */
final class Judging {
    private Judging() {}

    static GateDecision known(String gate, Estimate estimate, Function<Estimate.Known, GateDecision> judge) {
        return estimate.fold(
                judge,
                few -> new GateDecision(
                        gate, Ruling.INSUFFICIENT, "too few cases: " + few.n() + ", needed " + few.needed()),
                undefined -> new GateDecision(gate, Ruling.INSUFFICIENT, undefined.reason()));
    }
}
