package org.clinicalmlops.cdshooks;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is answered. Thread-safe. */
final class Tally {
    final LongAdder cards = new LongAdder();
    final LongAdder withoutWayBack = new LongAdder();
    final LongAdder taken = new LongAdder();
    final LongAdder outrun = new LongAdder();
    final LongAdder unknown = new LongAdder();
    final LongAdder withoutPrediction = new LongAdder();
    final LongAdder otherReasons = new LongAdder();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    CdsAnswer counted(CdsAnswer answer) {
        statuses.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        return answer;
    }

    CdsCounts now() {
        Map<Integer, Long> answers = new TreeMap<>();
        statuses.forEach((status, count) -> answers.put(status, count.sum()));
        return new CdsCounts(
                answers,
                cards.sum(),
                withoutWayBack.sum(),
                taken.sum(),
                outrun.sum(),
                unknown.sum(),
                withoutPrediction.sum(),
                otherReasons.sum());
    }
}
