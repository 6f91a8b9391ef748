package org.clinicalmlops.monitoring;

import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;

/** Risks and outcomes, growing. Nine to eighteen bytes a case. Single-threaded. */
final class Cases {
    private double[] risks = new double[64];
    private boolean[] happened = new boolean[64];
    private int size;
    private int events;

    void add(List<Matured> cases) {
        for (Matured matured : cases) {
            if (size == risks.length) {
                risks = Arrays.copyOf(risks, 2 * size);
                happened = Arrays.copyOf(happened, 2 * size);
            }
            risks[size] = matured.risk();
            happened[size] = matured.event();
            size++;
            events += matured.event() ? 1 : 0;
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
