package org.clinicalmlops.monitoring.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.monitoring.Baselines;
import org.clinicalmlops.monitoring.baseline.Rows.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergingTest {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2022-01-01T00:00:00Z");

    /** All that is counted; not what depends on the order of additions, or on which rows follow one another. */
    private static String counts(Baseline baseline) {
        StringBuilder text = new StringBuilder();
        List<List<FeatureProfile>> profiles = new ArrayList<>();
        profiles.add(baseline.features());
        baseline.seasons().forEach(season -> profiles.add(season.features()));
        for (List<FeatureProfile> features : profiles) {
            for (FeatureProfile feature : features) {
                FeatureProfile counted =
                        FeatureProfile.of(feature.feature(), feature.toEdges(), feature.toCounts(), feature.missing());
                text.append(counted.declaration().json());
                for (int cell = 0; feature.knowsMagnitudes() && cell < 352; cell++) {
                    text.append(feature.magnitude(cell)).append(' ');
                }
            }
        }
        return text.append(baseline.output().declaration().json())
                .append(baseline.patterns().declaration().json())
                .append(baseline.seasons().stream().map(Baseline.Season::months).toList())
                .toString();
    }

    private static Baseline likeTemplate(Baseline template, List<Row> rows) {
        return Baselines.like(template, Rows.reference(rows, template.levels()));
    }

    /** The template has seasons in every other run. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anySplitInAnyOrderAddsUpToTheSameBits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Row> rows = Rows.random(seed, 4_000, START, END);
        Baseline template = Rows.profile(seed % 2 == 0 ? SeasonalityTest.winter(rows, 1.5) : rows);
        assertThat(template.seasons()).hasSize(seed % 2 == 0 ? 4 : 0);
        Baseline all = likeTemplate(template, rows);
        List<Baseline> parts = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            int to = Math.min(rows.size(), from + random.nextInt(0, 900)); // also empty ones
            parts.add(likeTemplate(template, rows.subList(from, to)));
            from = to;
        }
        Collections.shuffle(parts, new Random(seed));
        while (parts.size() > 1) { // in pairs, not one after the other
            Baseline one = parts.remove(random.nextInt(parts.size()));
            Baseline other = parts.remove(random.nextInt(parts.size()));
            parts.add(Baselines.together(one, other));
        }
        assertThat(counts(parts.get(0))).isEqualTo(counts(all));
        FeatureProfile y = parts.get(0).features().get(1);
        for (int bin = 0; bin <= y.bins(); bin++) {
            assertThat(y.meanRisk(bin)).isCloseTo(all.features().get(1).meanRisk(bin), within(1e-12));
        }
        assertThat(all.features().get(1).missing()).isGreaterThan(600);
    }

    @Test
    void oneTogetherWithOtherIsOtherTogetherWithOneToTheBit() {
        Baseline template = Rows.profile(Rows.random(1, 1_000, START, END));
        Baseline one = likeTemplate(template, Rows.random(2, 700, START, END));
        Baseline other = likeTemplate(template, Rows.random(3, 300, START, END));
        assertThat(Baselines.together(one, other).declaration())
                .isEqualTo(Baselines.together(other, one).declaration());
    }

    @Test
    void discriminationIsThatOfAllCasesToTheWidthOfACell() {
        List<Row> rows = Rows.random(5, 2_000, START, END);
        Baseline all = Rows.profile(rows);
        Baseline together = Baselines.together(
                likeTemplate(all, rows.subList(0, 900)), likeTemplate(all, rows.subList(900, 2_000)));
        Estimate.Known exact = (Estimate.Known) all.auroc();
        Estimate.Known cells = (Estimate.Known) together.auroc();
        assertThat(cells.value()).isCloseTo(exact.value(), within(0.003));
        assertThat(cells.n()).isEqualTo(exact.n());
        Baseline without = new Baseline(
                all.schema(),
                all.levels(),
                all.features(),
                OutputProfile.unknown(),
                MissingPatterns.unknown(),
                List.of(),
                new Estimate.Undefined("no case"));
        assertThat(Baselines.together(without, all).auroc()).isEqualTo(all.auroc());
        assertThat(Baselines.together(all, without).auroc()).isEqualTo(all.auroc());
    }

    @Test
    void seasonsThatOnlyOneHasAreLeftOut() {
        List<Row> rows = Rows.random(6, 4_000, START, END);
        Baseline seasonal = Rows.profile(SeasonalityTest.winter(rows, 1.5));
        Baseline plain = new Baseline(
                seasonal.schema(),
                seasonal.levels(),
                seasonal.features(),
                seasonal.output(),
                seasonal.patterns(),
                List.of(),
                seasonal.auroc());
        assertThat(Baselines.together(seasonal, plain).seasons()).isEmpty();
        assertThat(Baselines.together(plain, seasonal).seasons()).isEmpty();
        assertThat(Baselines.together(seasonal, seasonal).seasons()).hasSize(4);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        List<Row> rows = Rows.random(7, 4_000, START, END);
        Baseline one = Rows.profile(rows);
        Baseline other = Rows.profile(Rows.random(8, 4_000, START, END));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baselines.together(one, other))
                .withMessageContaining("the same bins");
        FeatureTable table = FeatureTable.read(Rows.FEATURES, rows);
        Levels levels = Levels.of(Rows.levels("ward0"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baselines.like(one, Reference.of(table, levels, Rows.NO_CASES)))
                .withMessage("schema and levels must be those of the other baseline, were not");
        Baseline seasonal = Rows.profile(SeasonalityTest.winter(rows, 1.5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Baselines.like(seasonal, Reference.of(table, one.levels(), Rows.NO_CASES)))
                .withMessage("times must be given where the other baseline has seasons, were not");
    }
}
