package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.proof.Bench.Slot;
import org.clinicalmlops.monitoring.proof.References.Known;

/**
 * Whether the options that keep rows find what each is for, with the part of the allowance that it has beside the standard detectors. Three
 * numbers that know nothing of each other, until the change.
 */
final class KeeperPower {
    private static final int ROWS = 500;
    private static final int QUIET = 1;
    private static final int WEEKS = 2;

    private final Scale scale;
    private final Progress progress;

    KeeperPower(Scale scale, Progress progress) {
        this.scale = scale;
        this.progress = progress;
    }

    /** @param by which must find it; all are told what they find */
    private record Change(String name, Fault fault, String by) {}

    private static List<Change> changes() {
        return List.of(
                new Change("mean of one + .5 sd", Faults.each(0, x -> x + 2), "input.raw"),
                new Change("means of all + .35 sd", KeeperPower::all, "input.domain"),
                new Change("two that hang together, correlation .8", KeeperPower::together, "input.mmd"));
    }

    private static void all(double[] values, SplittableRandom random) {
        for (int c = 0; c < values.length; c++) {
            values[c] += 0.35 * 4;
        }
    }

    /** Each is as before, the second follows the first. */
    private static void together(double[] values, SplittableRandom random) {
        values[1] = 138 + 0.8 * (values[0] - 138) + 0.6 * (values[1] - 138);
    }

    Table table(Verdict verdict) {
        Table table = new Table(
                        "power: options that keep rows",
                        2,
                        "shift",
                        "detector",
                        "must",
                        "rows a week",
                        "within weeks",
                        "found %")
                .note(streams() + " streams each; '!' = less than 80 % found");
        Hospital hospital = Hospital.of(Columns.normal())
                .columns(List.of(
                        Columns.normal().named("a"),
                        Columns.normal().named("b"),
                        Columns.normal().named("c")));
        List<Slot> slots = new ArrayList<>();
        for (Entry entry : Registry.all()) {
            if (entry.keepsRows() > 0) {
                slots.add(new Slot(entry, entry.perYear()));
            }
        }
        for (Change change : scale.of(changes(), 0)) {
            List<long[]> found =
                    Replicates.run(change.name(), streams(), progress, r -> follow(hospital, slots, change, r));
            for (int slot = 0; slot < slots.size(); slot++) {
                int at = slot;
                long hits = found.stream().filter(f -> f[at] > 0).count();
                String id = slots.get(slot).entry().id();
                boolean must = id.equals(change.by());
                boolean missed = must && Power.missed(hits, found.size());
                table.line(
                        change.name(),
                        id,
                        must ? "yes" : "",
                        Integer.toString(ROWS),
                        Integer.toString(WEEKS),
                        Table.percent(hits, found.size()) + (missed ? " !" : "  "));
                if (missed) {
                    verdict.broken("power of " + id + " for " + change.name() + " within " + WEEKS + " weeks of " + ROWS
                            + " rows: " + Table.percent(hits, found.size()) + " %, wanted 80 %");
                }
            }
        }
        return table;
    }

    private int streams() {
        return Math.max(6, scale.keepers() / 20);
    }

    /** Alarms after the change, of each slot. */
    private static long[] follow(Hospital hospital, List<Slot> slots, Change change, int replicate) {
        Patients patients = new Patients(
                hospital,
                Seeds.of("power of options", change.name(), replicate),
                Truth.asSaid(),
                change.fault(),
                7.0 * QUIET);
        Known known = References.of(hospital, patients);
        Bench bench = new Bench(MonitorPlan.standard(), hospital, known, slots, 0, 7);
        long[] before = new long[slots.size()];
        for (int week = 0; week < QUIET + WEEKS; week++) {
            patients.week(week, ROWS).forEach(bench::observe);
            bench.close(week, List.of());
            before = week < QUIET ? bench.count() : before;
        }
        long[] after = bench.count();
        for (int slot = 0; slot < after.length; slot++) {
            after[slot] -= before[slot];
        }
        return after;
    }
}
