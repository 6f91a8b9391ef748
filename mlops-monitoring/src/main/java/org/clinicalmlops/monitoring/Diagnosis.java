package org.clinicalmlops.monitoring;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MonitorHealth;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.monitoring.option.ExchangedCodes;
import org.clinicalmlops.monitoring.option.GarbledInputs;

/**
 * What has probably happened, read from what the last windows found: one name for whoever has to look first. A rule of thumb without an
 * error rate of its own: the alarms that it reads have one, the name has none. The rules, their order and their limits are our choice.
 * What an interface does is asked before what patients do, and inputs before outcomes: a cause explains its consequences. An interface
 * changes its own features only: where others drift too, other patients explain more. Immutable.
 *
 * @param suspect what has probably happened
 * @param subjects names of the features or groups concerned, in alphabetical order; none if it concerns none
 */
public record Diagnosis(Suspect suspect, Set<String> subjects) {

    /** What can be suspected. */
    public enum Suspect {
        NOTHING("nothing asks for attention"),
        DEAD_INTERFACE("an interface no longer delivers values"),
        SWAPPED_COLUMNS("two columns are exchanged"),
        UNIT_CHANGE("values arrive in another unit"),
        CODE_REMAP("the codes of a category have changed"),
        DEFAULT_VALUE_FLOOD("a default is filled in where a value is missing"),
        POPULATION_SHIFT("other patients are seen than the model was made for"),
        LATE_OUTCOMES("outcomes arrive late, or no longer"),
        TREATMENT_EFFECT("patients are treated because of the prediction, and have fewer events for it"),
        SUBGROUP_FAILURE("the model fails one group of patients"),
        SILENT_MISCALIBRATION("risks no longer mean what they meant, though the inputs look as ever"),
        UNCLEAR("something has changed, and what has cannot be told from the findings");

        private final String words;

        Suspect(String words) {
            this.words = words;
        }

        /** For a reader, to follow "Probably". */
        public String words() {
            return words;
        }
    }

    /**
     * One window, as it was closed.
     *
     * @param report what the review gave
     * @param between alarms that pulses found in it
     * @param health of the monitor just after the review
     */
    public record Seen(WindowReport report, List<Finding> between, MonitorHealth health) {
        public Seen {
            Objects.requireNonNull(report, "report");
            between = List.copyOf(between);
            Objects.requireNonNull(health, "health");
        }

        private Stream<Finding> findings() {
            return Stream.concat(between.stream(), report.findings().stream());
        }
    }

    public Diagnosis {
        Objects.requireNonNull(suspect, "suspect");
        subjects = Collections.unmodifiableSet(new TreeSet<>(subjects));
    }

    /**
     * Reads the windows from the one in which something was found on: three tell what inputs show, six what outcomes show.
     *
     * @param before the window before them, with which outcomes are compared; empty if there was none
     * @param windows in the order of time, at least one. The plan should have {@link GarbledInputs}: without, exchanged columns and
     *     defaults are not told from other drift; and {@link ExchangedCodes}: without, codes of about one frequency are exchanged unseen
     */
    public static Diagnosis of(Baseline baseline, Optional<Seen> before, List<Seen> windows) {
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("windows must be at least one, were none");
        }
        List<Finding> findings = windows.stream().flatMap(Seen::findings).toList();
        List<Finding> alarms =
                findings.stream().filter(f -> f.state() == State.ALARM).toList();
        return inputs(baseline, findings, alarms)
                .or(() -> new OutcomeClues(before, windows, findings, alarms).diagnosis())
                .orElseGet(() -> new Diagnosis(alarms.isEmpty() ? Suspect.NOTHING : Suspect.UNCLEAR, subjects(alarms)));
    }

    private static Optional<Diagnosis> inputs(Baseline baseline, List<Finding> findings, List<Finding> alarms) {
        Predicate<Finding> category = f -> {
            int feature = baseline.schema().indexOf(f.subject());
            return feature >= 0 && baseline.schema().feature(feature).categorical();
        };
        Set<String> inAlarm = subjects(alarms);
        Predicate<Finding> drift = f -> f.kind() == Kind.INPUT_DRIFT || f.kind() == Kind.UNSEEN_VALUES;
        List<Optional<Diagnosis>> ofFeatures = List.of(
                first(
                        Suspect.DEFAULT_VALUE_FLOOD,
                        findings,
                        f -> GarbledInputs.flooded(f) && inAlarm.contains(f.subject())),
                first(Suspect.DEAD_INTERFACE, alarms, f -> f.kind() == Kind.MISSINGNESS),
                first(Suspect.UNIT_CHANGE, alarms, f -> f.kind() == Kind.UNIT_CHANGE),
                first(Suspect.CODE_REMAP, alarms, drift.and(category)));
        Set<String> drifted =
                subjects(alarms.stream().filter(drift).filter(f -> !model(f)).toList());
        return first(Suspect.SWAPPED_COLUMNS, findings, GarbledInputs::swapped)
                .or(() -> first(Suspect.DEAD_INTERFACE, alarms, f -> f.kind() == Kind.DEAD_FEED && !model(f)))
                .or(() -> ofFeatures.stream()
                        .flatMap(Optional::stream)
                        .filter(d -> d.subjects().containsAll(drifted))
                        .findFirst())
                .or(() -> shift(findings, alarms))
                .or(() -> ofFeatures.stream().flatMap(Optional::stream).findFirst());
    }

    /** Other patients differ in more than one number, or in what the model says of them. */
    private static Optional<Diagnosis> shift(List<Finding> findings, List<Finding> alarms) {
        Set<String> drifted = subjects(alarms.stream()
                .filter(f -> f.kind() == Kind.INPUT_DRIFT && !model(f))
                .toList());
        Set<String> listed = subjects(findings.stream()
                .filter(f -> f.kind() == Kind.INPUT_DRIFT && !model(f) && f.state() != State.OK)
                .filter(f -> f.state() != State.INSUFFICIENT)
                .toList());
        boolean predictions =
                alarms.stream().anyMatch(f -> f.kind() == Kind.PREDICTION_DRIFT || f.kind() == Kind.MULTIVARIATE_DRIFT);
        boolean several = listed.size() >= 2 || predictions && !listed.isEmpty();
        return (!drifted.isEmpty() || predictions) && several
                ? Optional.of(new Diagnosis(Suspect.POPULATION_SHIFT, listed))
                : Optional.empty();
    }

    private static Optional<Diagnosis> first(Suspect suspect, List<Finding> findings, Predicate<Finding> clue) {
        Set<String> subjects = subjects(findings.stream().filter(clue).toList());
        return subjects.isEmpty() ? Optional.empty() : Optional.of(new Diagnosis(suspect, subjects));
    }

    private static boolean model(Finding finding) {
        return finding.subject().equals(Finding.MODEL);
    }

    static Set<String> subjects(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::subject))
                .map(Finding::subject)
                .collect(Collectors.toSet());
    }
}
