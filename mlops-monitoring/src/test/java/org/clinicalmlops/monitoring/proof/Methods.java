package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.classic.Adwin;
import org.clinicalmlops.monitoring.classic.PageHinkley;
import org.clinicalmlops.monitoring.proof.Bench.Slot;

/** Our detectors of harm, and others that read the same cases: each takes its baseline from the same reference. */
final class Methods {
    private static final ToDoubleFunction<Row> ABSOLUTE = row -> Math.abs((row.event() ? 1 : 0) - row.said());
    private static final ToDoubleFunction<Row> SQUARED =
            row -> ABSOLUTE.applyAsDouble(row) * ABSOLUTE.applyAsDouble(row);
    private static final ToDoubleFunction<Row> WRONG = row -> row.event() == row.said() > 0.5 ? 0 : 1;

    private Methods() {}

    static List<Method> all(int casesAWeek) {
        List<Method> methods = new ArrayList<>();
        methods.add(new Method(
                "ours, together",
                "allowed a year",
                0.01,
                200,
                true,
                (stream, perYear) -> together(stream, Registry.ofHarm(), perYear)));
        methods.add(new Method(
                "DDM, error at .5", "sigmas", 30, 1, false, (stream, sigmas) -> peer(stream, new Ddm(sigmas), WRONG)));
        methods.add(adwin("ADWIN, |y-p|", ABSOLUTE));
        methods.add(adwin("ADWIN, (y-p)^2", SQUARED));
        methods.add(pageHinkley("Page-Hinkley, |y-p|", ABSOLUTE));
        methods.add(pageHinkley("Page-Hinkley, (y-p)^2", SQUARED));
        methods.add(pageHinkleyBothWays("Page-Hinkley both ways, (y-p)^2", SQUARED));
        methods.add(rule("PSI of |y-p|, weekly", casesAWeek, WindowRule::psi));
        methods.add(rule("Wasserstein/sd of |y-p|, weekly", casesAWeek, WindowRule::wasserstein));
        return methods;
    }

    /** Those that measure the harness. */
    static List<Method> extremes() {
        return List.of(
                new Method(Registry.ALWAYS.id(), "-", 1, 1, false, (stream, none) -> (day, cases) -> 1),
                new Method(Registry.NEVER.id(), "-", 1, 1, false, (stream, none) -> (day, cases) -> 0));
    }

    /** Looks after each case; 0.002 and every 32nd are usual. */
    private static Method adwin(String name, ToDoubleFunction<Row> error) {
        return new Method(
                name, "delta", 1e-9, 0.9, false, (stream, delta) -> peer(stream, new Adwin(delta, 1)::add, error));
    }

    /** The usual 0.005 is tolerated, and 0.9999 is kept of the sum. */
    private static Method pageHinkley(String name, ToDoubleFunction<Row> error) {
        return new Method(
                name, "limit", 200, 0.1, false, (stream, limit) -> peer(stream, pageHinkley(limit, 1), error));
    }

    /** The same for falls too, as it is in River unless told otherwise. */
    private static Method pageHinkleyBothWays(String name, ToDoubleFunction<Row> error) {
        return new Method(name, "limit", 200, 0.1, false, (stream, limit) -> {
            Peer rises = pageHinkley(limit, 1);
            Peer falls = pageHinkley(limit, -1);
            return peer(stream, x -> rises.read(x) | falls.read(x), error);
        });
    }

    private static Peer pageHinkley(double limit, int sign) {
        PageHinkley chart = new PageHinkley(0.005, limit, 0.9999);
        return x -> {
            boolean alarm = chart.add(sign * x);
            if (alarm) {
                chart.reset();
            }
            return alarm;
        };
    }

    private static Method rule(String name, int casesAWeek, WindowRule.Measure measure) {
        return new Method(name, "limit", 10, 0.01, false, (stream, limit) -> {
            double[] reference =
                    stream.known().evaluated().stream().mapToDouble(ABSOLUTE).toArray();
            WindowRule rule = new WindowRule(reference, measure, limit, casesAWeek);
            return (day, cases) -> read(rule, ABSOLUTE, cases);
        });
    }

    /** One that learns from the reference what is usual, by reading it first. */
    private static Watch peer(CaseStream stream, Peer peer, ToDoubleFunction<Row> error) {
        read(peer, error, stream.known().evaluated());
        return (day, cases) -> read(peer, error, cases);
    }

    private static int read(Peer peer, ToDoubleFunction<Row> error, List<Row> cases) {
        int alarms = 0;
        for (Row row : cases) {
            alarms += peer.read(error.applyAsDouble(row)) ? 1 : 0;
        }
        return alarms;
    }

    /** All that reads outcomes, with the parts of the allowance that a standard monitor gives them. */
    static Watch together(CaseStream stream, List<Entry> entries, double perYear) {
        double all = entries.stream().mapToDouble(Entry::perYear).sum();
        List<Slot> slots = entries.stream()
                .map(e -> new Slot(e, perYear * e.perYear() / all))
                .toList();
        Bench bench = new Bench(
                MonitorPlan.standard().groups(stream.hospital().grouping()),
                stream.hospital(),
                stream.known(),
                slots,
                0,
                7);
        return (day, cases) -> {
            int before = bench.alarms().size();
            bench.close(day, cases.stream().map(bench::matured).toList());
            return bench.alarms().size() - before;
        };
    }
}
