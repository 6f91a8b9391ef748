package org.clinicalmlops.monitoring.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.Finding;

/** Brings what one look, or one window, has found to the alerts that it belongs to. For one use. */
final class Taking {
    /** A feature that explains so much of a change in risk is its cause. Our choice: half. */
    static final double EXPLAINS = 0.5;

    private final List<Life> lives;
    private final Instant at;
    private final Map<Life, What> changed = new LinkedHashMap<>();
    private Optional<Life> diedNow = Optional.empty();

    /** @param lives to which new ones are added */
    Taking(List<Life> lives, Instant at) {
        this.lives = lives;
        this.at = at;
    }

    /** What has become of whom, in the order in which it was found. */
    Map<Life, What> take(List<Finding> findings) {
        List<Finding> alarms = findings.stream()
                .filter(finding -> finding.state() == Finding.State.ALARM)
                .toList();
        Set<Cause> dead = alarms.stream()
                .filter(alarm -> alarm.kind() == Finding.Kind.DEAD_FEED)
                .map(Cause::of)
                .collect(Collectors.toSet());
        List<Finding> following = new ArrayList<>();
        for (Finding alarm : alarms) {
            Cause cause = Cause.of(alarm);
            if (cause.follows() && of(cause).filter(Life::open).isEmpty()) {
                following.add(alarm); // once it is known what else is in alarm
            } else {
                own(alarm, of(cause).orElseGet(() -> dead.contains(cause) ? died(cause) : begun(cause)));
            }
        }
        for (Finding alarm : following) {
            host(alarm).ifPresentOrElse(host -> guest(alarm, host), () -> {
                Cause cause = Cause.of(alarm);
                own(alarm, of(cause).orElseGet(() -> begun(cause)));
            });
        }
        return changed;
    }

    private void own(Finding alarm, Life life) {
        if (!life.open()) {
            changed.put(life, life.id.isEmpty() ? What.OPENED : What.REOPENED);
            life.start(at);
        }
        if (life.take(alarm, at)) {
            changed.putIfAbsent(life, What.GREW);
        }
    }

    private void guest(Finding alarm, Life host) {
        if (host.takeGuest(alarm, at)) {
            changed.putIfAbsent(host, What.GREW);
        }
    }

    private Optional<Life> of(Cause cause) {
        return lives.stream().filter(life -> life.causes.contains(cause)).findFirst();
    }

    private Life begun(Cause cause) {
        Life life = new Life();
        life.causes.add(cause);
        lives.add(life);
        return life;
    }

    /** One interface carries many features: what has died in one look has died together. */
    private Life died(Cause cause) {
        Life life = diedNow.orElseGet(() -> begun(cause));
        life.causes.add(cause);
        diedNow = Optional.of(life);
        return life;
    }

    /** The open alert whose consequence this is. */
    private Optional<Life> host(Finding alarm) {
        Optional<Life> already = lives.stream()
                .filter(life -> life.open() && life.guests.containsKey(Life.Source.of(alarm)))
                .findFirst();
        if (already.isPresent()) {
            return already;
        }
        if (Cause.of(alarm).scope() == Cause.Scope.GROUP) {
            return of(Cause.OUTCOMES).filter(Life::open);
        }
        if (alarm.kind() == Finding.Kind.MISSINGNESS) {
            return lives.stream().filter(life -> life.absent).findFirst();
        }
        return lives.stream()
                .filter(life -> life.share >= EXPLAINS)
                .max(Comparator.comparingDouble((Life life) -> life.share))
                .or(() -> lives.stream()
                        .filter(life -> life.open() && life.garbled())
                        .max(Comparator.comparing((Life life) -> life.openedAt)))
                .or(() -> lives.stream()
                        .filter(life -> life.open() && life.found && life.ofFeature())
                        .max(Comparator.comparing((Life life) -> life.openedAt)));
    }
}
