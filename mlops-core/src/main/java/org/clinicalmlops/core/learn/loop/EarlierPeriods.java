package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Divides a time into parts of one length, counted back from its end; a rest at its start joins the first part. */
final class EarlierPeriods {
    private EarlierPeriods() {}

    /** From, inclusive, until, exclusive. */
    record Span(Instant from, Instant until) {
        String name() {
            return from.toString().substring(0, 10) + " to " + until.toString().substring(0, 10);
        }
    }

    /** Oldest first; none if the time is empty. */
    static List<Span> of(Instant from, Instant until, Period length) {
        List<Span> spans = new ArrayList<>();
        Instant end = until;
        while (from.isBefore(end)) {
            Instant start = end.atZone(ZoneOffset.UTC).minus(length).toInstant();
            Instant before = start.atZone(ZoneOffset.UTC).minus(length).toInstant();
            Instant begin = before.isBefore(from) ? from : start;
            spans.add(new Span(begin, end));
            end = begin;
        }
        Collections.reverse(spans);
        return List.copyOf(spans);
    }
}
