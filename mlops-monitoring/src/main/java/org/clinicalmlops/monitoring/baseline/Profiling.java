package org.clinicalmlops.monitoring.baseline;

import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Baseline.Season;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.metrics.Metrics;

/**
 * Makes a baseline. Numbers are in the bins of {@link Edges}; a category has a bin for each level that the model knows, and one that it
 * does not know is in none. A category of more than {@value #MOST_LEVELS} levels is refused: it is an identifier or a free text, and
 * would be counted for each group of patients. NaN is missing and in no bin. Rows are taken in the order of their times, or in that
 * in which they are given. O(rows log rows) for each feature, one column in memory at a time. Used once.
 */
public final class Profiling {
    static final int MOST_LEVELS = 20_000;

    private final Reference reference;
    private final Optional<Baseline> like;
    private final int[] order;
    private final Quarters quarters;
    private final Seasonality seasonality;
    private final List<List<Month>> months;
    private final int[] seasonOf;
    private final long[] patterns;

    private Profiling(Reference reference, Optional<Baseline> like) {
        this.reference = reference;
        this.like = like;
        int rows = reference.rows().rows();
        List<Instant> times = reference.times().orElse(List.of());
        this.order = IntStream.range(0, rows)
                .boxed()
                .sorted(times.isEmpty() ? Comparator.naturalOrder() : Comparator.comparing(times::get))
                .mapToInt(Integer::intValue)
                .toArray();
        this.quarters = Quarters.of(times);
        this.seasonality = new Seasonality(quarters, reference.rows().schema().size());
        this.months = like.map(b -> b.seasons().stream().map(Season::months).toList())
                .orElseGet(() -> seasonality.canSay() ? Quarters.MONTHS : List.of());
        this.seasonOf = new int[rows];
        for (int row = 0; row < rows && !months.isEmpty(); row++) {
            seasonOf[row] = season(times.get(row));
        }
        this.patterns = new long[rows];
    }

    /** Of rows, with bins, patterns and seasons as the rows have them. */
    public static Baseline of(Reference reference) {
        return new Profiling(reference, Optional.empty()).baseline();
    }

    /**
     * Of rows, with the bins, levels, patterns and seasons of another baseline, so that both can be put together.
     *
     * @throws IllegalArgumentException if schema or levels are others, or the other has seasons and the rows have no times
     */
    public static Baseline like(Baseline other, Reference reference) {
        if (!other.schema().equals(reference.rows().schema())
                || !other.levels().declaration().equals(reference.levels().declaration())) {
            throw new IllegalArgumentException("schema and levels must be those of the other baseline, were not");
        }
        if (!other.seasons().isEmpty() && reference.times().isEmpty()) {
            throw new IllegalArgumentException("times must be given where the other baseline has seasons, were not");
        }
        return new Profiling(reference, Optional.of(other)).baseline();
    }

    private Baseline baseline() {
        List<FeatureProfile> features = new ArrayList<>();
        List<List<FeatureProfile>> ofSeasons = new ArrayList<>();
        months.forEach(m -> ofSeasons.add(new ArrayList<>()));
        boolean seasonal = like.isPresent();
        for (int f = 0; f < reference.rows().schema().size(); f++) {
            double[] column = column(f);
            FeatureTally all = tally(f, column);
            List<FeatureTally> seasons = new ArrayList<>();
            for (int s = 0; s < months.size(); s++) {
                seasons.add(all.empty());
            }
            boolean missingBefore = false;
            for (int row : order) {
                all.add(column[row], reference.risk(row), missingBefore);
                if (!months.isEmpty() && seasonOf[row] >= 0) {
                    seasons.get(seasonOf[row]).add(column[row], reference.risk(row), missingBefore);
                }
                missingBefore = Double.isNaN(column[row]);
            }
            features.add(all.profile(reference.knowsRisks()));
            for (int s = 0; s < seasons.size(); s++) {
                ofSeasons.get(s).add(seasons.get(s).profile(reference.knowsRisks()));
            }
            seasonal = seasonal || !months.isEmpty() && shows(all, column);
        }
        List<Season> seasons = IntStream.range(0, seasonal ? months.size() : 0)
                .mapToObj(s -> new Season(months.get(s), ofSeasons.get(s)))
                .toList();
        MissingPatterns missing =
                like.map(b -> Patterns.like(b.patterns(), patterns)).orElseGet(() -> Patterns.commonest(patterns));
        return new Baseline(
                reference.rows().schema(),
                reference.levels(),
                features,
                output(reference.evaluated()),
                missing,
                seasons,
                Metrics.auroc().estimate(reference.evaluated()));
    }

    private boolean shows(FeatureTally tally, double[] column) {
        return seasonality.shows(Arrays.stream(column).mapToInt(tally::bin).toArray(), tally.bins() + 1);
    }

    private double[] column(int f) {
        double[] column = new double[patterns.length];
        for (int row = 0; row < column.length; row++) {
            column[row] = reference.rows().coded(row, f, reference.levels());
            if (Double.isNaN(column[row])) {
                patterns[row] = MissingPatterns.with(patterns[row], f);
            }
        }
        return column;
    }

    private FeatureTally tally(int f, double[] column) {
        FeatureSpec spec = reference.rows().schema().feature(f);
        if (spec.categorical()) {
            int levels = reference.levels().of(f).size();
            if (levels > MOST_LEVELS) {
                throw new IllegalArgumentException(
                        "'" + spec.name() + "' must have at most " + MOST_LEVELS + " levels, had " + levels);
            }
            return new FeatureTally(spec.name(), true, new double[0], levels);
        }
        double[] edges = like.map(b -> b.features().get(f).toEdges()).orElseGet(() -> Edges.of(column));
        return new FeatureTally(spec.name(), false, edges, edges.length + 1);
    }

    private int season(Instant at) {
        for (int s = 0; s < months.size(); s++) {
            if (months.get(s).contains(at.atZone(ZoneOffset.UTC).getMonth())) {
                return s;
            }
        }
        return -1;
    }

    static OutputProfile output(Judged<Risk> evaluated) {
        long[] events = new long[RiskCells.CELLS];
        long[] others = new long[RiskCells.CELLS];
        for (int i = 0; i < evaluated.size(); i++) {
            (evaluated.truth(i) == 1 ? events : others)[RiskCells.cell(evaluated.predicted(i))]++;
        }
        return OutputProfile.of(events, others);
    }
}
