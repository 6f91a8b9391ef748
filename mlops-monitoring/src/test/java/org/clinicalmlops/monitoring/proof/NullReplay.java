package org.clinicalmlops.monitoring.proof;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Windows;

/**
 * Whole standard monitors, with the settings that they come with, in hospitals where nothing changes: how often is somebody called for
 * nothing, and what for?
 */
final class NullReplay {
    private static final int WEEKS = 104;
    private static final double YEARS = WEEKS * 7 / 365.25;

    private final Scale scale;
    private final Progress progress;

    NullReplay(Scale scale, Progress progress) {
        this.scale = scale;
        this.progress = progress;
    }

    private record Null(String name, Hospital hospital, int rows, Supplier<Truth> truth) {}

    private static List<Null> nulls() {
        Hospital mixed = Hospital.mixed();
        return List.of(
                new Null("50 rows a week", mixed, 50, Truth.asSaid()),
                new Null("100 rows a week", mixed, 100, Truth.asSaid()),
                new Null("300 rows a week", mixed, 300, Truth.asSaid()),
                new Null("60 stays a week, six rows each", mixed.rowsPerEpisode(6, false), 60, Truth.asSaid()),
                new Null("100, a season of .15 log-odds", mixed, 100, Truth.season(0.15)));
    }

    /** What a hospital's monitor did: alerts of each kind, findings in alarm of each detector, and who spoke at all. */
    private record Seen(Map<Kind, Integer> alerts, Map<String, Integer> findings, Set<String> detectors) {
        long called() {
            return alerts.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** What a look has told and the window tells again is told once. */
    private record Told(String detector, Kind kind, String subject, int week) {}

    Verdict run() {
        Verdict verdict = new Verdict();
        MonitorPlan plan = plan(Hospital.mixed());
        double allowed = plan.falseAlarmsPerYear() * YEARS;
        Table table = new Table(
                        "replay without a change: whole standard monitors, " + plan.falseAlarmsPerYear()
                                + " false alarm a year allowed",
                        2,
                        "hospital",
                        "what",
                        "years",
                        "a year",
                        "at least",
                        "allowed")
                .note(
                        "Nine features, two groups; weekly windows, a look every hour; two years each. '!' = above what is allowed.");
        Set<String> detectors = new TreeSet<>();
        for (Null stream : scale.of(nulls(), 1, 3)) {
            List<Seen> seen =
                    Replicates.run("replay, " + stream.name(), scale.hospitals(), progress, r -> follow(stream, r));
            lines(table, stream.name(), seen, allowed, verdict);
            seen.forEach(s -> detectors.addAll(s.detectors()));
        }
        Registry.all().forEach(entry -> detectors.remove(entry.id()));
        if (!detectors.isEmpty()) {
            table.note("Not in the registry of this proof, and proved by nothing else here: " + detectors);
            verdict.broken("the registry lacks detectors of the standard monitor: " + detectors);
        }
        verdict.add(table);
        return verdict;
    }

    private static MonitorPlan plan(Hospital hospital) {
        return MonitorPlan.standard().windows(Windows.weeks(ZoneOffset.UTC)).groups(hospital.grouping());
    }

    private static Seen follow(Null stream, int replicate) {
        Patients patients = new Patients(
                stream.hospital(), Seeds.of("replay", stream.name(), replicate), stream.truth(), Fault.none(), 0);
        Ward ward = new Ward(
                plan(stream.hospital()),
                stream.hospital(),
                References.of(stream.hospital(), patients),
                Seeds.of("replay, ward", stream.name(), replicate),
                1.0 / 24);
        SplittableRandom visits = Seeds.of("replay, visits", stream.name(), replicate);
        for (int week = 0; week < WEEKS; week++) {
            ward.week(week, patients.week(week, rows(stream.rows(), visits)));
        }
        Map<Kind, Integer> alerts = new TreeMap<>();
        ward.opened().forEach(e -> alerts.merge(e.alert().finding().kind(), 1, Integer::sum));
        Map<String, Integer> findings = new TreeMap<>();
        ward.alarms().stream()
                .map(a -> new Told(
                        a.finding().detector(), a.finding().kind(), a.finding().subject(), (int)
                                Math.ceil(a.day() / 7)))
                .distinct()
                .forEach(told -> findings.merge(told.detector(), 1, Integer::sum));
        return new Seen(alerts, findings, ward.detectors());
    }

    /** A week has half as much again of what chance does to it. */
    private static int rows(int usual, SplittableRandom random) {
        return (int) Math.max(1, Math.round(usual + Math.sqrt(1.5 * usual) * random.nextGaussian()));
    }

    private static void lines(Table table, String name, List<Seen> seen, double allowed, Verdict verdict) {
        line(table, name, "alerts", seen.stream().mapToLong(Seen::called).toArray(), allowed, verdict);
        Set<Kind> kinds = new TreeSet<>();
        Set<String> detectors = new TreeSet<>();
        seen.forEach(s -> {
            kinds.addAll(s.alerts().keySet());
            detectors.addAll(s.findings().keySet());
        });
        for (Kind kind : kinds) {
            long[] alerts = seen.stream()
                    .mapToLong(s -> s.alerts().getOrDefault(kind, 0))
                    .toArray();
            line(table, name, "alerts of " + kind, alerts, Double.POSITIVE_INFINITY, verdict);
        }
        for (String detector : detectors) {
            long[] findings = seen.stream()
                    .mapToLong(s -> s.findings().getOrDefault(detector, 0))
                    .toArray();
            double share = Registry.all().stream()
                    .filter(e -> e.id().equals(detector))
                    .mapToDouble(Entry::perYear)
                    .findFirst()
                    .orElse(Double.POSITIVE_INFINITY);
            line(table, name, "findings of " + detector, findings, share * YEARS, verdict);
        }
    }

    private static void line(Table table, String name, String what, long[] counts, double allowed, Verdict verdict) {
        double mean = Arrays.stream(counts).average().orElse(0);
        double least = Bounds.ofMean(counts);
        boolean more = least > allowed;
        List<String> cells = new ArrayList<>(List.of(
                name,
                what,
                Table.number(counts.length * YEARS),
                Table.number(mean / YEARS) + (more ? " !" : "  "),
                Table.number(least / YEARS),
                Double.isInfinite(allowed) ? "" : Table.number(allowed / YEARS)));
        table.line(cells.toArray(String[]::new));
        if (more) {
            verdict.broken("replay, " + name + ": " + what + " " + Table.number(mean / YEARS) + " a year (at least "
                    + Table.number(least / YEARS) + "), allowed " + Table.number(allowed / YEARS));
        }
    }
}
