package org.clinicalmlops.core.imported;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.core.model.ArtifactReader;
import org.clinicalmlops.core.model.ModelArtifact;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files of every format: each is read or refused with a reason, none throws anything else, none takes long, and what is read
 * gives a risk in [0, 1] or none. A seed is the number of its mutation, so that a failure can be made again. The number of mutations of
 * each file is the property {@code fuzz.mutations}; {@code ./mvnw -Pfuzz} takes more than 100,000 in all.
 */
class ReaderFuzzTest {
    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 150);

    /** Of the processor, for one file; what is damaged is small. */
    private static final long SECONDS = 5;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xgboost-2.1.4.json",
                "xgboost-dart.ubj",
                "lightgbm-zero.txt",
                "lightgbm-categories.txt",
                "sklearn-forest-small.json",
                "sklearn-logistic.json",
                "score.csv",
                "score.json"
            })
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void damagedFilesAreReadOrRefused(String file) {
        byte[] whole = Scored.resource(file);
        assertThat(read(file, whole)).as(file).isInstanceOf(Imported.Read.class);
        Map<ImportFault.Kind, Integer> kinds = new EnumMap<>(ImportFault.Kind.class);
        List<String> wrong = new ArrayList<>();
        int read = 0;
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] damaged = new Mutation(seed).of(whole);
            long start = ownTime();
            try {
                Imported imported = read(file, damaged);
                if (imported instanceof Imported.Read model) {
                    read++;
                    check(seed, model.model(), wrong);
                } else {
                    ((Imported.Refused) imported).faults().forEach(fault -> kinds.merge(fault.kind(), 1, Integer::sum));
                }
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                wrong.add("seed " + seed + ": " + e);
            }
            if (ownTime() - start > TimeUnit.SECONDS.toNanos(SECONDS)) {
                wrong.add("seed " + seed + " took longer than " + SECONDS + " s");
            }
        }
        told(file + ": " + MUTATIONS + " damaged, " + read + " read, refused " + kinds);
        assertThat(wrong).as(file).isEmpty();
        assertThat(kinds.size()).as("kinds of refusals of %s: %s", file, kinds).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"model-1-linear.json", "model-1-points.json", "model-1-trees.json", "model-2-boosting.json"})
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void damagedModelsOfOurOwnAreReadOrRefused(String file) {
        byte[] whole = Scored.resource("/org/clinicalmlops/core/model/" + file);
        assertThat(own(whole)).isPresent();
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> answers = new TreeMap<>();
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] damaged = new Mutation(seed).of(whole);
            long start = ownTime();
            try {
                answers.merge(own(damaged).isPresent() ? "read" : "refused", 1, Integer::sum);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                wrong.add("seed " + seed + ": " + e);
            }
            if (ownTime() - start > TimeUnit.SECONDS.toNanos(SECONDS)) {
                wrong.add("seed " + seed + " took longer than " + SECONDS + " s");
            }
        }
        told(file + ": " + MUTATIONS + " damaged, " + answers);
        assertThat(wrong).as(file).isEmpty();
    }

    /** Time that this thread has had a processor, in ns: others may want it too. */
    private static long ownTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** A line for each file where somebody has asked for many. */
    private static void told(String line) {
        if (MUTATIONS >= 1_000) {
            System.out.println(line);
        }
    }

    /** Under the digest of its own text, which whoever can write it can compute too. */
    private static Optional<ModelArtifact> own(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        try {
            return Optional.of(ArtifactReader.read(text, Digest.of(text)));
        } catch (MlopsException e) {
            return Optional.empty();
        }
    }

    private static Imported read(String file, byte[] bytes) {
        if (file.startsWith("xgboost")) {
            return XgboostModel.read(bytes, MadeUpTable.intake());
        }
        if (file.startsWith("lightgbm")) {
            return LightgbmModel.read(bytes, MadeUpTable.intake());
        }
        ModelIntake plain = ModelIntake.of("plain", MadeUpTable.features());
        return file.startsWith("sklearn")
                ? ScikitLearnModel.read(bytes, plain.atLevel("sex_female", "sex", "female"))
                : ScoreTable.read(bytes, plain);
    }

    /** Every input missing, and a few values. */
    private static void check(long seed, GivenModel<Risk> model, List<String> wrong) {
        List<List<String>> byFeature = new ArrayList<>();
        for (FeatureSpec feature : model.inputs().features()) {
            List<String> levels = new ArrayList<>();
            model.columns().stream()
                    .filter(column -> column.feature().equals(feature.name()))
                    .forEach(column -> levels.addAll(column.names()));
            byFeature.add(feature.categorical() ? levels.stream().distinct().toList() : Collections.emptyList());
        }
        ToDoubleFunction<double[]> compiled = Compiled.of(model, Levels.of(byFeature));
        double[] coded = new double[model.inputs().size()];
        for (double value : new double[] {Double.NaN, Levels.UNSEEN, 0, 1, 50, 1e300, -1e300}) {
            for (int f = 0; f < coded.length; f++) {
                boolean code = model.inputs().feature(f).categorical();
                coded[f] = code && value > 0 ? 0 : value;
            }
            double risk = compiled.applyAsDouble(coded);
            if (!(Double.isNaN(risk) || risk >= 0 && risk <= 1)) {
                wrong.add("seed " + seed + ": risk " + risk + " for " + value);
            }
        }
    }
}
