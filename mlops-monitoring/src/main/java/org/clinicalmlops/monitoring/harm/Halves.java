package org.clinicalmlops.monitoring.harm;

import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** Outcomes in two halves, each second case in the other one: what is fitted on one can be tried on the other. Single-threaded. */
final class Halves {
    private final OutcomeCells first = new OutcomeCells();
    private final OutcomeCells second = new OutcomeCells();
    private boolean odd;

    void add(double risk, boolean event) {
        (odd ? second : first).add(risk, event);
        odd = !odd;
    }

    void clear() {
        first.clear();
        second.clear();
        odd = false;
    }

    OutcomeCells first() {
        return first;
    }

    OutcomeCells second() {
        return second;
    }

    void save(StateOutput out) {
        first.save(out);
        second.save(out);
        out.putLong(odd ? 1 : 0);
    }

    void restore(StateInput in) {
        first.restore(in);
        second.restore(in);
        odd = in.getLong() == 1;
    }
}
