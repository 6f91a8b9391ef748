package org.clinicalmlops.monitoring.baseline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Reference;
import org.jspecify.annotations.Nullable;

/** Rows of two numbers and a text, and what a model said of them. */
final class Rows {
    static final Judged<Risk> NO_CASES = Judged.risks(new double[0], new boolean[0]);
    static final FeatureSet<Row> FEATURES = FeatureSet.of(Row.class)
            .patient(r -> "p")
            .indexedAt(Row::at)
            .numeric("x", "1", Row::x)
            .numericOrNull("y", "1", Row::y)
            .categorical("ward", Row::ward);

    private Rows() {}

    /** One row. */
    record Row(double x, @Nullable Double y, @Nullable String ward, double risk, boolean event, Instant at) {}

    static FeatureProfile ofNumbers(double... values) {
        List<Row> rows = DoubleStream.of(values)
                .mapToObj(x -> new Row(x, 1.0, "a", 0.5, false, Instant.EPOCH))
                .toList();
        return Profiling.of(Reference.of(FeatureTable.read(FEATURES, rows), Levels.of(levels("a")), NO_CASES))
                .features()
                .get(0);
    }

    static List<List<String>> levels(String... wards) {
        return List.of(List.of(), List.of(), Arrays.asList(wards));
    }

    static Reference reference(List<Row> rows, Levels levels) {
        FeatureTable table = FeatureTable.read(FEATURES, rows);
        boolean[] events = new boolean[rows.size()];
        IntStream.range(0, rows.size()).forEach(i -> events[i] = rows.get(i).event());
        double[] risks = rows.stream().mapToDouble(Row::risk).toArray();
        return Reference.of(table, levels, Judged.risks(risks, events))
                .risks(risks)
                .at(rows.stream().map(Row::at).toList());
    }

    static Baseline profile(List<Row> rows) {
        Reference reference = reference(rows, FeatureTable.read(FEATURES, rows).levels());
        return Profiling.of(reference);
    }

    /** Spread evenly over a time, in a mixed order, {@code y} missing in a fifth. */
    static List<Row> random(long seed, int n, Instant from, Instant until) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Instant at = from.plusSeconds(random.nextLong(until.getEpochSecond() - from.getEpochSecond()));
            double risk = random.nextInt(1, 100) / 100.0;
            rows.add(new Row(
                    random.nextGaussian(),
                    random.nextInt(5) == 0 ? null : (double) random.nextInt(12),
                    random.nextInt(20) == 0 ? null : "ward" + random.nextInt(4),
                    risk,
                    random.nextDouble() < risk,
                    at));
        }
        return rows;
    }
}
