package org.clinicalmlops.monitoring.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.AlertPolicy;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * From findings to alerts, and the life of an alert.
 *
 * <p><b>One alert for one cause.</b> What is found of one feature is one alert. Feeds found dead in one look are one alert that names
 * all. What outcomes show of the model as a whole is one alert; each group of patients has its own, unless the model as a whole is in
 * alarm: then it is told there. Drift of the predictions, or of the features together, is told with the feature that explains at least
 * half of it in the same window ({@link Taking#EXPLAINS}), else with one that is gone or of another unit, else with the latest that is in
 * alarm in the same window; values missing together with
 * a feature whose values are missing.
 *
 * <p><b>Life.</b> An alarm opens an alert at once. It is over after {@link AlertPolicy#cleanWindows} windows, one after the other, in
 * which everything that was found is in order; a window with too little to judge neither counts nor breaks the row, a notice counts as
 * in order since it asks nobody for anything. Found again within the cool-down, it is the same alert again, and nobody has taken it on.
 * After the cool-down it is forgotten, but for its number.
 *
 * <p>Memory: what is open or cools down, and one number for each subject and kind that ever opened an alert. For one thread.
 */
public final class Alerts {
    private final AlertPolicy policy;
    private final List<Life> lives = new ArrayList<>();
    private final Map<String, Integer> numbers = new TreeMap<>();
    private final QuietTime quiet;

    public Alerts(AlertPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        this.quiet = new QuietTime(policy.quiet());
    }

    /** What a look between windows changes. */
    public List<AlertEvent> look(List<Finding> findings, Instant now) {
        forget(now);
        List<AlertEvent> events = take(findings, now);
        events.addAll(escalate(now));
        return events;
    }

    /** What a window changes. */
    public List<AlertEvent> close(List<Finding> findings, Instant until) {
        forget(until);
        List<AlertEvent> events = judge(findings, until);
        events.addAll(take(findings, until));
        events.addAll(escalate(until));
        lives.forEach(Life::endWindow);
        return events;
    }

    /**
     * Of what has happened, and what had to wait, that which may be told now.
     *
     * @param events what {@link #look} or {@link #close} has just changed
     */
    public List<AlertEvent> due(List<AlertEvent> events, Instant now) {
        return quiet.due(events, now);
    }

    /** Takes an alert on; empty if there is none. */
    public Optional<Alert> acknowledge(String id, String by, Instant at) {
        if (by == null || at == null) {
            return Optional.empty();
        }
        for (Life life : lives) {
            if (life.open() && life.id.equals(id)) {
                life.acknowledged = Optional.of(new Alert.Acknowledgement(by, at));
                return Optional.of(life.alert());
            }
        }
        return Optional.empty();
    }

    /** Those that are not over. */
    public List<Alert> open() {
        return lives.stream().filter(Life::open).map(Life::alert).toList();
    }

    /** Writes all state. */
    public void save(StateOutput out) {
        new AlertState(lives, numbers, quiet.held()).save(out);
    }

    /**
     * Takes over a state.
     *
     * @throws org.clinicalmlops.api.MlopsException if it is none
     */
    public void restore(StateInput in) {
        AlertState state = AlertState.read(in);
        lives.clear();
        lives.addAll(state.lives());
        numbers.clear();
        numbers.putAll(state.numbers());
        quiet.hold(state.held());
    }

    private void forget(Instant at) {
        lives.removeIf(
                life -> !life.open() && life.resolvedAt.plus(policy.coolDown()).isBefore(at));
    }

    /** Alerts of whose causes this window showed no alarm: they may be over. */
    private List<AlertEvent> judge(List<Finding> findings, Instant until) {
        Set<Cause> inAlarm = new HashSet<>();
        Map<Life.Source, Finding.State> window = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.state() == Finding.State.ALARM) {
                inAlarm.add(Cause.of(finding));
            }
            window.merge(Life.Source.of(finding), finding.state(), (a, b) -> a == Finding.State.INSUFFICIENT ? a : b);
        }
        List<AlertEvent> events = new ArrayList<>();
        for (Life life : lives) {
            boolean quietNow =
                    life.open() && !life.found && life.causes.stream().noneMatch(inAlarm::contains);
            if (quietNow && life.endsWith(window, policy.cleanWindows(), until)) {
                events.add(new AlertEvent(What.RESOLVED, life.alert(), until));
            }
        }
        return events;
    }

    private List<AlertEvent> take(List<Finding> findings, Instant at) {
        List<AlertEvent> events = new ArrayList<>();
        new Taking(lives, at).take(findings).forEach((life, what) -> {
            if (what == What.OPENED) {
                Finding lead = life.lead();
                String name = lead.subject() + "/" + lead.kind();
                life.id = name + "/" + numbers.merge(name, 1, Integer::sum);
            }
            events.add(new AlertEvent(what, life.alert(), at, life.news()));
        });
        return events;
    }

    private List<AlertEvent> escalate(Instant at) {
        return policy.escalation().stream()
                .flatMap(escalation -> lives.stream().filter(life -> life.escalates(escalation.after(), at)))
                .map(life -> new AlertEvent(What.ESCALATED, life.alert(), at))
                .toList();
    }
}
