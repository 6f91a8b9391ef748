package org.clinicalmlops.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.monitoring.baseline.EvenSample;
import org.clinicalmlops.monitoring.baseline.Profiling;
import org.clinicalmlops.monitoring.baseline.SampledRow;
import org.clinicalmlops.monitoring.state.StateFile;
import org.jspecify.annotations.Nullable;

/**
 * Makes a baseline of the first weeks of a bought model, whose training data nobody has. Keeps an even sample of {@value #MOST} rows
 * and of as many cases with a known outcome; which ones depends on the seed and their number only.
 *
 * <p><b>What it cannot see.</b> It takes what is for what is right. A unit that was wrong from the first day, an interface that was
 * dead, a model that never fitted these patients are normal to it: compare the baseline's numbers with what the vendor claims
 * before it is used. What the weeks did not show, such as a rare category or another season, will be new to the monitor. Without
 * outcomes, discrimination and calibration have nothing to be compared with.
 *
 * <p>Thread-safe; nothing is thrown into the host, what cannot be taken is counted. Not for the hot path: takes a lock for a moment and
 * keeps what it reads. The kept rows, and thus {@link #save}, are patients' data; the baseline is not.
 *
 * @param <R> the host's row
 */
public final class BaselineCollector<R> {
    /** How many rows, and how many cases, are kept. Our choice: a share is known to 0.4 %, and a row of 30 values takes 400 bytes. */
    public static final int MOST = 20_000;

    private static final String KIND = "baseline-collector";

    private final FeatureSet<R> features;
    private final Schema schema;
    private final Optional<Levels> levels;

    private final Object lock = new Object();
    private final EvenSample<SampledRow> rows;
    private final EvenSample<Case> cases;
    private final long[] missing;
    private final long[] missingInARow;
    private final boolean[] missingBefore;
    private long refused;

    private record Case(double risk, boolean event) {
        private void save(StateOutput out) {
            out.putDouble(risk);
            out.putLong(event ? 1 : 0);
        }

        private static Case restore(StateInput in) {
            double risk = in.getDouble();
            if (!isRisk(risk)) {
                throw new MlopsException("a stored risk is none");
            }
            return new Case(risk, in.getLong() == 1);
        }
    }

    private BaselineCollector(FeatureSet<R> features, Optional<Levels> levels, long seed) {
        this.features = features;
        this.schema = features.schema();
        this.levels = levels;
        rows = new EvenSample<>(MOST, seed);
        cases = new EvenSample<>(MOST, ~seed);
        missing = new long[schema.size()];
        missingInARow = new long[schema.size()];
        missingBefore = new boolean[schema.size()];
    }

    /** Of rows that a feature set reads; categories are those that it finds. */
    public static <R> BaselineCollector<R> of(FeatureSet<R> features, long seed) {
        return new BaselineCollector<>(Objects.requireNonNull(features, "features"), Optional.empty(), seed);
    }

    /** Of values as a monitor observes them: in the order of the schema, categories as codes of the levels. */
    public static BaselineCollector<double[]> ofValues(Schema schema, Levels levels, long seed) {
        if (levels.size() != schema.size()) {
            throw new IllegalArgumentException(
                    "levels must be of " + schema.size() + " features, were of " + levels.size());
        }
        return new BaselineCollector<>(SampledRow.features(schema, levels), Optional.of(levels), seed);
    }

    /**
     * Takes a row.
     *
     * @param risk what the model said, in [0, 1]; NaN where it gave no answer, or nobody knows
     * @param at when
     */
    public void add(R row, double risk, Instant at) {
        SampledRow read = read(row, risk, at);
        synchronized (lock) {
            if (read == null) {
                refused++;
                return;
            }
            rows.add(read);
            for (int f = 0; f < missing.length; f++) {
                boolean none = read.missing(schema, f);
                missing[f] += none ? 1 : 0;
                missingInARow[f] += none && missingBefore[f] ? 1 : 0;
                missingBefore[f] = none;
            }
        }
    }

    private @Nullable SampledRow read(R row, double risk, Instant at) {
        if (row == null || at == null || !isRisk(risk) && !Double.isNaN(risk)) {
            return null;
        }
        try {
            return SampledRow.read(features, row, risk, at);
        } catch (RuntimeException e) { // the host's functions may throw anything
            return null;
        }
    }

    private static boolean isRisk(double risk) {
        return risk >= 0 && risk <= 1;
    }

    /** Takes a case whose horizon has ended: what the model had said and whether the event happened. */
    public void matured(double risk, boolean happened) {
        synchronized (lock) {
            if (isRisk(risk)) {
                cases.add(new Case(risk, happened));
            } else {
                refused++;
            }
        }
    }

    /** Rows taken. */
    public long rows() {
        synchronized (lock) {
            return rows.added();
        }
    }

    /** Cases taken. */
    public long cases() {
        synchronized (lock) {
            return cases.added();
        }
    }

    /** Rows and cases that were not taken: a feature could not be read, or the risk was none. */
    public long refused() {
        synchronized (lock) {
            return refused;
        }
    }

    /** The baseline of what was taken so far; more may follow. */
    public Baseline baseline() {
        List<SampledRow> sample;
        List<Case> judged;
        double[] runs;
        boolean all;
        synchronized (lock) {
            sample = rows.kept();
            judged = cases.kept();
            all = rows.added() == sample.size();
            runs = IntStream.range(0, missing.length)
                    .mapToDouble(f -> missing[f] == 0 ? 0 : (double) missingInARow[f] / missing[f])
                    .toArray();
        }
        FeatureTable table = FeatureTable.read(SampledRow.features(schema), sample);
        double[] risks = sample.stream().mapToDouble(SampledRow::risk).toArray();
        Reference reference = Reference.of(table, levels.orElseGet(table::levels), judged(judged))
                .at(sample.stream().map(SampledRow::at).toList());
        boolean known = !IntStream.range(0, risks.length).allMatch(i -> Double.isNaN(risks[i]));
        Baseline baseline = Profiling.of(known ? reference.risks(risks) : reference);
        return all ? baseline : withRuns(baseline, runs);
    }

    private static Judged<Risk> judged(List<Case> cases) {
        boolean[] events = new boolean[cases.size()];
        IntStream.range(0, events.length).forEach(i -> events[i] = cases.get(i).event());
        return Judged.risks(cases.stream().mapToDouble(Case::risk).toArray(), events);
    }

    /** Runs of missing values are those of all rows: the rows of a sample do not follow one another. */
    private static Baseline withRuns(Baseline baseline, double[] shares) {
        List<FeatureProfile> features = IntStream.range(0, shares.length)
                .mapToObj(f -> {
                    FeatureProfile profile = baseline.features().get(f);
                    return profile.withMissingInARow(Math.round(shares[f] * profile.missing()));
                })
                .toList();
        return new Baseline(
                baseline.schema(),
                baseline.levels(),
                features,
                baseline.output(),
                baseline.patterns(),
                baseline.seasons(),
                baseline.auroc());
    }

    /** All that was taken, versioned and with a checksum. */
    public byte[] save() {
        synchronized (lock) {
            return file().with("rows", out -> {
                        rows.save(out, SampledRow::save);
                        out.putLong(refused);
                        out.putLongs(missing);
                        out.putLongs(missingInARow);
                        for (boolean before : missingBefore) {
                            out.putLong(before ? 1 : 0);
                        }
                    })
                    .with("cases", out -> cases.save(out, Case::save))
                    .toBytes();
        }
    }

    private StateFile file() {
        Digest codes = levels.map(l -> l.declaration().digest())
                .orElseGet(() -> Declaration.of("levels-of-rows").digest());
        return StateFile.of(KIND, schema.declaration().digest(), codes);
    }

    /**
     * Goes on where another collector of the same features stopped; what this one has taken is forgotten.
     *
     * @param state what its {@link #save} gave
     * @throws MlopsException if it is damaged, of other features or of a later format
     */
    public void restore(byte[] state) {
        StateFile stored = StateFile.read(state);
        if (!stored.is(KIND) || !stored.belongsTo().equals(file().belongsTo())) {
            throw new MlopsException("the state is not that of a collector of these features");
        }
        synchronized (lock) {
            stored.read("rows", in -> {
                rows.restore(in, i -> SampledRow.restore(i, schema.size()));
                refused = in.getLong();
                System.arraycopy(in.getLongs(missing.length), 0, missing, 0, missing.length);
                System.arraycopy(in.getLongs(missing.length), 0, missingInARow, 0, missing.length);
                for (int f = 0; f < missingBefore.length; f++) {
                    missingBefore[f] = in.getLong() == 1;
                }
            });
            stored.read("cases", in -> cases.restore(in, Case::restore));
        }
    }
}
