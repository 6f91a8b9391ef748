package org.clinicalmlops.monitoring.feed;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.Window;

/**
 * A made-up ward whose rows arrive by the hour and whose values are missing in runs: draws a baseline, then drives a detector through
 * hours, looks and windows.
 */
final class Ward {
    static final Instant OPENED = Instant.parse("2024-01-01T00:00:00Z"); // a Monday

    /** When rows come. */
    enum Hours {
        ALWAYS {
            @Override
            double weight(ZonedDateTime hour) {
                return 1;
            }
        },
        /** Fewer at night and at weekends, never none. */
        WARD {
            @Override
            double weight(ZonedDateTime hour) {
                return (night(hour) ? 0.25 : 1.4) * (weekend(hour) ? 0.6 : 1);
            }
        },
        /** Weekdays from 8 to 18. */
        OFFICE {
            @Override
            double weight(ZonedDateTime hour) {
                return weekend(hour) || hour.getHour() < 8 || hour.getHour() >= 18 ? 0 : 168.0 / 50;
            }
        };

        /** Relative to an hour of average business. */
        abstract double weight(ZonedDateTime hour);
    }

    final SplittableRandom random;
    double rowsAWeek;
    Hours hours = Hours.WARD;
    double[] rates;
    final double[] persistence;
    /** Whether values are missing for their own reasons, or all by one chain. */
    boolean together;
    /** Share that is missing at night and at weekends; NaN as always. */
    double atNight = Double.NaN;

    double atWeekend = Double.NaN;
    /** No row comes. */
    boolean stopped;

    Duration looks = Duration.ofHours(1);
    Duration windows = Duration.ofDays(7);
    Instant now = OPENED;
    MissingPatterns patterns = MissingPatterns.unknown();
    final List<Finding> told = new ArrayList<>(); // at looks
    final List<Finding> closed = new ArrayList<>(); // by the last window

    private final boolean[] absent;
    private final long[] without;
    private final Instant[] lastValue;
    private Optional<Instant> lastRow = Optional.empty();
    private Instant looked = OPENED;
    private Instant windowFrom = OPENED;
    private FeedCounts sinceLook;
    private FeedCounts inWindow;

    Ward(long seed, double rowsAWeek, double rate, double persistence, int features) {
        random = new SplittableRandom(seed);
        this.rowsAWeek = rowsAWeek;
        rates = new double[features];
        Arrays.fill(rates, rate);
        this.persistence = new double[features];
        Arrays.fill(this.persistence, persistence);
        absent = new boolean[features];
        without = new long[features];
        lastValue = new Instant[features];
        sinceLook = counts();
        inWindow = counts();
    }

    private FeedCounts counts() {
        return new FeedCounts(rates.length, patterns.places());
    }

    /** Rows of this ward, in the order of time, as the profile of each feature and as patterns. */
    Baseline baseline(int rows) {
        int n = rates.length;
        long[] missing = new long[n];
        long[] inARow = new long[n];
        boolean[] before = new boolean[n];
        Instant at = OPENED.minus(Duration.ofDays(7L * 52));
        List<Long> seen = new ArrayList<>();
        int done = 0;
        while (done < rows) {
            int arrivals = arrivals(at);
            for (int i = 0; i < arrivals && done < rows; i++, done++) {
                draw(at);
                long pattern = 0;
                for (int f = 0; f < n; f++) {
                    missing[f] += absent[f] ? 1 : 0;
                    inARow[f] += absent[f] && before[f] ? 1 : 0;
                    before[f] = absent[f];
                    pattern = absent[f] ? MissingPatterns.with(pattern, f) : pattern;
                }
                seen.add(pattern);
            }
            at = at.plus(Duration.ofHours(1));
        }
        patterns = patterns(seen);
        startCounting();
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int f = 0; f < n; f++) {
            profiles.add(FeatureProfile.of(name(f), new double[0], new long[] {rows - missing[f]}, missing[f])
                    .withMissingInARow(inARow[f])
                    .withMeanRisks(new double[] {0.1, missing[f] > 0 ? 0.3 : 0}));
        }
        return baseline(profiles);
    }

    /** Counters that fit the patterns. */
    void startCounting() {
        sinceLook = counts();
        inWindow = counts();
    }

    Baseline baseline(List<FeatureProfile> profiles) {
        List<FeatureSpec> specs = profiles.stream()
                .map(p -> new FeatureSpec(p.feature(), FeatureSpec.Kind.NUMERIC, "1", 1))
                .toList();
        return new Baseline(
                new Schema(specs),
                Levels.of(specs.stream().map(s -> List.<String>of()).toList()),
                profiles,
                OutputProfile.unknown(),
                patterns,
                List.of(),
                new Estimate.TooFew(0, 1));
    }

    private static MissingPatterns patterns(List<Long> seen) {
        List<Long> commonest = seen.stream()
                .distinct()
                .sorted((a, b) -> {
                    int byCount = Long.compare(count(seen, b), count(seen, a));
                    return byCount != 0 ? byCount : Long.compare(a, b);
                })
                .limit(MissingPatterns.MOST)
                .toList();
        long[] counts = new long[commonest.size() + 1];
        for (int i = 0; i < commonest.size(); i++) {
            counts[i] = count(seen, commonest.get(i));
        }
        counts[commonest.size()] = seen.size() - Arrays.stream(counts).sum();
        return MissingPatterns.of(commonest.stream().mapToLong(Long::longValue).toArray(), counts);
    }

    private static long count(List<Long> seen, long pattern) {
        return seen.stream().filter(p -> p == pattern).count();
    }

    static String name(int f) {
        return "f" + f;
    }

    static Setting setting(Baseline baseline, double perYear) {
        return setting(MonitorPlan.standard(), baseline, perYear);
    }

    static Setting setting(MonitorPlan plan, Baseline baseline, double perYear) {
        Groups groups = Groups.of(plan.grouping(), baseline.schema(), baseline.levels());
        return new Setting(plan, baseline, groups, new Allowance(perYear), OPENED);
    }

    private int arrivals(Instant hour) {
        double mean = rowsAWeek / 168 * hours.weight(hour.atZone(ZoneOffset.UTC));
        if (mean == 0 || stopped) {
            return 0;
        }
        int n = 0;
        for (double left = mean - exponential(); left > 0; left -= exponential()) {
            n++;
        }
        return n;
    }

    private double exponential() {
        return -Math.log(1 - random.nextDouble());
    }

    private void draw(Instant at) {
        ZonedDateTime hour = at.atZone(ZoneOffset.UTC);
        for (int f = 0; f < rates.length; f++) {
            if (together && f > 0) {
                absent[f] = absent[0];
                continue;
            }
            double rate = weekend(hour) && !Double.isNaN(atWeekend)
                    ? atWeekend
                    : night(hour) && !Double.isNaN(atNight) ? atNight : rates[f];
            double stays = Math.max(persistence[f], rate);
            double onset = rate >= 1 ? 1 : Math.min(stays, rate * (1 - stays) / (1 - rate));
            absent[f] = random.nextDouble() < (absent[f] ? (rate >= 1 ? 1 : rate <= 0 ? 0 : stays) : onset);
        }
    }

    static boolean night(ZonedDateTime hour) {
        return hour.getHour() < 7 || hour.getHour() >= 20;
    }

    static boolean weekend(ZonedDateTime hour) {
        return hour.getDayOfWeek() == DayOfWeek.SATURDAY || hour.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    /** One row at this moment. */
    void row() {
        draw(now);
        record();
    }

    private void record() {
        long pattern = 0;
        for (int f = 0; f < absent.length; f++) {
            pattern = absent[f] ? MissingPatterns.with(pattern, f) : pattern;
            without[f] = absent[f] ? without[f] + 1 : 0;
            lastValue[f] = absent[f] ? lastValue[f] : now;
        }
        long known = pattern;
        int place = IntStream.range(0, patterns.places() - 1)
                .filter(i -> patterns.pattern(i) == known)
                .findFirst()
                .orElse(patterns.places() - 1);
        lastRow = Optional.of(now);
        sinceLook.row(absent, place);
    }

    /** What is counted until the next look. */
    FeedCounts counting() {
        return sinceLook;
    }

    /** Drives the detector for so long, and counts the alarms that it tells at looks. */
    int run(Detector detector, Duration time) {
        return run(detector, time, finding -> finding.state() == Finding.State.ALARM);
    }

    int run(Detector detector, Duration time, Function<Finding, Boolean> counted) {
        Instant end = now.plus(time);
        int alarms = 0;
        while (now.isBefore(end)) {
            int arrivals = arrivals(now);
            for (int i = 0; i < arrivals; i++) {
                row();
            }
            now = now.plus(Duration.ofHours(1));
            if (!now.isBefore(looked.plus(looks))) {
                alarms += (int) look(detector).stream().filter(counted::apply).count();
            }
            if (!now.isBefore(windowFrom.plus(windows))) {
                close(detector);
            }
        }
        return alarms;
    }

    /** Hours until the first alarm at a look; -1 if there is none in the time. */
    int hoursToAlarm(Detector detector, Duration most) {
        Instant from = now;
        while (now.isBefore(from.plus(most))) {
            if (run(detector, Duration.ofHours(1)) > 0) {
                return (int) Duration.between(from, now).toHours();
            }
        }
        return -1;
    }

    /** A look with so many rows, of which so many, the first ones, lack every value. */
    List<Finding> block(Detector detector, int rows, int missing, Duration time) {
        for (int i = 0; i < rows; i++) {
            Arrays.fill(absent, i < missing);
            record();
        }
        now = now.plus(time);
        return look(detector);
    }

    List<Finding> look(Detector detector) {
        List<Finding> findings = detector.look(new Look(looked, now, sinceLook, seen()));
        told.addAll(findings);
        inWindow = inWindow.plus(sinceLook);
        sinceLook = counts();
        looked = now;
        return findings;
    }

    private Look.LastSeen seen() {
        return new Look.LastSeen() {
            @Override
            public Optional<Instant> row() {
                return lastRow;
            }

            @Override
            public Optional<Instant> value(int feature) {
                return Optional.ofNullable(lastValue[feature]);
            }

            @Override
            public long rowsWithout(int feature) {
                return without[feature];
            }
        };
    }

    List<Finding> close(Detector detector) {
        if (looked.isBefore(now)) {
            look(detector);
        }
        closed.clear();
        closed.addAll(detector.close(new Window(
                windowFrom, now, inWindow, List.of(), new Window.Follow(0, 0, 0, 0, 0, 0), Optional.empty())));
        windowFrom = now;
        inWindow = counts();
        return List.copyOf(closed);
    }
}
