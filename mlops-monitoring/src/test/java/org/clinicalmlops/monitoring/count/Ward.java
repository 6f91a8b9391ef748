package org.clinicalmlops.monitoring.count;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.OutputProfile;

/** Made-up rows: by turns normal, log-normal, narrow as a sodium, a small whole number, a category of four; some values missing. */
final class Ward {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final int KINDS = 5;
    private static final int LEVELS = 4;
    private static final int MOST = 6; // of the whole numbers

    final Baseline baseline;
    private final int features;
    private final SplittableRandom random;
    private int episodes;

    Ward(int features, long seed) {
        this.features = features;
        random = new SplittableRandom(seed);
        List<FeatureSpec> specs = new ArrayList<>();
        List<FeatureProfile> profiles = new ArrayList<>();
        List<List<String>> levels = new ArrayList<>();
        for (int f = 0; f < features; f++) {
            boolean category = f % KINDS == 4;
            String name = "x" + f;
            FeatureSpec.Kind kind = category ? FeatureSpec.Kind.CATEGORICAL : FeatureSpec.Kind.NUMERIC;
            specs.add(new FeatureSpec(name, kind, "1", 1));
            profiles.add(profile(name, f, category ? new double[0] : edges(f), category ? LEVELS : 0));
            levels.add(category ? List.of("a", "b", "c", "d") : List.of());
        }
        long[] patterns = {0, 1, 1 << 1, 1 | 1 << 2};
        baseline = new Baseline(
                new Schema(specs),
                Levels.of(levels),
                profiles,
                OutputProfile.unknown(),
                MissingPatterns.of(patterns, new long[patterns.length + 1]),
                List.of(),
                new Estimate.Undefined("not asked for"));
    }

    private FeatureProfile profile(String name, int f, double[] edges, int levels) {
        long[] counts = new long[levels > 0 ? levels : edges.length + 1];
        for (int i = 0; i < 900; i++) {
            double x = present(f);
            counts[levels > 0 ? (int) x : Bins.of(edges, x)]++;
        }
        return FeatureProfile.of(name, edges, counts, 100);
    }

    private double[] edges(int f) {
        if (f % KINDS == 3) {
            return IntStream.range(0, MOST)
                    .mapToDouble(i -> i)
                    .flatMap(v -> DoubleStream.of(v, Math.nextUp(v)))
                    .toArray();
        }
        double[] sample =
                DoubleStream.generate(() -> present(f)).limit(200).sorted().toArray();
        return IntStream.range(1, 10)
                .mapToDouble(i -> sample[20 * i])
                .distinct()
                .toArray();
    }

    /** Of two features, if there are as many: nine cells, or fewer. */
    Groups groups() {
        Grouping grouping = Grouping.none().byBand("x0", 0);
        return Groups.of(
                features > 4 ? grouping.byLevel("x4").withIntersections() : grouping,
                baseline.schema(),
                baseline.levels());
    }

    Counters counters() {
        return counters(0, CLOCK);
    }

    Counters counters(int keptRows, Clock clock) {
        return new Counters(baseline, groups(), keptRows, clock);
    }

    private double present(int f) {
        double z = gaussian();
        switch (f % KINDS) {
            case 0:
                return z;
            case 1:
                return Math.exp(z);
            case 2:
                return 139 + 3 * z;
            case 3:
                return Math.min(MOST - 1, Math.floor(Math.abs(2 * z)));
            default:
                return random.nextInt(LEVELS);
        }
    }

    private double gaussian() { // a sum of uniform numbers will do
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    double[] row() {
        return IntStream.range(0, features)
                .mapToDouble(f -> random.nextInt(10) == 0 ? Double.NaN : present(f))
                .toArray();
    }

    /** With what no ward has. */
    double[] oddRow() {
        double[] odd = {
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            0.0,
            -0.0,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.longBitsToDouble(0xFFF8000000000001L), // a NaN with its sign set
            0x1p-25,
            0x1p25,
            -1,
            4,
            1.5,
            1e300
        };
        double[] row = row();
        for (int f = 0; f < features; f++) {
            row[f] = random.nextInt(3) == 0 ? odd[random.nextInt(odd.length)] : row[f];
        }
        return row;
    }

    double risk() {
        return random.nextInt(20) == 0 ? Double.NaN : random.nextDouble();
    }

    /** Of its own, of one of few others, or none. */
    String episode() {
        int which = random.nextInt(10);
        return which == 0 ? null : which < 4 ? "again-" + random.nextInt(50) : "episode-" + episodes++;
    }
}
