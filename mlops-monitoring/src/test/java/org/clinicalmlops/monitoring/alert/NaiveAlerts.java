package org.clinicalmlops.monitoring.alert;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.AlertPolicy;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;

/**
 * The rules of alerts, told as slowly as can be: it keeps everything that ever happened, stores no state of an alert, and works out what
 * an alert is by reading all of it again.
 */
final class NaiveAlerts {
    /** One look, window or acknowledgement. */
    private record Step(String what, Instant at, List<Finding> findings) {}

    /** What is remembered of an alert: only which alarm came to it in which step. */
    private static final class Story {
        final Set<String> causes = new HashSet<>();
        final List<Integer> starts = new ArrayList<>();
        final Map<Integer, List<Finding>> own = new LinkedHashMap<>();
        final Map<Integer, List<Finding>> guests = new LinkedHashMap<>();
        final Map<Integer, String> taken = new LinkedHashMap<>();
        final Set<Integer> escalations = new HashSet<>();
        String id = "";

        int lastStart() {
            return starts.get(starts.size() - 1);
        }
    }

    private final AlertPolicy policy;
    private final List<Step> steps = new ArrayList<>();
    private final List<Story> stories = new ArrayList<>();

    NaiveAlerts(AlertPolicy policy) {
        this.policy = policy;
    }

    List<String> look(List<Finding> findings, Instant at) {
        return step(new Step("look", at, findings));
    }

    List<String> close(List<Finding> findings, Instant at) {
        return step(new Step("close", at, findings));
    }

    boolean acknowledge(String id, String by, Instant at) {
        steps.add(new Step("taken", at, List.of()));
        int now = steps.size() - 1;
        for (Story story : stories) {
            if (story.id.equals(id) && end(story, now) < 0) {
                story.taken.put(now, by);
                return true;
            }
        }
        return false;
    }

    Set<String> open() {
        Set<String> open = new HashSet<>();
        int now = steps.size() - 1;
        stories.stream().filter(s -> end(s, now) < 0).forEach(s -> open.add(told(s, now)));
        return open;
    }

    private List<String> step(Step step) {
        steps.add(step);
        int now = steps.size() - 1;
        List<Finding> alarms =
                step.findings.stream().filter(f -> f.state() == State.ALARM).toList();
        Set<Story> openBefore = new HashSet<>();
        stories.stream().filter(s -> end(s, now - 1) < 0).forEach(openBefore::add);
        // an alarm goes to the alert of its cause that is open, or not long over
        Story died = null;
        List<Finding> later = new ArrayList<>();
        for (Finding alarm : alarms) {
            Story story = of(cause(alarm), now);
            boolean follows = cause(alarm).equals("whole") || cause(alarm).startsWith("group ");
            if (follows && (story == null || end(story, now) >= 0)) {
                later.add(alarm);
                continue;
            }
            boolean dead = alarms.stream().anyMatch(a -> a.kind() == Kind.DEAD_FEED && cause(a).equals(cause(alarm)));
            if (story == null && dead) {
                died = died == null ? begin(cause(alarm)) : died;
                died.causes.add(cause(alarm));
                story = died;
            }
            own(story == null ? begin(cause(alarm)) : story, alarm, now);
        }
        for (Finding alarm : later) {
            Story host = host(alarm, now);
            if (host != null) {
                host.guests.computeIfAbsent(now, n -> new ArrayList<>()).add(alarm);
            } else {
                Story story = of(cause(alarm), now);
                own(story == null ? begin(cause(alarm)) : story, alarm, now);
            }
        }
        return events(openBefore, now);
    }

    private List<String> events(Set<Story> openBefore, int now) {
        List<String> events = new ArrayList<>();
        for (Story story : stories) {
            if (openBefore.contains(story) && end(story, now) >= 0) {
                events.add(What.RESOLVED + " " + told(story, now));
            }
        }
        List<Story> touched = stories.stream()
                .filter(s -> s.own.containsKey(now) || s.guests.containsKey(now))
                .toList();
        for (Story story : touched) {
            boolean starts = story.lastStart() == now;
            if (starts && story.id.isEmpty()) {
                Finding lead = lead(story, now);
                String name = lead.subject() + "/" + lead.kind() + "/";
                story.id = name
                        + (1
                                + stories.stream()
                                        .filter(s -> s.id.startsWith(name))
                                        .count());
            }
            if (starts) {
                events.add((story.starts.size() == 1 ? What.OPENED : What.REOPENED) + " " + told(story, now));
            } else if (!kept(story, now).equals(kept(story, now - 1))) {
                events.add(What.GREW + " " + told(story, now));
            }
        }
        if (policy.escalation().isPresent()) {
            for (Story story : stories) {
                if (end(story, now) < 0 && overdue(story, now)) {
                    story.escalations.add(now);
                    events.add(What.ESCALATED + " " + told(story, now));
                }
            }
        }
        return events;
    }

    private boolean overdue(Story story, int now) {
        Instant due = null;
        for (int i = story.lastStart(); i <= now && due == null; i++) {
            boolean grave = kept(story, i).stream().anyMatch(f -> f.kind().harm());
            due = grave ? steps.get(i).at.plus(policy.escalation().orElseThrow().after()) : null;
        }
        return due != null
                && !due.isAfter(steps.get(now).at)
                && story.taken.keySet().stream().noneMatch(i -> i >= story.lastStart())
                && story.escalations.stream().noneMatch(i -> i >= story.lastStart());
    }

    private Story begin(String cause) {
        Story story = new Story();
        story.causes.add(cause);
        stories.add(story);
        return story;
    }

    private void own(Story story, Finding alarm, int now) {
        if (story.starts.isEmpty() || end(story, now) >= 0) {
            story.starts.add(now);
        }
        story.own.computeIfAbsent(now, n -> new ArrayList<>()).add(alarm);
    }

    /** The newest alert of a cause, if it is open or has not been over for long. */
    private Story of(String cause, int now) {
        Story found = null;
        for (Story story : stories) {
            if (story.causes.contains(cause)) {
                int end = story.starts.isEmpty() ? -1 : end(story, now);
                boolean forgotten =
                        end >= 0 && steps.get(end).at.plus(policy.coolDown()).isBefore(steps.get(now).at);
                found = forgotten ? found : story;
            }
        }
        return found;
    }

    /** The step at which it was over, as seen at a step; -1 if it is open; {@code MAX_VALUE} if it has not begun. */
    private int end(Story story, int now) {
        List<Integer> begun = story.starts.stream().filter(s -> s <= now).toList();
        if (begun.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        int clean = 0;
        boolean alarmInWindow = false;
        int from = begun.get(begun.size() - 1);
        for (int i = from; i <= now; i++) {
            Step step = steps.get(i);
            boolean alarm = story.own.containsKey(i)
                    || i == now
                            && step.findings.stream()
                                    .anyMatch(f -> f.state() == State.ALARM && story.causes.contains(cause(f)));
            if (alarm) {
                clean = 0;
                alarmInWindow = true;
            }
            if (!step.what.equals("close")) {
                continue;
            }
            if (!alarmInWindow) {
                Set<String> unsure = new HashSet<>();
                step.findings.stream()
                        .filter(f -> f.state() == State.INSUFFICIENT)
                        .forEach(f -> unsure.add(source(f)));
                boolean judged = true;
                for (int k = from; k <= i; k++) {
                    judged &= story.own.getOrDefault(k, List.of()).stream().noneMatch(f -> unsure.contains(source(f)));
                }
                clean += judged ? 1 : 0;
                if (clean == policy.cleanWindows()) {
                    return i;
                }
            }
            alarmInWindow = false;
        }
        return -1;
    }

    private Story host(Finding alarm, int now) {
        for (Story story : stories) { // told there already
            if (end(story, now) < 0) {
                for (int i = story.lastStart(); i <= now; i++) {
                    if (story.guests.getOrDefault(i, List.of()).stream()
                            .anyMatch(g -> source(g).equals(source(alarm)))) {
                        return story;
                    }
                }
            }
        }
        if (cause(alarm).startsWith("group ")) {
            Story model = of("outcomes", now);
            return model != null && end(model, now) < 0 ? model : null;
        }
        int window = now;
        while (window > 0 && !steps.get(window - 1).what.equals("close")) {
            window--;
        }
        Story best = null;
        double most = 0.5;
        for (Story story : stories) {
            for (int i = window; i <= now; i++) {
                for (Finding own : story.own.getOrDefault(i, List.of())) {
                    boolean feature = cause(own).startsWith("feature ");
                    boolean absent = own.kind() == Kind.MISSINGNESS || own.kind() == Kind.DEAD_FEED;
                    double share = own.context().shareOfRiskChange().orElse(0);
                    if (feature && alarm.kind() == Kind.MISSINGNESS && absent) {
                        return story;
                    }
                    if (feature && alarm.kind() != Kind.MISSINGNESS && (best == null ? share >= most : share > most)) {
                        best = story;
                        most = share;
                    }
                }
            }
        }
        if (best != null || alarm.kind() == Kind.MISSINGNESS) {
            return best;
        }
        for (Story story : stories) { // else with the latest values that are gone, or of another scale
            boolean garbled = end(story, now) < 0
                    && gravest(story.own, story.lastStart(), now).stream()
                            .anyMatch(f -> f.kind() == Kind.UNIT_CHANGE || f.kind() == Kind.DEAD_FEED);
            if (garbled && (best == null || opened(story).isAfter(opened(best)))) {
                best = story;
            }
        }
        if (best != null) {
            return best;
        }
        for (Story story : stories) { // else with the latest feature in alarm
            for (int i = window; i <= now; i++) {
                boolean feature = end(story, now) < 0
                        && !story.own.getOrDefault(i, List.of()).isEmpty()
                        && story.causes.stream().anyMatch(cause -> cause.startsWith("feature "));
                if (feature && (best == null || opened(story).isAfter(opened(best)))) {
                    best = story;
                }
            }
        }
        return best;
    }

    private Instant opened(Story story) {
        return steps.get(story.starts.get(0)).at;
    }

    /** Of each source the first of the gravest, since the last start. */
    private Set<Finding> kept(Story story, int now) {
        Set<Finding> kept = new LinkedHashSet<>(gravest(story.own, story.lastStart(), now));
        kept.addAll(gravest(story.guests, story.lastStart(), now));
        return kept;
    }

    private static List<Finding> gravest(Map<Integer, List<Finding>> told, int from, int now) {
        Map<String, Finding> kept = new LinkedHashMap<>();
        for (int i = from; i <= now; i++) {
            for (Finding finding : told.getOrDefault(i, List.of())) {
                kept.merge(source(finding), finding, (a, b) -> grave(b) > grave(a) ? b : a);
            }
        }
        return List.copyOf(kept.values());
    }

    private Finding lead(Story story, int now) {
        List<Kind> causal =
                List.of(Kind.INPUT_DRIFT, Kind.MISSINGNESS, Kind.UNSEEN_VALUES, Kind.UNIT_CHANGE, Kind.DEAD_FEED);
        Finding lead = null;
        double most = Double.NEGATIVE_INFINITY;
        for (Finding finding : gravest(story.own, story.lastStart(), now)) {
            boolean all = finding.kind() == Kind.DEAD_FEED && finding.subject().equals(Finding.MODEL);
            double weight = 100 * grave(finding) + causal.indexOf(finding.kind()) + (all ? 0.5 : 0);
            if (weight > most) {
                lead = finding;
                most = weight;
            }
        }
        return Objects.requireNonNull(lead);
    }

    /** 10 for each degree of severity, 1 for each remedy. */
    private static int grave(Finding f) {
        int remedy = f.context().asks().map(r -> r.ordinal() + 1).orElse(0);
        return 10 * severity(f) + remedy;
    }

    private static int severity(Finding f) {
        if (f.kind().harm()) {
            return 2;
        }
        if (f.kind() == Kind.OPERATION || f.kind() == Kind.OVERSIGHT) {
            return 0;
        }
        if (f.kind() == Kind.DEAD_FEED
                || f.kind() == Kind.UNIT_CHANGE
                || f.context().meanRiskNow().isEmpty()) {
            return 1;
        }
        double before = f.context().meanRiskBefore().orElseThrow();
        double change = Math.abs(f.context().meanRiskNow().getAsDouble() - before);
        return change >= 0.02 || change >= before / 10 ? 1 : 0;
    }

    static String told(
            String id, Finding lead, Set<Finding> all, int severity, boolean recovering, Instant at, String by) {
        Set<String> texts = new TreeSet<>();
        all.forEach(f ->
                texts.add(source(f) + " " + f.explanation() + " " + f.context().asks() + " " + f.hashCode()));
        return id + " " + lead.kind() + " " + lead.subject() + " " + texts + " " + severity + " " + recovering + " "
                + at + " " + by;
    }

    private String told(Story story, int now) {
        Set<Finding> all = kept(story, now);
        int severity = all.stream().mapToInt(NaiveAlerts::severity).max().orElseThrow();
        String by = "";
        for (Map.Entry<Integer, String> taken : story.taken.entrySet()) {
            by = taken.getKey() >= story.lastStart() && taken.getKey() <= now ? taken.getValue() : by;
        }
        boolean alarmSince = story.own.containsKey(lastClean(story, now));
        return told(
                story.id,
                lead(story, now),
                all,
                severity,
                end(story, now) < 0 && !alarmSince,
                steps.get(story.starts.get(0)).at,
                by);
    }

    /** The last step that moved it: an alarm, or a window that counted. */
    private int lastClean(Story story, int now) {
        for (int i = now; i > story.lastStart(); i--) {
            if (story.own.containsKey(i) || counted(story, i)) {
                return i;
            }
        }
        return story.lastStart();
    }

    private boolean counted(Story story, int i) {
        if (!steps.get(i).what.equals("close") || story.own.containsKey(i)) {
            return false;
        }
        for (int k = i - 1; k >= story.lastStart() && !steps.get(k).what.equals("close"); k--) {
            if (story.own.containsKey(k)) {
                return false;
            }
        }
        Set<String> unsure = new HashSet<>();
        steps.get(i).findings.stream()
                .filter(f -> f.state() == State.INSUFFICIENT)
                .forEach(f -> unsure.add(source(f)));
        return gravest(story.own, story.lastStart(), i).stream().noneMatch(f -> unsure.contains(source(f)));
    }

    private static String source(Finding f) {
        return f.kind() + " " + f.detector() + " " + f.subject();
    }

    private static String cause(Finding f) {
        boolean model = f.subject().equals(Finding.MODEL);
        return switch (f.kind()) {
            case DEAD_FEED -> model ? "no predictions" : "feature " + f.subject();
            case INPUT_DRIFT, UNSEEN_VALUES, UNIT_CHANGE, MISSINGNESS -> model ? "whole" : "feature " + f.subject();
            case PREDICTION_DRIFT, MULTIVARIATE_DRIFT, ESTIMATED_PERFORMANCE -> "whole";
            case CALIBRATION, PERFORMANCE, DISCRIMINATION -> model ? "outcomes" : "group " + f.subject();
            case SUBGROUP -> "group " + f.subject();
            default -> f.kind() + " " + f.subject();
        };
    }
}
