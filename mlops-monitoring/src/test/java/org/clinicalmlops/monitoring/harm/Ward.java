package org.clinicalmlops.monitoring.harm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.api.monitor.Window.Follow;

/** Made-up outcomes of a ward, week by week: risks with a given mean, and events that happen as the test says. */
public final class Ward {
    public static final Instant SINCE = Instant.parse("2020-01-01T00:00:00Z");
    static final Follow NOBODY_LOST = new Follow(0, 0, 0, 0, 0, 0);

    /** Nothing was counted. */
    public static final Counts NOTHING = counts(new long[RiskCells.CELLS]);

    private final SplittableRandom random;
    private final double meanRisk;
    private int weeks;
    private int cases;

    public Ward(long seed, double meanRisk) {
        this.random = new SplittableRandom(seed);
        this.meanRisk = meanRisk;
    }

    /**
     * Three times the mean times a squared uniform number: many at low risk, few at high; as in the project's other simulations.
     */
    double risk() {
        double u = random.nextDouble();
        return Math.min(0.98, 3 * meanRisk * u * u);
    }

    SplittableRandom random() {
        return random;
    }

    /** One week of cases spread evenly, whose odds are the predicted ones times the ratio. */
    public List<MaturedCase> week(int n, double oddsRatio) {
        return week(n, p -> RiskTally.moved(p, oddsRatio));
    }

    /** One week of cases with a truth of the test's own. */
    public List<MaturedCase> week(int n, DoubleUnaryOperator truth) {
        List<MaturedCase> week = new ArrayList<>();
        Instant start = start(weeks++);
        for (int i = 0; i < n; i++) {
            double risk = risk();
            Instant at = start.plus(Duration.ofDays(7).multipliedBy(i + 1L).dividedBy(n + 1L));
            boolean event = random.nextDouble() < truth.applyAsDouble(risk);
            String id = "c" + cases++;
            week.add(new MaturedCase(id, id, at, risk, event, 0));
        }
        return week;
    }

    /** Several weeks, one after the other. */
    List<MaturedCase> weeks(int number, int n, double oddsRatio) {
        return weeks(number, n, p -> RiskTally.moved(p, oddsRatio));
    }

    List<MaturedCase> weeks(int number, int n, DoubleUnaryOperator truth) {
        List<MaturedCase> all = new ArrayList<>();
        for (int week = 0; week < number; week++) {
            all.addAll(week(n, truth));
        }
        return all;
    }

    /** What a Poisson number of alarms with that mean exceeds once in 10,000. */
    static int most(double mean) {
        return new PoissonDistribution(null, mean, 1e-12, 10_000).inverseCumulativeProbability(0.9999);
    }

    static Instant start(int week) {
        return SINCE.plus(Duration.ofDays(7L * week));
    }

    /** The window of the last week. */
    public Window window(List<MaturedCase> matured) {
        return window(weeks - 1, matured);
    }

    static Window window(int week, List<MaturedCase> matured) {
        return window(week, matured, NOBODY_LOST);
    }

    static Window window(int week, List<MaturedCase> matured, Follow cohort) {
        return new Window(start(week), start(week + 1), NOTHING, matured, cohort, Optional.empty());
    }

    static Window window(Counts counts) {
        return new Window(start(0), start(1), counts, List.of(), NOBODY_LOST, Optional.empty());
    }

    /** Weeks until the detector alarms; {@code most} if it does not. Windows of a week. */
    int weeksToAlarm(Detector detector, int n, DoubleUnaryOperator truth, int most) {
        for (int week = 1; week < most; week++) {
            if (alarms(detector.close(window(week(n, truth)))) > 0) {
                return week;
            }
        }
        return most;
    }

    public static int alarms(List<Finding> findings) {
        return (int) findings.stream().filter(f -> f.state() == State.ALARM).count();
    }

    public static Setting setting(double allowance) {
        return setting(MonitorPlan.standard(), allowance);
    }

    public static Setting setting(MonitorPlan plan, double allowance) {
        return setting(plan, baseline(OutputProfile.unknown(), 0.75), allowance);
    }

    static Setting setting(MonitorPlan plan, Baseline baseline, double allowance) {
        Groups groups = Groups.of(Grouping.none(), baseline.schema(), baseline.levels());
        return new Setting(plan, baseline, groups, new Allowance(allowance), SINCE);
    }

    static Baseline baseline(OutputProfile output, double auroc) {
        Estimate before = new Estimate.Known(auroc, new Interval(auroc - 0.03, auroc + 0.03, 0.95), 900);
        Baseline of = Baseline.of(new Schema(List.of()), Levels.of(List.of()), List.of(), before);
        return new Baseline(of.schema(), of.levels(), of.features(), output, of.patterns(), of.seasons(), before);
    }

    /** What became of {@code n} cases of a calibrated model. */
    OutputProfile output(int n) {
        long[] events = new long[RiskCells.CELLS];
        long[] others = new long[RiskCells.CELLS];
        for (int i = 0; i < n; i++) {
            double risk = risk();
            (random.nextDouble() < risk ? events : others)[RiskCells.cell(risk)]++;
        }
        return OutputProfile.of(events, others);
    }

    static Counts counts(long[] risks) {
        return new Only(FeatureCounts.of(risks, 0, 0, new long[0]));
    }

    /** Risks and nothing else. */
    private record Only(FeatureCounts risk) implements Counts {
        @Override
        public long rows() {
            return risk.rows();
        }

        @Override
        public long firsts() {
            return risk.rows();
        }

        @Override
        public long withoutEpisode() {
            return 0;
        }

        @Override
        public FeatureCounts feature(int feature) {
            throw new AssertionError("no feature is counted");
        }

        @Override
        public FeatureCounts feature(int feature, int group) {
            throw new AssertionError("no feature is counted");
        }

        @Override
        public FeatureCounts risk(int group) {
            throw new AssertionError("no group is counted");
        }

        @Override
        public long pattern(int place) {
            return 0;
        }

        @Override
        public long operation(Operation operation) {
            return 0;
        }

        @Override
        public long latency(int power) {
            return 0;
        }

        @Override
        public Counts plus(Counts later) {
            return new Only(risk.plus(later.risk()));
        }
    }

    static double median(int[] values) {
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
