package org.clinicalmlops.monitoring.input;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.monitoring.count.Bins;

/** Made-up inputs of one model: columns drawn from given laws, and the baseline that training rows of them make. */
final class Ward {
    static final Instant SINCE = Instant.parse("2024-01-01T00:00:00Z");

    private final List<Column> columns;
    private final ToDoubleFunction<double[]> model;

    /** A feature. NaN is missing, a code below 0 an unknown level. */
    record Column(String name, String unit, int levels, Law law) {}

    /** A distribution. */
    interface Law {
        double draw(SplittableRandom random);

        default Law then(java.util.function.DoubleUnaryOperator change) {
            return random -> change.applyAsDouble(draw(random));
        }

        /** With this probability another law's value. */
        default Law mixed(double share, Law other) {
            return random -> random.nextDouble() < share ? other.draw(random) : draw(random);
        }
    }

    static final Law NORMAL = SplittableRandom::nextGaussian;

    static Law normal(double mean, double sd) {
        return random -> mean + sd * random.nextGaussian();
    }

    static Law lognormal(double median, double sd) {
        return random -> median * Math.exp(sd * random.nextGaussian());
    }

    /** Whole numbers with ties, such as a score. */
    static Law score(double mean) {
        return random -> Math.floor(-mean * Math.log(1 - random.nextDouble()));
    }

    /** One level of 37 %, and rare ones of 1 % each. */
    static Law rare(int levels) {
        return random -> random.nextDouble() < 0.37 ? 0 : 1 + random.nextInt(levels - 1);
    }

    static Law levels(double... shares) {
        return random -> {
            double u = random.nextDouble();
            int level = 0;
            while (level < shares.length - 1 && u >= shares[level]) {
                u -= shares[level++];
            }
            return level;
        };
    }

    static Law missing(double share, Law otherwise) {
        return otherwise.mixed(share, random -> Double.NaN);
    }

    private Ward(List<Column> columns, ToDoubleFunction<double[]> model) {
        this.columns = columns;
        this.model = model;
    }

    static Ward of(Column... columns) {
        return new Ward(List.of(columns), row -> 0.1);
    }

    static Column number(String name, Law law) {
        return new Column(name, "1", 0, law);
    }

    static Column number(String name, String unit, Law law) {
        return new Column(name, unit, 0, law);
    }

    static Column category(String name, int levels, Law law) {
        return new Column(name, "1", levels, law);
    }

    /** With a model's risks in place of 0.1 for everybody. */
    Ward saying(ToDoubleFunction<double[]> risk) {
        return new Ward(columns, risk);
    }

    /** With another law of one column. */
    Ward with(String name, Law law) {
        return new Ward(
                columns.stream()
                        .map(c -> c.name().equals(name) ? new Column(name, c.unit(), c.levels(), law) : c)
                        .toList(),
                model);
    }

    /** With the values of one column changed. */
    Ward changed(String name, java.util.function.DoubleUnaryOperator change) {
        return new Ward(
                columns.stream()
                        .map(c -> c.name().equals(name)
                                ? new Column(name, c.unit(), c.levels(), c.law().then(change))
                                : c)
                        .toList(),
                model);
    }

    double[][] rows(int n, SplittableRandom random) {
        double[][] rows = new double[n][columns.size()];
        for (double[] row : rows) {
            for (int f = 0; f < row.length; f++) {
                row[f] = columns.get(f).law().draw(random);
            }
        }
        return rows;
    }

    double risk(double[] row) {
        return model.applyAsDouble(row);
    }

    private Schema schema() {
        return new Schema(columns.stream()
                .map(c -> new FeatureSpec(
                        c.name(),
                        c.levels() > 0 ? FeatureSpec.Kind.CATEGORICAL : FeatureSpec.Kind.NUMERIC_OR_NULL,
                        c.unit(),
                        1))
                .toList());
    }

    private Levels levels() {
        return Levels.of(columns.stream()
                .map(c -> IntStream.range(0, c.levels())
                        .mapToObj(l -> "level" + l)
                        .toList())
                .toList());
    }

    Baseline baseline(int n, SplittableRandom random) {
        double[][] rows = rows(n, random);
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int f = 0; f < columns.size(); f++) {
            profiles.add(profile(rows, f, edges(rows, f)));
        }
        return new Baseline(
                schema(),
                levels(),
                profiles,
                output(rows),
                MissingPatterns.unknown(),
                List.of(),
                new Estimate.Undefined("not looked at"));
    }

    OutputProfile output(double[][] rows) {
        long[] events = new long[RiskCells.CELLS];
        long[] others = new long[RiskCells.CELLS];
        for (double[] row : rows) {
            others[RiskCells.cell(risk(row))]++;
        }
        return OutputProfile.of(events, others);
    }

    FeatureProfile profile(double[][] rows, int f, double[] edges) {
        int levels = columns.get(f).levels();
        int bins = levels > 0 ? levels : edges.length + 1;
        long[] counts = new long[bins];
        long[] magnitudes = new long[Magnitudes.CELLS];
        double[] risks = new double[bins + 1];
        long missing = 0;
        for (double[] row : rows) {
            double x = row[f];
            int bin = Double.isNaN(x) ? bins : levels > 0 ? (int) x : Bins.of(edges, x);
            risks[bin] += risk(row);
            if (bin == bins) {
                missing++;
            } else {
                counts[bin]++;
            }
            if (x > 0 && levels == 0) {
                magnitudes[Magnitudes.cell(x)]++;
            }
        }
        for (int bin = 0; bin <= bins; bin++) {
            risks[bin] /= Math.max(1, bin == bins ? missing : counts[bin]);
        }
        FeatureProfile profile =
                FeatureProfile.of(columns.get(f).name(), edges, counts, missing).withMeanRisks(risks);
        return levels > 0 ? profile : profile.withMagnitudes(magnitudes);
    }

    /** As the library bins numbers: around each of a few values, at tenths of many. */
    double[] edges(double[][] rows, int f) {
        if (columns.get(f).levels() > 0) {
            return new double[0];
        }
        double[] sorted = Arrays.stream(rows)
                .mapToDouble(row -> row[f])
                .filter(x -> !Double.isNaN(x))
                .sorted()
                .toArray();
        double[] distinct = Arrays.stream(sorted).distinct().toArray();
        TreeSet<Double> edges = new TreeSet<>();
        if (distinct.length <= 20 && sorted.length >= 5 * distinct.length) {
            for (double value : distinct) {
                edges.add(value);
                edges.add(Math.nextUp(value));
            }
        } else {
            for (int k = 1; k < 10; k++) {
                double edge = sorted[k * sorted.length / 10];
                if (edge > sorted[0]) {
                    edges.add(edge);
                }
            }
        }
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static Setting setting(Baseline baseline, double allowancePerYear) {
        return setting(baseline, allowancePerYear, MonitorPlan.standard());
    }

    static Setting setting(Baseline baseline, double allowancePerYear, MonitorPlan plan) {
        Groups groups = Groups.of(plan.grouping(), baseline.schema(), baseline.levels());
        return new Setting(plan, baseline, groups, new Allowance(allowancePerYear), SINCE);
    }

    /** An allowance that makes the alpha of one feature's test of a window this. */
    static double allowance(double alpha, int features, Duration window) {
        return alpha * features / Allowance.years(SINCE, SINCE.plus(window));
    }
}
