package org.clinicalmlops.monitoring.proof;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;

/**
 * A change that a monitor must find. Immutable.
 *
 * @param name for the table
 * @param fault what happens to what is recorded
 * @param truth what happens to the model
 * @param before rows a week, before
 * @param after rows a week, from then on
 * @param weeks within which it is to be found
 * @param kinds of findings that name it
 * @param subject of findings that name it; empty for any
 * @param by detectors each of which must find it: those that page by an alarm, those that describe by a notice
 */
record Shift(
        String name,
        Fault fault,
        Supplier<Truth> truth,
        int before,
        int after,
        int weeks,
        Set<Kind> kinds,
        Optional<String> subject,
        Set<String> by) {

    /** Nothing happens yet. */
    static Shift named(String name, Kind... kinds) {
        return new Shift(name, Fault.none(), Truth.asSaid(), 100, 100, 4, Set.of(kinds), Optional.empty(), Set.of());
    }

    /** What is recorded of a feature changes. */
    Shift of(String feature, Fault what) {
        return new Shift(name, what, truth, before, after, weeks, kinds, Optional.of(feature), by);
    }

    /** What is recorded changes, in no single feature. */
    Shift of(Fault what) {
        return new Shift(name, what, truth, before, after, weeks, kinds, subject, by);
    }

    /** The model becomes wrong. */
    Shift of(Supplier<Truth> what) {
        return new Shift(name, fault, what, before, after, weeks, kinds, subject, by);
    }

    /** The model becomes wrong for a group. */
    Shift ofGroup(String group, Supplier<Truth> what) {
        return new Shift(name, fault, what, before, after, weeks, kinds, Optional.of(group), by);
    }

    Shift rows(int aWeek) {
        return new Shift(name, fault, truth, aWeek, aWeek, weeks, kinds, subject, by);
    }

    /** So many rows come from then on. */
    Shift rowsFall(int to) {
        return new Shift(name, fault, truth, before, to, weeks, kinds, subject, by);
    }

    Shift within(int so) {
        return new Shift(name, fault, truth, before, after, so, kinds, subject, by);
    }

    Shift foundBy(String... detectors) {
        return new Shift(name, fault, truth, before, after, weeks, kinds, subject, Set.of(detectors));
    }

    boolean names(Finding finding) {
        return kinds.contains(finding.kind())
                && (subject.isEmpty() || subject.get().equals(finding.subject()));
    }
}
