package org.clinicalmlops.monitoring.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Opens and resolves alerts: one for a kind and subject while it is open, resolved when {@value #IN_ORDER} findings in order followed
 * one another. A finding of too little neither counts nor breaks the row. Single-threaded.
 */
public final class Alerts {
    static final int IN_ORDER = 3;

    private final Map<Key, Life> lives = new LinkedHashMap<>();

    private record Key(Finding.Kind kind, String subject) {}

    private record Life(List<Alert> open, int opened, int inOrder) {}

    /**
     * What a window changed.
     *
     * @param opened by it
     * @param resolved by it
     */
    private record Change(List<Alert> opened, List<Alert> resolved) {}

    /** What a window changes. */
    public List<AlertEvent> close(List<Finding> findings, Instant until) {
        Change change = change(findings, until);
        List<AlertEvent> events = new ArrayList<>();
        change.opened().forEach(a -> events.add(new AlertEvent(AlertEvent.What.OPENED, a, until)));
        change.resolved().forEach(a -> events.add(new AlertEvent(AlertEvent.What.RESOLVED, a, until)));
        return events;
    }

    /** What a look between windows changes. */
    public List<AlertEvent> look(List<Finding> findings, Instant now) {
        return close(findings, now);
    }

    /** Takes an alert on; empty if there is none. */
    public Optional<Alert> acknowledge(String id, String by, Instant at) {
        return Optional.empty();
    }

    /** Those that are not over. */
    public List<Alert> open() {
        return lives.values().stream().flatMap(life -> life.open().stream()).toList();
    }

    public void save(StateOutput out) {}

    public void restore(StateInput in) {}

    private Change change(List<Finding> findings, Instant until) {
        List<Alert> opened = new ArrayList<>();
        List<Alert> resolved = new ArrayList<>();
        for (Finding finding : findings) {
            Key key = new Key(finding.kind(), finding.subject());
            Life before = lives.getOrDefault(key, new Life(List.of(), 0, 0));
            Life after = next(before, finding, until);
            after.open().stream().filter(a -> !before.open().contains(a)).forEach(opened::add);
            before.open().stream().filter(a -> !after.open().contains(a)).forEach(resolved::add);
            lives.put(key, after);
        }
        return new Change(opened, resolved);
    }

    private static Life next(Life life, Finding finding, Instant until) {
        if (finding.state() == Finding.State.ALARM) {
            return life.open().isEmpty() ? opened(life, finding, until) : new Life(life.open(), life.opened(), 0);
        }
        if (finding.state() == Finding.State.INSUFFICIENT || life.open().isEmpty()) {
            return life;
        }
        boolean over = life.inOrder() + 1 == IN_ORDER;
        return over ? new Life(List.of(), life.opened(), 0) : new Life(life.open(), life.opened(), life.inOrder() + 1);
    }

    private static Life opened(Life life, Finding finding, Instant until) {
        int number = life.opened() + 1;
        String id = finding.subject() + "/" + finding.kind() + "/" + number;
        return new Life(List.of(Alert.opened(id, finding, until)), number, 0);
    }
}
