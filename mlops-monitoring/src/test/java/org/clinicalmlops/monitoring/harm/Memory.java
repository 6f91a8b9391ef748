package org.clinicalmlops.monitoring.harm;

import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.testkit.monitor.KeptState;

/** What tests ask of states: what is read must be what was written, and all of it. */
public final class Memory {
    private Memory() {}

    /** The state of one detector, taken over by another. */
    public static void move(Detector from, Detector to) {
        move(from::save, to::restore);
    }

    public static void move(Consumer<StateOutput> save, Consumer<StateInput> restore) {
        KeptState state = KeptState.of(save);
        restore.accept(state);
        if (!state.allRead()) {
            throw new AssertionError("values were written and not read");
        }
    }

    /** A state as the values that it is made of. */
    public static List<Object> of(Consumer<StateOutput> save) {
        return KeptState.of(save).values();
    }

    /** Bytes that a state takes, with small whole numbers in few. */
    public static int size(Consumer<StateOutput> save) {
        return of(save).stream().mapToInt(Memory::bytes).sum();
    }

    private static int bytes(Object value) {
        if (value instanceof Long n) {
            return 1 + (63 - Long.numberOfLeadingZeros(Math.abs(n) | 1)) / 7;
        }
        return value instanceof String text ? 2 + text.length() : 12;
    }
}
