package org.clinicalmlops.monitoring.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * All that is known of alerts, as a state holds it.
 *
 * @param lives open, or cooling down
 * @param numbers of the last alert by subject and kind
 * @param held what waits for the end of quiet hours
 */
record AlertState(List<Life> lives, Map<String, Integer> numbers, List<AlertEvent> held) {

    void save(StateOutput out) {
        Stored.list(lives, out, AlertState::life);
        Stored.list(List.copyOf(numbers.entrySet()), out, (number, to) -> {
            to.putText(number.getKey());
            to.putLong(number.getValue());
        });
        Map<String, Alert> known = known(lives);
        Stored.list(held, out, (event, to) -> {
            boolean asItIs = event.alert().equals(known.get(event.alert().id()));
            to.putText(event.what().name());
            to.putInstant(event.at());
            to.putText(asItIs ? event.alert().id() : "");
            if (!asItIs) {
                Stored.alert(event.alert(), to);
            }
            List<Finding> told = told(event.alert());
            to.putLongs(event.news().stream().mapToLong(told::indexOf).toArray());
        });
    }

    static AlertState read(StateInput in) {
        List<Life> lives = Stored.list(in, AlertState::life);
        Map<String, Integer> numbers = new TreeMap<>();
        Stored.list(in, from -> numbers.put(from.getText(), (int) from.getLong()));
        Map<String, Alert> known = known(lives);
        return new AlertState(lives, numbers, Stored.list(in, from -> held(known, from)));
    }

    /** Most of what waits is of alerts that have not changed since: these are not written twice. */
    private static AlertEvent held(Map<String, Alert> known, StateInput in) {
        AlertEvent.What what = Stored.named(AlertEvent.What.class, in);
        Instant at = in.getInstant();
        String id = in.getText();
        Alert alert = id.isEmpty() ? Stored.alert(in) : known.get(id);
        if (alert == null) {
            throw new MlopsException("a stored event is of an alert that is not stored");
        }
        List<Finding> told = told(alert);
        List<Finding> news = new ArrayList<>();
        for (long place : in.getLongs()) {
            if (place < 0 || place >= told.size()) {
                throw new MlopsException("a stored event tells of a finding that its alert does not have");
            }
            news.add(told.get((int) place));
        }
        return new AlertEvent(what, alert, at, news);
    }

    /** What is news is among them: it has just been found. */
    private static List<Finding> told(Alert alert) {
        List<Finding> told = new ArrayList<>(List.of(alert.finding()));
        told.addAll(alert.also());
        return told;
    }

    private static Map<String, Alert> known(List<Life> lives) {
        Map<String, Alert> known = new HashMap<>();
        lives.forEach(life -> known.put(life.id, life.alert()));
        return known;
    }

    private static void life(Life life, StateOutput out) {
        Stored.list(List.copyOf(life.causes), out, (cause, to) -> {
            to.putText(cause.scope().name());
            to.putText(cause.subject());
        });
        Stored.list(List.copyOf(life.own.values()), out, Stored::finding);
        Stored.list(List.copyOf(life.guests.values()), out, Stored::finding);
        out.putText(life.id);
        out.putInstant(life.openedAt);
        out.putText(life.stage.name());
        Stored.optional(life.graveSince, out, (at, to) -> to.putInstant(at));
        Stored.optional(life.acknowledged, out, Stored::acknowledgement);
        out.putLongs(new long[] {life.escalated ? 1 : 0, life.clean, life.found ? 1 : 0, life.absent ? 1 : 0});
        out.putInstant(life.resolvedAt);
        out.putDouble(life.share);
    }

    private static Life life(StateInput in) {
        Life life = new Life();
        life.causes.addAll(Stored.list(in, from -> new Cause(Stored.named(Cause.Scope.class, from), from.getText())));
        Stored.list(in, Stored::finding).forEach(finding -> life.own.put(Life.Source.of(finding), finding));
        Stored.list(in, Stored::finding).forEach(finding -> life.guests.put(Life.Source.of(finding), finding));
        if (life.causes.isEmpty() || life.own.isEmpty()) {
            throw new MlopsException("a stored alert must have a cause and a finding");
        }
        life.id = in.getText();
        life.openedAt = in.getInstant();
        life.stage = Stored.named(Alert.Stage.class, in);
        life.graveSince = Stored.optional(in, StateInput::getInstant);
        life.acknowledged = Stored.optional(in, Stored::acknowledgement);
        long[] marks = in.getLongs(4);
        life.escalated = marks[0] != 0;
        life.clean = (int) marks[1];
        life.found = marks[2] != 0;
        life.absent = marks[3] != 0;
        life.resolvedAt = in.getInstant();
        life.share = in.getDouble();
        return life;
    }
}
