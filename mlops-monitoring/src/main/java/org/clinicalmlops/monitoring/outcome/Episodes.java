package org.clinicalmlops.monitoring.outcome;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Which episodes have given evidence, so that none does twice. An episode is forgotten when none of its cases was taken for a time:
 * {@link Outcomes#REMEMBERED}, or the horizon if that is longer. So cases of one episode whose horizons overlap are always one piece of
 * evidence, and so are those that came due within that time of one another; a patient who comes again later than that is a new
 * episode. One of which a case is overdue is not forgotten. At most {@value #MOST} are kept, the longest kept ones go first.
 * Single-threaded.
 */
final class Episodes {
    static final int MOST = 1_000_000;

    private static final Comparator<Map.Entry<Long, Long>> BY_TIME =
            Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey());

    /** From fingerprint to the second until which it is kept. */
    private final Map<Long, Long> keptUntil = new HashMap<>();

    /**
     * Whether a case is the first of its episode; the episode is then kept, and otherwise for longer.
     *
     * @param at second at which the case's horizon ended
     * @param until second until which it keeps the episode
     */
    boolean add(long fingerprint, long at, long until) {
        Long before = keptUntil.get(fingerprint);
        keptUntil.put(fingerprint, before == null ? until : Math.max(before, until));
        return before == null || before < at;
    }

    /** @param overdue of which a case may still come */
    void forget(long now, Set<Long> overdue) {
        keptUntil.entrySet().removeIf(e -> e.getValue() < now && !overdue.contains(e.getKey()));
        if (keptUntil.size() > MOST) {
            sorted().stream().limit(keptUntil.size() - MOST).forEach(e -> keptUntil.remove(e.getKey()));
        }
    }

    int size() {
        return keptUntil.size();
    }

    private List<Map.Entry<Long, Long>> sorted() {
        return keptUntil.entrySet().stream()
                .map(Map.Entry::copyOf)
                .sorted(BY_TIME)
                .toList();
    }

    void save(StateOutput out) {
        List<Map.Entry<Long, Long>> sorted = sorted();
        out.putLongs(sorted.stream().mapToLong(Map.Entry::getKey).toArray());
        long[] times = sorted.stream().mapToLong(Map.Entry::getValue).toArray();
        for (int i = times.length - 1; i > 0; i--) {
            times[i] -= times[i - 1]; // small
        }
        out.putLongs(times);
    }

    void restore(StateInput in) {
        keptUntil.clear();
        long[] fingerprints = in.getLongs();
        long[] times = in.getLongs(fingerprints.length);
        long time = 0;
        for (int i = 0; i < times.length; i++) {
            time += times[i];
            keptUntil.put(fingerprints[i], time);
        }
    }
}
