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
    private final long[] seen = new long[2]; // others, events
    private final long[] stride = {1, 1}; // of each class, every so many is kept

    void add(List<MaturedCase> cases) {
        for (MaturedCase matured : cases) {
            int of = matured.event() ? 1 : 0;
            if (seen[of]++ % stride[of] != 0) {
                continue;
            }
            if (size == risks.length) {
                risks = Arrays.copyOf(risks, 2 * size + 1);
                happened = Arrays.copyOf(happened, 2 * size + 1);
            }
            risks[size] = matured.risk();
            happened[size] = matured.event();
            size++;
            events += of;
        }
    }

    /**
     * Keeps at most so many of each class, evenly over time, and as evenly of those to come: a class that has become too large
     * while one waits for the other. Discrimination does not depend on how many of a class are drawn, as long as they are not
     * chosen by their risk.
     */
    void thin(int most) {
        for (int of = 0; of < 2; of++) {
            while ((of == 1 ? events : size - events) > most) {
                halve(of == 1);
                stride[of] *= 2;
            }
        }
    }

    private void halve(boolean event) {
        int kept = 0;
        int place = 0;
        for (int i = 0; i < size; i++) {
            if (happened[i] != event || place++ % 2 == 0) {
                risks[kept] = risks[i];
                happened[kept++] = happened[i];
            } else {
                events -= event ? 1 : 0;
            }
        }
        size = kept;
    }

    void save(StateOutput out) {
        long[] flags = new long[size];
        for (int i = 0; i < size; i++) {
            flags[i] = happened[i] ? 1 : 0;
        }
        out.putDoubles(Arrays.copyOf(risks, size));
        out.putLongs(flags);
        out.putLongs(seen);
        out.putLongs(stride);
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
        System.arraycopy(in.getLongs(2), 0, seen, 0, 2);
        System.arraycopy(in.getLongs(2), 0, stride, 0, 2);
    }

    void clear() {
        size = 0;
        events = 0;
        Arrays.fill(seen, 0);
        Arrays.fill(stride, 1);
    }

    /** Cases that are kept. */
    int size() {
        return size;
    }

    /** Cases that were added, kept or not. */
    long seen() {
        return seen[0] + seen[1];
    }

    /** Kept cases with the event. */
    int events() {
        return events;
    }

    Judged<Risk> judged() {
        return Judged.risks(Arrays.copyOf(risks, size), Arrays.copyOf(happened, size));
    }

    Halves halves() {
        Halves halves = new Halves();
        for (int i = 0; i < size; i++) {
            halves.add(risks[i], happened[i]);
        }
        return halves;
    }
}
