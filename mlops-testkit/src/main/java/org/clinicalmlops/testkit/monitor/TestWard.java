package org.clinicalmlops.testkit.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.api.monitor.Window;

/**
 * A made-up ward whose model says the truth: rows come evenly, a detector looks every day and a window ends every week. Outcomes are
 * known at once. The reference is drawn anew for each ward, with the ward's seed. Single-threaded.
 */
final class TestWard {
    static final Instant SINCE = Instant.parse("2024-01-01T00:00:00Z");
    static final Duration WEEK = Duration.ofDays(7);
    private static final int REFERENCE = 1_500;
    private static final int DAYS = 7;
    private static final Schema SCHEMA = new Schema(List.of(
            new FeatureSpec("lactate", FeatureSpec.Kind.NUMERIC, "mmol/L", 1),
            new FeatureSpec("age", FeatureSpec.Kind.NUMERIC, "a", 1),
            new FeatureSpec("creatinine", FeatureSpec.Kind.NUMERIC, "mg/dL", 1),
            new FeatureSpec("ward", FeatureSpec.Kind.CATEGORICAL, "1", 1)));
    private static final Levels LEVELS =
            Levels.of(List.of(List.of(), List.of(), List.of(), List.of("medicine", "surgery", "icu")));

    private final SplittableRandom random;
    private final Baseline baseline;
    private final Groups groups;
    private final MonitorPlan plan;
    private final Map<Integer, Instant> seen = new HashMap<>();
    private final long[] without = new long[SCHEMA.size()];
    private Instant now = SINCE;
    private long cases;

    TestWard(MonitorPlan plan, long seed) {
        this.plan = plan;
        random = new SplittableRandom(seed);
        baseline = baseline(rows(REFERENCE));
        groups = Groups.of(plan.grouping(), SCHEMA, LEVELS);
    }

    DetectorSpec.Setting setting(double perYear) {
        return new DetectorSpec.Setting(plan, baseline, groups, new Allowance(perYear), SINCE);
    }

    /** The model's reasons, without error. */
    private WardRow row() {
        double lactate = Math.exp(0.4 * random.nextGaussian() + 0.4);
        double age = 65 + 12 * random.nextGaussian();
        double creatinine = random.nextDouble() < 0.1 ? Double.NaN : Math.exp(0.3 * random.nextGaussian());
        double ward = random.nextInt(3);
        double logit = -1.5 + 1.2 * (lactate - 1.6) + 0.05 * (age - 65) + 0.3 * (ward - 1);
        double risk = 1 / (1 + Math.exp(-logit));
        return new WardRow(new double[] {lactate, age, creatinine, ward}, risk, random.nextDouble() < risk);
    }

    List<WardRow> rows(int n) {
        List<WardRow> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(row());
        }
        return rows;
    }

    /** A week, look by look; what each detector says, at the close last. */
    List<List<Finding>> week(List<Detector> detectors, List<WardRow> rows, int keepsRows) {
        return week(detectors, rows, keepsRows, UnaryOperator.identity());
    }

    /** @param afterLook exchanges every detector but the first after each look */
    List<List<Finding>> week(
            List<Detector> detectors, List<WardRow> rows, int keepsRows, UnaryOperator<Detector> afterLook) {
        List<Detector> asked = new ArrayList<>(detectors);
        List<List<Finding>> said = new ArrayList<>();
        detectors.forEach(detector -> said.add(new ArrayList<>()));
        Instant from = now;
        RowCounts all = new RowCounts(baseline, groups, List.of());
        List<MaturedCase> matured = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            List<WardRow> today = rows.subList(
                    (int) ((long) rows.size() * day / DAYS), (int) ((long) rows.size() * (day + 1) / DAYS));
            Instant until = from.plus(Duration.ofDays(day + 1L));
            for (int i = 0; i < today.size(); i++) {
                Instant at =
                        now.plus(Duration.between(now, until).multipliedBy(i).dividedBy(today.size()));
                matured.add(seen(today.get(i), at));
            }
            RowCounts counts = new RowCounts(baseline, groups, today);
            all = all.plus(counts);
            Look look = new Look(now, until, counts, new Seen(Map.copyOf(seen), without));
            for (int i = 0; i < asked.size(); i++) {
                said.get(i).addAll(asked.get(i).look(look));
                asked.set(i, i == 0 ? asked.get(i) : afterLook.apply(asked.get(i)));
            }
            now = until;
        }
        cases += matured.size();
        Optional<KeptRows> kept = keepsRows == 0 ? Optional.empty() : Optional.of(kept(rows, keepsRows));
        Window.Follow follow = new Window.Follow(cases, cases, 0, 0, 0, 0);
        Window window = new Window(from, now, all, matured, follow, kept);
        for (int i = 0; i < asked.size(); i++) {
            said.get(i).addAll(asked.get(i).close(window));
        }
        return said;
    }

    private MaturedCase seen(WardRow row, Instant at) {
        seen.put(-1, at);
        for (int f = 0; f < without.length; f++) {
            if (Double.isNaN(row.values()[f])) {
                without[f]++;
            } else {
                without[f] = 0;
                seen.put(f, at);
            }
        }
        String id = "case-" + at + "-" + random.nextLong();
        double risk = Double.isNaN(row.risk()) ? 0.5 : row.risk();
        return new MaturedCase(id, id, at, risk, row.event(), groups.cell(row.values()));
    }

    private static KeptRows kept(List<WardRow> rows, int most) {
        List<WardRow> some = rows.subList(0, Math.min(rows.size(), most));
        return KeptRows.of(
                some.stream().map(WardRow::values).toArray(double[][]::new),
                some.stream().mapToDouble(WardRow::risk).toArray());
    }

    private static final class Seen implements Look.LastSeen {
        private final Map<Integer, Instant> at;
        private final long[] without;

        Seen(Map<Integer, Instant> at, long[] without) {
            this.at = at;
            this.without = without.clone();
        }

        @Override
        public Optional<Instant> row() {
            return Optional.ofNullable(at.get(-1));
        }

        @Override
        public Optional<Instant> value(int feature) {
            return Optional.ofNullable(at.get(feature));
        }

        @Override
        public long rowsWithout(int feature) {
            return without[feature];
        }
    }

    private static Baseline baseline(List<WardRow> rows) {
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int f = 0; f < SCHEMA.size(); f++) {
            profiles.add(profile(rows, f));
        }
        long[] events = new long[RiskCells.CELLS];
        long[] others = new long[RiskCells.CELLS];
        rows.forEach(row -> (row.event() ? events : others)[RiskCells.cell(row.risk())]++);
        return new Baseline(
                SCHEMA,
                LEVELS,
                profiles,
                OutputProfile.of(events, others),
                patterns(rows),
                List.of(),
                new Estimate.Known(0.8, new Interval(0.77, 0.83, 0.95), rows.size()));
    }

    private static FeatureProfile profile(List<WardRow> rows, int f) {
        boolean categorical = SCHEMA.feature(f).categorical();
        double[] sorted = rows.stream()
                .mapToDouble(row -> row.values()[f])
                .filter(x -> !Double.isNaN(x))
                .sorted()
                .toArray();
        double[] edges = new double[categorical ? 0 : 9];
        Arrays.setAll(edges, i -> sorted[sorted.length * (i + 1) / 10]);
        long[] counts = new long[categorical ? LEVELS.of(f).size() : 10];
        for (double x : sorted) {
            counts[categorical ? (int) x : RowCounts.bin(edges, x)]++;
        }
        FeatureProfile profile =
                FeatureProfile.of(SCHEMA.feature(f).name(), edges, counts, rows.size() - sorted.length);
        return categorical ? profile : profile.withMagnitudes(magnitudes(sorted));
    }

    private static long[] magnitudes(double[] values) {
        long[] counts = new long[Magnitudes.CELLS];
        Arrays.stream(values).filter(x -> x > 0).forEach(x -> counts[Magnitudes.cell(x)]++);
        return counts;
    }

    private static MissingPatterns patterns(List<WardRow> rows) {
        long lacks = MissingPatterns.of(new double[] {0, 0, Double.NaN, 0});
        long n = rows.stream()
                .filter(row -> MissingPatterns.of(row.values()) == lacks)
                .count();
        return MissingPatterns.of(new long[] {0, lacks}, new long[] {rows.size() - n, n, 0});
    }
}
