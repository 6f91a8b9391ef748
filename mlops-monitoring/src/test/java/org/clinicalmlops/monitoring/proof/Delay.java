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
    private static final int FOLLOWED = 52;
    private static final int OFTEN = 42; // looks in each of the first weeks from that of the change on
    private static final int OFTEN_WEEKS = 4;
    private static final double TOLERATED = 1.25;
    private static final double YEAR = 365.25;
    private static final int MONTHS = 12; // the change comes in each of them, in turn

    /** Names seeds on which nothing was chosen: neither a setting nor how we divide the allowance. Renamed when they have been. */
    private static final String JUDGING = "delay, judging the second division";

    private final Scale scale;
    private final Progress progress;
    private final IntFunction<List<Method>> methods;
    private final List<Setup> setups;
    private final int[] shifts;

    Delay(Scale scale, Progress progress) {
        this(
                scale,
                progress,
                Methods::all,
                scale.of(setups(), 1),
                scale.of(new int[] {1, 2, 3, 4, -1, -2, -3, -4}, 3, 7));
    }

    /**
     * @param hospital of a stream, by its number
     * @param cases a week
     */
    record Setup(String name, IntFunction<Hospital> hospital, int cases) {
        Setup(String name, Hospital hospital, int cases) {
            this(name, stream -> hospital, cases);
        }
    }

    private static List<Setup> setups() {
        return List.of(
                new Setup("50 a week", OutcomeSize.of(0.1), 50),
                new Setup("80 a week", OutcomeSize.of(0.1), 80),
                new Setup("300 a week", OutcomeSize.of(0.1), 300),
                new Setup(
                        "80 a week, sicker in winter",
                        stream -> OutcomeSize.seasonal(0.1, 0.3, YEAR * (stream % MONTHS) / MONTHS),
                        80));
    }

    /**
     * @param methods by cases a week; the first is ours
     * @param shifts how many times the tolerated odds ratio, on its logarithm; below 0 for fewer events than predicted
     */
    Delay(Scale scale, Progress progress, IntFunction<List<Method>> methods, List<Setup> setups, int[] shifts) {
        this.scale = scale;
        this.progress = progress;
        this.methods = methods;
        this.setups = List.copyOf(setups);
        this.shifts = shifts.clone();
    }

    /** @param times how many tolerances; below 0 for fewer events than predicted */
    private static double oddsRatio(int times) {
        return Math.pow(TOLERATED, times);
    }

    Verdict run() {
        Verdict verdict = new Verdict();
        List<String> heads = new ArrayList<>(List.of("cases", "method", "setting", "false alarms a year"));
        for (int times : shifts) {
            heads.add(String.format(Locale.ROOT, "OR %.2f ", oddsRatio(times)));
        }
        Table table = new Table("delay: median weeks until a miscalibration is found", 3, heads.toArray(String[]::new))
                .note("Base rate .1, AUROC .8, baseline from " + Hospital.REFERENCE / 2
                        + " cases; outcomes known at once," + " looked at every day; the change comes after " + CHANGE
                        + " weeks, on each day of the week and, with seasons, in each month alike.")
                .note("Each setting is the one that gives " + Table.number(TARGET)
                        + " false alarm a year on other seeds; 'never' = not in half of " + scale.delays()
                        + " streams within " + FOLLOWED + " weeks.")
                .note("'!' = ours is not ahead of this one, for a shift of at least twice the tolerated odds ratio of "
                        + TOLERATED + ".");
        for (Setup setup : setups) {
            lines(table, setup, verdict);
        }
        verdict.add(table);
        return verdict;
    }

    private void lines(Table table, Setup setup, Verdict verdict) {
        List<Method> all = new ArrayList<>(methods.apply(setup.cases()));
        double[] found = tune(all, setup);
        all.addAll(Methods.extremes());
        double[] settings = Arrays.copyOf(found, all.size());
        Arrays.fill(settings, found.length, settings.length, 1);
        double[] falseAlarms = falseAlarms(JUDGING, all, settings, setup, scale.delays());
        double[][] delays = new double[shifts.length][];
        for (int s = 0; s < shifts.length; s++) {
            delays[s] = delays(all, settings, setup, oddsRatio(shifts[s]));
        }
        for (int m = 0; m < all.size(); m++) {
            Method method = all.get(m);
            List<String> line = new ArrayList<>(List.of(
                    setup.name(),
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
                            "delay at odds ratio %.2f, %s: ours %.2f weeks, %s %.2f",
                            oddsRatio(shifts[s]),
                            setup.name(),
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
    private double[] tune(List<Method> methods, Setup setup) {
        double[] low = new double[methods.size()];
        double[] high = new double[methods.size()];
        Arrays.fill(high, 1);
        for (int step = 0; step < STEPS; step++) {
            double[] settings = settings(methods, low, high);
            double[] alarms = falseAlarms("delay, tuning", methods, settings, setup, scale.delays() / 2);
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

    private double[] falseAlarms(String purpose, List<Method> methods, double[] settings, Setup setup, int streams) {
        double[] sums = new double[methods.size()];
        Replicates.run(purpose + ", " + setup.name(), streams, progress, r -> {
                    CaseStream stream = new CaseStream(
                            setup.hospital().apply(r),
                            setup.cases(),
                            Truth.asSaid(),
                            Seeds.of(purpose, "null " + setup.name(), r));
                    return count(stream, methods, settings);
                })
                .forEach(alarms -> {
                    for (int m = 0; m < sums.length; m++) {
                        sums[m] += alarms[m] / (streams * NULL_WEEKS * 7 / YEAR);
                    }
                });
        return sums;
    }

    private static long[] count(CaseStream stream, List<Method> methods, double[] settings) {
        List<Watch> watches = open(stream, methods, settings);
        long[] alarms = new long[watches.size()];
        for (int week = 0; week < NULL_WEEKS; week++) {
            List<Row> cases = stream.week(week);
            for (int m = 0; m < alarms.length; m++) {
                alarms[m] += watches.get(m).read(7.0 * (week + 1), cases);
            }
        }
        return alarms;
    }

    private static List<Watch> open(CaseStream stream, List<Method> methods, double[] settings) {
        return IntStream.range(0, methods.size())
                .mapToObj(m -> methods.get(m).opener().apply(stream, settings[m]))
                .toList();
    }

    /** The rows of a week in so many parts of equal length. */
    private static List<List<Row>> parts(List<Row> rows, int week, int parts) {
        List<List<Row>> lists = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            lists.add(new ArrayList<>());
        }
        for (Row row : rows) {
            int part = (int) ((row.day() / 7 - week) * parts);
            lists.get(Math.max(0, Math.min(parts - 1, part))).add(row);
        }
        return lists;
    }

    private double[] delays(List<Method> methods, double[] settings, Setup setup, double ratio) {
        String shift = String.format(Locale.ROOT, "odds ratio %.4f, %s", ratio, setup.name());
        List<double[]> streams = Replicates.run(shift, scale.delays(), progress, r -> {
            double change = 7.0 * CHANGE + r % 7;
            Supplier<Truth> truth = Truth.from(change, Truth.odds(ratio));
            CaseStream stream =
                    new CaseStream(setup.hospital().apply(r), setup.cases(), truth, Seeds.of(JUDGING, shift, r));
            return delay(stream, change, methods, settings);
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

    /** Weeks from the day of the change to the first alarm after it, for each method. */
    private static double[] delay(CaseStream stream, double change, List<Method> methods, double[] settings) {
        List<Watch> watches = open(stream, methods, settings);
        double[] delays = new double[watches.size()];
        Arrays.fill(delays, Double.POSITIVE_INFINITY);
        boolean all = false;
        for (int week = 0; week < CHANGE + FOLLOWED && !all; week++) {
            int looks = week < CHANGE ? 1 : week < CHANGE + OFTEN_WEEKS ? OFTEN : 7;
            List<List<Row>> parts = parts(stream.week(week), week, looks);
            for (int part = 0; part < looks; part++) {
                double now = 7.0 * (week + (part + 1.0) / looks);
                for (int m = 0; m < delays.length; m++) {
                    if (delays[m] == Double.POSITIVE_INFINITY
                            && watches.get(m).read(now, parts.get(part)) > 0
                            && now > change) {
                        delays[m] = (now - change) / 7;
                    }
                }
            }
            all = Arrays.stream(delays, 0, delays.length - 1).allMatch(d -> d < Double.POSITIVE_INFINITY);
        }
        return delays;
    }
}
