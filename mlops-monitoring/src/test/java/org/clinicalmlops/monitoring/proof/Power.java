package org.clinicalmlops.monitoring.proof;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Windows;
import org.clinicalmlops.monitoring.proof.References.Known;

/**
 * Whether a standard monitor, with the settings that keep their promise where nothing changes, finds a fixed list of changes. One that
 * never alarms passes nothing here.
 */
final class Power {
    private static final int QUIET = 4;
    private static final double WANTED = 0.8;
    private static final int MANY = 200;
    private static final double PULSE = 1.0 / 6; // days

    private final Scale scale;
    private final Progress progress;

    Power(Scale scale, Progress progress) {
        this.scale = scale;
        this.progress = progress;
    }

    /** Days from a change to the first alarm that names it, by detector, and by any. */
    private record Found(Map<String, Double> byDetector, OptionalDouble byAny) {}

    Verdict run() {
        Verdict verdict = new Verdict();
        Table table = new Table(
                        "power: a whole standard monitor of nine features, one false alarm a year allowed",
                        3,
                        "shift",
                        "detector",
                        "must",
                        "rows a week",
                        "within weeks",
                        "found %",
                        "median day")
                .note(scale.shifts() + " streams each; the change comes after " + QUIET
                        + " weeks; '(any)' names the change by" + " its kind and its feature or group")
                .note("'!' = less than 80 % found");
        TreeSet<String> proved = new TreeSet<>();
        for (Shift shift : Shifts.all()) {
            List<Found> found = Replicates.run(shift.name(), scale.shifts(), progress, r -> follow(shift, r));
            lines(table, shift, found, proved, verdict);
        }
        for (Entry entry : Registry.all()) {
            if (entry.standard() && entry.pages() && !proved.contains(entry.id())) {
                verdict.broken("power of " + entry.id() + ": finds none of the shifts in 80 % of the streams");
            }
        }
        verdict.add(table);
        return verdict;
    }

    private static Found follow(Shift shift, int replicate) {
        Hospital hospital = Hospital.mixed();
        Patients patients = new Patients(
                hospital,
                Seeds.of("power", shift.name(), replicate),
                Truth.from(7.0 * QUIET, shift.truth()),
                shift.fault(),
                7.0 * QUIET);
        Known known = References.of(hospital, patients);
        MonitorPlan plan = MonitorPlan.standard()
                .windows(Windows.weeks(ZoneOffset.UTC))
                .groups(hospital.grouping())
                .detecting(
                        Registry.ALWAYS.opener().spec(known.table()),
                        Registry.NEVER.opener().spec(known.table()));
        Ward ward = new Ward(plan, hospital, known, Seeds.of("power, ward", shift.name(), replicate), PULSE);
        for (int week = 0; week < QUIET + shift.weeks(); week++) {
            ward.week(week, patients.week(week, week < QUIET ? shift.before() : shift.after()));
        }
        Map<String, Double> byDetector = new TreeMap<>();
        List<Ward.Seen> found = new ArrayList<>(ward.alarms());
        ward.notices().stream()
                .filter(seen -> shift.by().contains(seen.finding().detector()))
                .forEach(found::add);
        for (Ward.Seen seen : found) {
            double days = seen.day() - 7.0 * QUIET;
            Finding finding = seen.finding();
            boolean measuresTheHarness = finding.detector().equals(Registry.ALWAYS.id());
            if (days > 0 && (measuresTheHarness || shift.names(finding))) {
                byDetector.merge(finding.detector(), days, Math::min);
            }
        }
        OptionalDouble any = byDetector.entrySet().stream()
                .filter(e -> !e.getKey().equals(Registry.ALWAYS.id()))
                .mapToDouble(Map.Entry::getValue)
                .min();
        return new Found(byDetector, any);
    }

    private void lines(Table table, Shift shift, List<Found> found, TreeSet<String> proved, Verdict verdict) {
        int n = found.size();
        List<Double> any = new ArrayList<>();
        Map<String, List<Double>> days = new TreeMap<>();
        shift.by().forEach(id -> days.put(id, new ArrayList<>()));
        for (Found one : found) {
            one.byAny().ifPresent(any::add);
            one.byDetector()
                    .forEach((id, day) ->
                            days.computeIfAbsent(id, x -> new ArrayList<>()).add(day));
        }
        List<Double> always = days.computeIfAbsent(Registry.ALWAYS.id(), x -> new ArrayList<>());
        List<Double> never = days.computeIfAbsent(Registry.NEVER.id(), x -> new ArrayList<>());
        if (always.size() < n || !never.isEmpty()) {
            verdict.broken("the harness: of " + shift.name()
                    + ", what always fires finds too little or what never fires finds it");
        }
        if (!shift.name().equals(Shifts.all().get(0).name())) {
            days.keySet().removeAll(Set.of(Registry.ALWAYS.id(), Registry.NEVER.id()));
        }
        table.line(cells(shift, "(any)", true, any, n));
        check(shift, "any detector", any, n, verdict);
        days.forEach((id, list) -> {
            boolean must = shift.by().contains(id);
            table.line(cells(shift, id, must, list, n));
            if (must) {
                check(shift, id, list, n, verdict);
            }
            if (must && !missed(list.size(), n)) {
                proved.add(id);
            }
        });
    }

    /** By the share itself where there are many streams; of a few, if not even the upper bound of the share is enough. */
    static boolean missed(long found, int of) {
        return of >= MANY ? found < WANTED * of : Bounds.above(found, of) < WANTED;
    }

    private static void check(Shift shift, String id, List<Double> days, int n, Verdict verdict) {
        if (missed(days.size(), n)) {
            verdict.broken("power of " + id + " for " + shift.name() + " within " + shift.weeks() + " weeks of "
                    + shift.after() + " rows: " + Table.percent(days.size(), n) + " % of " + n
                    + " streams, wanted 80 %");
        }
    }

    private static String[] cells(Shift shift, String id, boolean must, List<Double> days, int n) {
        return new String[] {
            shift.name(),
            id,
            must ? "yes" : "",
            Integer.toString(shift.after()),
            Integer.toString(shift.weeks()),
            Table.percent(days.size(), n) + (must && missed(days.size(), n) ? " !" : "  "),
            Table.number(median(days, n))
        };
    }

    /** Infinite where less than half of the streams found it. */
    static double median(List<Double> found, int of) {
        List<Double> sorted = found.stream().sorted().toList();
        int middle = (of - 1) / 2;
        return middle < sorted.size() ? sorted.get(middle) : Double.POSITIVE_INFINITY;
    }
}
