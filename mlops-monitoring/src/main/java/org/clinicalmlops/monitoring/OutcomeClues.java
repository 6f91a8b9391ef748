package org.clinicalmlops.monitoring;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.monitoring.Diagnosis.Seen;
import org.clinicalmlops.monitoring.Diagnosis.Suspect;
import org.clinicalmlops.monitoring.harm.HarmScope;
import org.clinicalmlops.monitoring.harm.OutcomeFollowUp;

/** The part of {@link Diagnosis} that reads what outcomes show. For one use. */
final class OutcomeClues {
    /** Of the outcomes that came due, so many are enough to mislead every number. */
    private static final double MISLEADS = 0.05;

    /** The same of patients treated because of the prediction: they are those at high risk, who would have had most events. */
    private static final double TREATED = 0.02;

    private final Optional<Seen> before;
    private final List<Seen> windows;
    private final List<Finding> alarms;
    private final boolean incomplete;

    OutcomeClues(Optional<Seen> before, List<Seen> windows, List<Finding> findings, List<Finding> alarms) {
        this.before = before;
        this.windows = windows;
        this.alarms = alarms;
        incomplete =
                findings.stream().anyMatch(f -> f.detector().equals(OutcomeFollowUp.ID) && f.state() == State.NOTICE);
    }

    Optional<Diagnosis> diagnosis() {
        boolean harm = alarms.stream().anyMatch(f -> f.kind().harm());
        if (!harm && !incomplete) {
            return Optional.empty();
        }
        double due = due(last()) - before.map(OutcomeClues::due).orElse(0.0);
        double treated = last().health().intervened()
                - before.map(s -> s.health().intervened()).orElse(0L);
        double overdue = due(last())
                - known(last())
                - last().health().intervened()
                - last().health().censored();
        if (due > 0 && overdue / due >= MISLEADS && overdue >= treated) {
            return Optional.of(new Diagnosis(Suspect.LATE_OUTCOMES, Set.of()));
        }
        if (due > 0 && treated / due >= TREATED) {
            return Optional.of(new Diagnosis(Suspect.TREATMENT_EFFECT, Set.of()));
        }
        return harm ? Optional.of(byGroups()) : Optional.empty();
    }

    /**
     * As {@link HarmScope} tells in the last window in which it says anything: with each it has read more. Where it never does, the group is
     * named that is in alarm, if no alarm is of everybody.
     */
    private Diagnosis byGroups() {
        Optional<Finding> scope = windows.stream()
                .flatMap(seen -> seen.report().findings().stream())
                .filter(HarmScope::tells)
                .reduce((earlier, later) -> later);
        List<Finding> harm = alarms.stream().filter(f -> f.kind().harm()).toList();
        List<Finding> groups =
                harm.stream().filter(f -> f.kind() == Kind.SUBGROUP).toList();
        Set<String> alone = scope.map(f -> f.kind() == Kind.SUBGROUP ? Set.of(f.subject()) : Set.<String>of())
                .orElseGet(() -> groups.size() == harm.size() ? Diagnosis.subjects(groups) : Set.of());
        return alone.isEmpty()
                ? new Diagnosis(Suspect.SILENT_MISCALIBRATION, Set.of())
                : new Diagnosis(Suspect.SUBGROUP_FAILURE, alone);
    }

    private Seen last() {
        return windows.get(windows.size() - 1);
    }

    private static double due(Seen seen) {
        return followUp(seen).map(m -> (double) m.nCurrent()).orElse(0.0);
    }

    private static double known(Seen seen) {
        return followUp(seen).map(m -> m.statistic() * m.nCurrent()).orElse(0.0);
    }

    private static Optional<Finding.Measure> followUp(Seen seen) {
        return seen.report().findings().stream()
                .filter(f -> f.detector().equals(OutcomeFollowUp.ID))
                .findFirst()
                .flatMap(Finding::measure);
    }
}
