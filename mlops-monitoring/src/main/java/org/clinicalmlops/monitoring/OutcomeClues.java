package org.clinicalmlops.monitoring;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.Diagnosis.Seen;
import org.clinicalmlops.monitoring.Diagnosis.Suspect;
import org.clinicalmlops.monitoring.harm.OutcomeFollowUp;

/** The part of {@link Diagnosis} that reads what outcomes show. For one use. */
final class OutcomeClues {
    /** Of the outcomes that came due, so many are enough to mislead every number. */
    private static final double MISLEADS = 0.05;

    /** The same of patients treated because of the prediction: they are those at high risk, who would have had most events. */
    private static final double TREATED = 0.02;

    /** A group whose charts stand below this has seen nothing of what its siblings have; an alarm stands at 1. */
    private static final double QUIET = 0.05;

    /** The same where the group was in alarm before everybody together was. */
    private static final double QUIET_BESIDE_THE_FIRST = 0.2;

    /** Windows in which a group that was in alarm first is looked at: later, chance moves the charts of the others. */
    private static final int SOON = 3;

    private final List<Groups.Group> groups;
    private final Optional<Seen> before;
    private final List<Seen> windows;
    private final List<Finding> alarms;
    private final Map<String, Double> charts = new TreeMap<>();
    private final boolean incomplete;
    private final boolean groupsFirst;

    OutcomeClues(
            MonitorPlan plan,
            Baseline baseline,
            Optional<Seen> before,
            List<Seen> windows,
            List<Finding> findings,
            List<Finding> alarms) {
        this.groups =
                Groups.of(plan.grouping(), baseline.schema(), baseline.levels()).groups();
        this.before = before;
        this.windows = windows;
        this.alarms = alarms;
        incomplete =
                findings.stream().anyMatch(f -> f.detector().equals(OutcomeFollowUp.ID) && f.state() == State.NOTICE);
        groupsFirst = groupsFirst();
        windows.stream().limit(groupsFirst ? SOON : windows.size()).forEach(this::read);
    }

    private void read(Seen seen) {
        for (Finding finding : seen.report().findings()) {
            if (finding.kind() == Kind.SUBGROUP && finding.measure().isPresent()) {
                double at = finding.state() == State.ALARM
                        ? 1
                        : finding.measure().get().statistic();
                charts.merge(finding.subject(), at, Math::max);
            }
        }
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

    private Diagnosis byGroups() {
        List<Groups.Group> failing = groups.stream()
                .filter(g -> charts.getOrDefault(g.name(), 0.0) >= 1)
                .toList();
        Set<String> alone = Diagnosis.subjects(alarms.stream()
                .filter(f -> f.kind() == Kind.SUBGROUP)
                .filter(f -> failing.stream().anyMatch(g -> g.name().equals(f.subject()) && siblingsAreQuiet(g)))
                .toList());
        return alone.isEmpty()
                ? new Diagnosis(Suspect.SILENT_MISCALIBRATION, Set.of())
                : new Diagnosis(Suspect.SUBGROUP_FAILURE, alone);
    }

    /** Groups that nobody of this one is in, and in which enough outcomes came due. */
    private boolean siblingsAreQuiet(Groups.Group one) {
        List<Double> siblings = groups.stream()
                .filter(other -> Collections.disjoint(other.cells(), one.cells()))
                .map(other -> charts.get(other.name()))
                .filter(chart -> chart != null)
                .toList();
        double quiet = groupsFirst ? QUIET_BESIDE_THE_FIRST : QUIET;
        return !siblings.isEmpty() && siblings.stream().allMatch(chart -> chart < quiet);
    }

    /** Whether the first window in which outcomes showed harm showed it of groups only. */
    private boolean groupsFirst() {
        return windows.stream()
                .map(seen -> seen.report().findings().stream()
                        .filter(f -> f.state() == State.ALARM && f.kind().harm())
                        .toList())
                .filter(harm -> !harm.isEmpty())
                .findFirst()
                .filter(harm -> harm.stream().allMatch(f -> f.kind() == Kind.SUBGROUP))
                .isPresent();
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
