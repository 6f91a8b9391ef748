package org.clinicalmlops.monitoring.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.Window.Follow;

/** A case that keeps every statement and reads them all whenever it is asked. */
final class SlowCase {
    private static final Comparator<SlowCase> IN_ORDER =
            Comparator.<SlowCase, Instant>comparing(c -> c.maturesAt).thenComparing(c -> c.id);

    private final String id;
    private final String episode;
    private final Instant maturesAt;
    private final List<Outcome<Risk>> told = new ArrayList<>();
    private boolean taken;
    private boolean evidence;
    private Optional<Boolean> figure = Optional.empty();

    SlowCase(String id, String episode, Instant maturesAt) {
        this.id = id;
        this.episode = episode;
        this.maturesAt = maturesAt;
    }

    double risk() {
        return (id.hashCode() & 0xFF) / 255.0;
    }

    int cell() {
        return id.hashCode() & 3;
    }

    void told(Outcome<Risk> outcome) {
        boolean binary = !(outcome instanceof Outcome.Known<Risk> k) || k.truth() == 0 || k.truth() == 1;
        if (binary) {
            told.add(outcome);
        }
    }

    /** What holds, whatever it is dated. */
    private Outcome<Risk> holds() {
        Outcome<Risk> holds = new Outcome.Pending<>();
        for (Outcome<Risk> next : told) {
            if (holds instanceof Outcome.Intervened<Risk> acted && !(next instanceof Outcome.Pending<Risk>)) {
                boolean earlier = next instanceof Outcome.Intervened<Risk> again
                        && again.at().isBefore(acted.at());
                holds = earlier ? next : holds;
            } else if (holds instanceof Outcome.Known<Risk> before
                    && next instanceof Outcome.Known<Risk> after
                    && before.truth() == after.truth()) {
                holds = after.knownAt().isBefore(before.knownAt()) ? after : before;
            } else {
                holds = next;
            }
        }
        return holds;
    }

    /** The API's own reading of what is known at an instant, after the horizon. */
    private Outcome<Risk> at(Instant now) {
        return holds().asOf(now, Instant.MIN);
    }

    static Taken take(Collection<SlowCase> cases, Set<String> episodes, Instant now) {
        long matured = 0;
        List<MaturedCase> evidence = new ArrayList<>();
        List<Correction> corrections = new ArrayList<>();
        for (SlowCase c : cases.stream().sorted(IN_ORDER).toList()) {
            Optional<Boolean> event =
                    c.at(now) instanceof Outcome.Known<Risk> k ? Optional.of(k.truth() == 1) : Optional.empty();
            boolean notYet =
                    c.at(now) instanceof Outcome.Pending<Risk> && !(c.holds() instanceof Outcome.Pending<Risk>);
            if (c.evidence && !notYet && !event.equals(c.figure)) {
                corrections.add(new Correction(c.maturesAt, c.risk(), c.cell(), c.figure, event));
                c.figure = event;
            }
            if (!c.taken && event.isPresent() && c.maturesAt.isBefore(now)) {
                c.taken = true;
                matured++;
                c.evidence = episodes.add(c.episode);
                if (c.evidence) {
                    c.figure = event;
                    evidence.add(
                            new MaturedCase(c.id, c.episode, c.maturesAt, c.risk(), event.orElseThrow(), c.cell()));
                }
            }
        }
        return new Taken(matured, evidence, corrections);
    }

    static Follow follow(Collection<SlowCase> cases, Instant now) {
        List<Outcome<Risk>> due = cases.stream()
                .filter(c -> c.maturesAt.isBefore(now))
                .<Outcome<Risk>>map(c -> c.at(now))
                .toList();
        return new Follow(
                due.size(),
                count(due, Outcome.Known.class),
                count(due, Outcome.Pending.class),
                count(due, Outcome.Censored.class),
                count(due, Outcome.Intervened.class),
                cases.stream().mapToLong(SlowCase::contradictions).sum());
    }

    private static long count(List<Outcome<Risk>> due, Class<?> state) {
        return due.stream().filter(state::isInstance).count();
    }

    /** How often what holds changed from one thing to another. */
    private long contradictions() {
        SlowCase again = new SlowCase(id, episode, maturesAt);
        long contradictions = 0;
        for (Outcome<Risk> next : told) {
            String before = said(again.holds());
            again.told.add(next);
            contradictions += before.equals("Pending") || before.equals(said(again.holds())) ? 0 : 1;
        }
        return contradictions;
    }

    private static String said(Outcome<Risk> outcome) {
        return outcome.getClass().getSimpleName()
                + (outcome instanceof Outcome.Known<Risk> known ? known.truth() == 1 : "");
    }
}
