package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How long it takes until a model that has become wrong is found, beside other ways to watch, each tuned to as many false alarms a year.
 * Settings are sought on other seeds than those that judge them.
 */
final class Delay {
    private static final double TARGET = 1;
    private static final int STEPS = 9;
    private static final int NULL_WEEKS = 104;
    private static final int CHANGE = 26;
    private static final int FOLLOWED = 104;
    private static final double TOLERATED = 1.25;

    private final Scale scale;
    private final Progress progress;
    private final IntFunction<List<Method>> methods;
    private final int[] volumes;
    private final int[] shifts;

    Delay(Scale scale, Progress progress) {
        this(scale, progress, Methods::all, new int[] {50, 80, 300}, new int[] {1, 2, 3, 4, -1, -2, -3, -4});
    }

    /**
     * @param methods by cases a week; the first is ours
     * @param volumes cases a week
     * @param shifts how many times the tolerated odds ratio, on its logarithm; below 0 for fewer events than predicted
     */
    Delay(Scale scale, Progress progress, IntFunction<List<Method>> methods, int[] volumes, int[] shifts) {
        this.scale = scale;
        this.progress = progress;
        this.methods = methods;
        this.volumes = volumes.clone();
        this.shifts = shifts.clone();
    }

    /** @param times how many tolerances; below 0 for fewer events than predicted */
    private static double oddsRatio(int times) {
        return Math.pow(TOLERATED, times);
    }

    Verdict run() {
        Verdict verdict = new Verdict();
        List<String> heads = new ArrayList<>(List.of("cases a week", "method", "setting", "false alarms a year"));
        for (int times : shifts) {
            heads.add(String.format(Locale.ROOT, "OR %.2f ", oddsRatio(times)));
        }
        Table table = new Table("delay: median weeks until a miscalibration is found", 3, heads.toArray(String[]::new))
                .note("Base rate .1, AUROC .8, baseline from " + Hospital.REFERENCE / 2
                        + " cases; outcomes known at once," + " looked at every day; the change comes after " + CHANGE
                        + " weeks.")
                .note("Each setting is the one that gives " + Table.number(TARGET)
                        + " false alarm a year on other seeds; 'never' = not in half of " + scale.delays()
                        + " streams within " + FOLLOWED + " weeks.")
                .note("'!' = ours is not ahead of this one, for a shift of at least twice the tolerated odds ratio of "
                        + TOLERATED + ".");
        for (int cases : volumes) {
            lines(table, cases, verdict);
        }
        verdict.add(table);
        return verdict;
    }

    private void lines(Table table, int cases, Verdict verdict) {
        List<Method> all = new ArrayList<>(methods.apply(cases));
        double[] found = tune(all, cases);
        all.addAll(Methods.extremes());
        double[] settings = Arrays.copyOf(found, all.size());
        Arrays.fill(settings, found.length, settings.length, 1);
        double[] falseAlarms = falseAlarms("delay, judging", all, settings, cases, scale.delays());
        double[][] delays = new double[shifts.length][];
        for (int s = 0; s < shifts.length; s++) {
            delays[s] = delays(all, settings, cases, oddsRatio(shifts[s]));
        }
        for (int m = 0; m < all.size(); m++) {
            Method method = all.get(m);
            List<String> line = new ArrayList<>(List.of(
                    Integer.toString(cases),
                    method.name(),
                    method.setting().equals("-")
                            ? "-"
                            : method.setting() + " " + String.format(Locale.ROOT, "%.3g", settings[m]),
                    Table.number(falseAlarms[m])));
            for (int s = 0; s < shifts.length; s++) {
                boolean behind = !method.ours()
                        && !method.name().equals(Registry.ALWAYS.id())
                        && Math.abs(shifts[s]) >= 2
                        && !(delays[s][0] < delays[s][m]);
                if (behind) {
                    verdict.broken(String.format(
                            Locale.ROOT,
                            "delay at odds ratio %.2f, %d cases a week: ours %.2f weeks, %s %.2f",
                            oddsRatio(shifts[s]),
                            cases,
                            delays[s][0],
                            method.name(),
                            delays[s][m]));
                }
                line.add(Table.number(delays[s][m]) + (behind ? "!" : " "));
            }
            table.line(line.toArray(String[]::new));
        }
    }

    /** Settings at which each gives the wanted false alarms; by bisection, all at once, on the same streams. */
    private double[] tune(List<Method> methods, int cases) {
        double[] low = new double[methods.size()];
        double[] high = new double[methods.size()];
        Arrays.fill(high, 1);
        for (int step = 0; step < STEPS; step++) {
            double[] settings = settings(methods, low, high);
            double[] alarms = falseAlarms("delay, tuning", methods, settings, cases, scale.delays() / 2);
            for (int m = 0; m < alarms.length; m++) {
                double middle = (low[m] + high[m]) / 2;
                if (alarms[m] > TARGET) {
                    high[m] = middle;
                } else {
                    low[m] = middle;
                }
            }
        }
        return settings(methods, low, high);
    }

    private static double[] settings(List<Method> methods, double[] low, double[] high) {
        return IntStream.range(0, methods.size())
                .mapToDouble(m -> methods.get(m).at((low[m] + high[m]) / 2))
                .toArray();
    }

    private double[] falseAlarms(String purpose, List<Method> methods, double[] settings, int cases, int streams) {
        double[] sums = new double[methods.size()];
        Replicates.run(purpose + ", " + cases + " cases a week", streams, progress, r -> {
                    CaseStream stream = new CaseStream(
                            OutcomeSize.of(0.1), cases, Truth.asSaid(), Seeds.of(purpose, "null " + cases, r));
                    return count(stream, methods, settings);
                })
                .forEach(alarms -> {
                    for (int m = 0; m < sums.length; m++) {
                        sums[m] += alarms[m] / (streams * NULL_WEEKS * 7 / 365.25);
                    }
                });
        return sums;
    }

    private static long[] count(CaseStream stream, List<Method> methods, double[] settings) {
        List<Watch> watches = open(stream, methods, settings);
        long[] alarms = new long[watches.size()];
        for (int week = 0; week < NULL_WEEKS; week++) {
            List<List<Row>> days = days(stream.week(week), week);
            for (int day = 0; day < 7; day++) {
                for (int m = 0; m < alarms.length; m++) {
                    alarms[m] += watches.get(m).read(7.0 * week + day + 1, days.get(day));
                }
            }
        }
        return alarms;
    }

    private static List<Watch> open(CaseStream stream, List<Method> methods, double[] settings) {
        return IntStream.range(0, methods.size())
                .mapToObj(m -> methods.get(m).opener().apply(stream, settings[m]))
                .toList();
    }

    private static List<List<Row>> days(List<Row> rows, int week) {
        List<List<Row>> days = new ArrayList<>();
        for (int day = 0; day < 7; day++) {
            double from = 7.0 * week + day;
            days.add(rows.stream()
                    .filter(row -> row.day() >= from && row.day() < from + 1)
                    .toList());
        }
        return days;
    }

    private double[] delays(List<Method> methods, double[] settings, int cases, double ratio) {
        String shift = String.format(Locale.ROOT, "odds ratio %.4f at %d cases a week", ratio, cases);
        Supplier<Truth> truth = Truth.from(7.0 * CHANGE, Truth.odds(ratio));
        List<double[]> streams = Replicates.run(shift, scale.delays(), progress, r -> {
            CaseStream stream = new CaseStream(OutcomeSize.of(0.1), cases, truth, Seeds.of("delay", shift, r));
            return delay(stream, methods, settings);
        });
        return IntStream.range(0, methods.size())
                .mapToDouble(m -> Power.median(
                        streams.stream()
                                .map(s -> s[m])
                                .filter(d -> d < Double.POSITIVE_INFINITY)
                                .toList(),
                        streams.size()))
                .toArray();
    }

    /** Weeks from the change to the first alarm after it, for each method. */
    private static double[] delay(CaseStream stream, List<Method> methods, double[] settings) {
        List<Watch> watches = open(stream, methods, settings);
        double[] delays = new double[watches.size()];
        Arrays.fill(delays, Double.POSITIVE_INFINITY);
        boolean all = false;
        for (int week = 0; week < CHANGE + FOLLOWED && !all; week++) {
            List<List<Row>> days = days(stream.week(week), week);
            for (int day = 0; day < 7; day++) {
                double now = 7.0 * week + day + 1;
                for (int m = 0; m < delays.length; m++) {
                    if (delays[m] == Double.POSITIVE_INFINITY
                            && watches.get(m).read(now, days.get(day)) > 0
                            && now > 7.0 * CHANGE) {
                        delays[m] = now / 7 - CHANGE;
                    }
                }
            }
            all = Arrays.stream(delays, 0, delays.length - 1).allMatch(d -> d < Double.POSITIVE_INFINITY);
        }
        return delays;
    }
}
