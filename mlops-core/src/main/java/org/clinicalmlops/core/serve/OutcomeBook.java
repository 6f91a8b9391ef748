package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.clinicalmlops.api.monitor.Monitor;

/**
 * The predictions whose outcomes may still be told or corrected. One that is open is there for as long as it is, at most
 * {@value #MOST_OPEN} are. One that was told is remembered for half a year after the end of its horizon, or for as long as its horizon is
 * if that is longer, and at most {@value #MOST_REMEMBERED} are: as in the monitor's case book. What is told of any other is of an unknown
 * prediction. Thread-safe; to expect one takes no lock of another thread's outcome.
 */
final class OutcomeBook {
    static final int MOST_REMEMBERED = 20_000;
    static final int MOST_OPEN = 1_000_000;
    /** Our choice, as in the monitor: registries are linked every quarter. */
    private static final Duration REMEMBERED = Duration.ofDays(180);

    private final Map<String, Told> cases = new ConcurrentHashMap<>();
    private final Object order = new Object();
    private final Deque<Told> remembered = new ArrayDeque<>();

    /** Awaits an outcome; if too many are open, nothing. */
    void expect(String prediction, String patient, List<Monitor> watching, Instant madeAt, Instant maturesAt) {
        if (cases.size() < MOST_OPEN + MOST_REMEMBERED) {
            cases.put(prediction, new Told(prediction, patient, watching, madeAt, maturesAt, REMEMBERED));
        }
    }

    Optional<Told> of(String prediction) {
        return Optional.ofNullable(cases.get(prediction));
    }

    /** The same of one that may have been made just now. @param audit where it may still wait to be settled */
    Optional<Told> of(String prediction, Audit audit) {
        return of(prediction).or(() -> {
            audit.settle();
            return of(prediction);
        });
    }

    /** Remembers a case that was told, and forgets the oldest that are over; the caller holds the lock of no case. */
    void told(Told told, Instant now) {
        synchronized (order) {
            if (!told.remembered()) {
                told.remembered(true);
                remembered.add(told);
            }
            while (!remembered.isEmpty()
                    && (remembered.size() > MOST_REMEMBERED || remembered.peek().keptUntil < now.getEpochSecond())) {
                Told oldest = remembered.remove();
                oldest.remembered(false);
                synchronized (oldest.lock) {
                    if (!oldest.open()) { // one that was taken back is awaited again
                        cases.remove(oldest.prediction);
                    }
                }
            }
        }
    }

    int size() {
        return cases.size();
    }
}
