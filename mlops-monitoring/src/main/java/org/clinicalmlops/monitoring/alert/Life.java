package org.clinicalmlops.monitoring.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Alert.Stage;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Severity;

/** The life of one alert, from its opening until it is forgotten. Mutable; for one thread. */
final class Life {
    /** Which detector's word about what. */
    record Source(Finding.Kind kind, String detector, String subject) {
        static Source of(Finding finding) {
            return new Source(finding.kind(), finding.detector(), finding.subject());
        }
    }

    /** Most have one; feeds that died together are several features of one alert. */
    final Set<Cause> causes = new LinkedHashSet<>();
    /** Of each source the gravest, the first of equally grave ones. */
    final Map<Source, Finding> own = new LinkedHashMap<>();
    /** Consequences, which have causes of their own: they are told with this alert, and do not keep it from ending. */
    final Map<Source, Finding> guests = new LinkedHashMap<>();

    /** What was found since it was told last. */
    private final List<Finding> latest = new ArrayList<>();

    String id = "";
    Instant openedAt = Instant.EPOCH;
    Stage stage = Stage.RESOLVED;
    /** When it was last opened, or became grave; only while it is grave. */
    Optional<Instant> graveSince = Optional.empty();

    Optional<Alert.Acknowledgement> acknowledged = Optional.empty();
    boolean escalated;
    /** Windows in order, one after the other. */
    int clean;
    /** When it was last resolved. */
    Instant resolvedAt = Instant.EPOCH;

    /** Whether the open window has shown an alarm of its own cause. */
    boolean found;
    /** How much of the change of the mean risk a feature explains that was in alarm in the open window. */
    double share;
    /** Whether values of a feature were missing in the open window. */
    boolean absent;

    boolean open() {
        return stage != Stage.RESOLVED;
    }

    /** What was found since this was asked last. */
    List<Finding> news() {
        List<Finding> news = List.copyOf(latest);
        latest.clear();
        return news;
    }

    /** Starts, or starts again: nobody has taken on what was over. */
    void start(Instant at) {
        openedAt = id.isEmpty() ? at : openedAt;
        own.clear();
        guests.clear();
        graveSince = Optional.empty();
        acknowledged = Optional.empty();
        escalated = false;
    }

    /** Takes an alarm of its own cause; whether this is news. */
    boolean take(Finding alarm, Instant at) {
        stage = Stage.OPEN;
        clean = 0;
        found = true;
        if (Cause.of(alarm).scope() == Cause.Scope.FEATURE) {
            share = Math.max(share, alarm.context().shareOfRiskChange().orElse(0));
            absent |= alarm.kind() == Finding.Kind.MISSINGNESS || alarm.kind() == Finding.Kind.DEAD_FEED;
        }
        return put(own, alarm, at);
    }

    /** Takes an alarm that follows from its cause; whether this is news. */
    boolean takeGuest(Finding alarm, Instant at) {
        return put(guests, alarm, at);
    }

    private boolean put(Map<Source, Finding> found, Finding alarm, Instant at) {
        Source source = Source.of(alarm);
        Finding known = found.get(source);
        boolean news = known == null || Gravity.BY_GRAVITY.compare(alarm, known) > 0;
        if (news) {
            found.put(source, alarm);
            latest.add(alarm);
        }
        if (severity() == Severity.HIGH && graveSince.isEmpty()) {
            graveSince = Optional.of(at);
        }
        return news;
    }

    /**
     * Judges a window that showed no alarm of its own cause: in order if everything that was found is, or is no longer spoken of.
     *
     * @return whether the alert is over
     */
    boolean endsWith(Map<Source, Finding.State> window, int cleanWindows, Instant until) {
        boolean unsure = own.keySet().stream().anyMatch(s -> window.get(s) == Finding.State.INSUFFICIENT);
        if (unsure) {
            return false;
        }
        clean++;
        stage = clean >= cleanWindows ? Stage.RESOLVED : Stage.RECOVERING;
        resolvedAt = open() ? resolvedAt : until;
        return !open();
    }

    /** The window is over. */
    void endWindow() {
        found = false;
        share = 0;
        absent = false;
    }

    /** Whether it is grave and nobody has taken it on for so long; true once. */
    boolean escalates(Duration after, Instant at) {
        boolean due = open()
                && !escalated
                && acknowledged.isEmpty()
                && graveSince.isPresent()
                && !graveSince.get().plus(after).isAfter(at);
        escalated |= due;
        return due;
    }

    Severity severity() {
        return Collections.max(all().stream().map(Gravity::severity).toList());
    }

    /** The one that the alert is named by. */
    Finding lead() {
        Finding lead = own.values().iterator().next();
        for (Finding other : own.values()) {
            lead = Gravity.BY_LEAD.compare(other, lead) > 0 ? other : lead;
        }
        return lead;
    }

    /** As a reader sees it. */
    Alert alert() {
        Finding lead = lead();
        List<Finding> also = all();
        also.remove(lead);
        return new Alert(id, naming(lead, also), also, severity(), stage, openedAt, acknowledged);
    }

    /** Whether it is about a feature. */
    boolean ofFeature() {
        return causes.stream().anyMatch(cause -> cause.scope() == Cause.Scope.FEATURE);
    }

    /**
     * Whether the values of a feature are gone or of another scale. Bins of training say nothing of what that does to predictions: where
     * they change too, this is taken for the cause.
     */
    boolean garbled() {
        return own.keySet().stream()
                .map(Source::kind)
                .anyMatch(kind -> kind == Finding.Kind.UNIT_CHANGE || kind == Finding.Kind.DEAD_FEED);
    }

    private List<Finding> all() {
        List<Finding> all = new ArrayList<>(own.values());
        all.addAll(guests.values());
        return all;
    }

    /** Who reads of one dead feed wants to know at once that it is ten. */
    private static Finding naming(Finding lead, List<Finding> also) {
        List<String> dead = also.stream()
                .filter(f -> f.kind() == Finding.Kind.DEAD_FEED && lead.kind() == Finding.Kind.DEAD_FEED)
                .map(Finding::subject)
                .distinct()
                .toList();
        if (dead.isEmpty()) {
            return lead;
        }
        String text = lead.explanation() + " The same is true of: " + String.join(", ", dead) + ".";
        return new Finding(
                lead.kind(), lead.detector(), lead.subject(), lead.state(), text, lead.measure(), lead.context());
    }
}
