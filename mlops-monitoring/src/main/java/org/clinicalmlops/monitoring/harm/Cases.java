package org.clinicalmlops.monitoring.harm;

import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/** Risks and outcomes, growing. Nine to eighteen bytes a case. Single-threaded. */
final class Cases {
    private double[] risks = new double[64];
    private boolean[] happened = new boolean[64];
    private int size;
    private int events;

    void add(List<MaturedCase> cases) {
        cases.forEach(matured -> add(matured.risk(), matured.event()));
    }

    void add(double risk, boolean event) {
        if (size == risks.length) {
            risks = Arrays.copyOf(risks, 2 * size + 1);
            happened = Arrays.copyOf(happened, 2 * size + 1);
        }
        risks[size] = risk;
        happened[size] = event;
        size++;
        events += event ? 1 : 0;
    }

    /** Takes out the last such case, if there is one. */
    void remove(double risk, boolean event) {
        int at = size - 1;
        while (at >= 0 && (risks[at] != risk || happened[at] != event)) {
            at--;
        }
        if (at >= 0) {
            size--;
            System.arraycopy(risks, at + 1, risks, at, size - at);
            System.arraycopy(happened, at + 1, happened, at, size - at);
            events -= event ? 1 : 0;
        }
    }

    void save(StateOutput out) {
        long[] flags = new long[size];
        for (int i = 0; i < size; i++) {
            flags[i] = happened[i] ? 1 : 0;
        }
        out.putDoubles(Arrays.copyOf(risks, size));
        out.putLongs(flags);
    }

    void restore(StateInput in) {
        risks = in.getDoubles();
        size = risks.length;
        long[] flags = in.getLongs(size);
        happened = new boolean[size];
        events = 0;
        for (int i = 0; i < size; i++) {
            happened[i] = flags[i] == 1;
            events += happened[i] ? 1 : 0;
        }
    }

    void clear() {
        size = 0;
        events = 0;
    }

    int size() {
        return size;
    }

    int events() {
        return events;
    }

    Judged<Risk> judged() {
        return Judged.risks(Arrays.copyOf(risks, size), Arrays.copyOf(happened, size));
    }
}
