package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
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
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {
    private static final Judged<Risk> NO_CASES = Judged.risks(new double[0], new boolean[0]);

    private record Row(double number, String text) {}

    private static FeatureProfile ofNumbers(double... values) {
        FeatureSet<Row> features = FeatureSet.of(Row.class)
                .patient(r -> "p")
                .indexedAt(r -> Instant.EPOCH)
                .numeric("x", "1", Row::number);
        List<Row> rows = DoubleStream.of(values).mapToObj(x -> new Row(x, "")).toList();
        FeatureTable table = FeatureTable.read(features, rows);
        return StandardMonitoring.engine()
                .profile(table, table.levels(), NO_CASES)
                .features()
                .get(0);
    }

    @Test
    void aNumberHasTenBinsOfEqualCounts() {
        FeatureProfile profile =
                ofNumbers(IntStream.range(0, 1000).asDoubleStream().toArray());
        assertThat(profile.toEdges()).containsExactly(100, 200, 300, 400, 500, 600, 700, 800, 900);
        assertThat(profile.toCounts()).containsOnly(100).hasSize(10);
    }

    @Test
    void missingValuesAreCountedApart() {
        FeatureProfile profile = ofNumbers(1, Double.NaN, 1, 1, 1, 1, Double.NaN);
        assertThat(profile.missing()).isEqualTo(2);
        assertThat(profile.present()).isEqualTo(5);
    }

    @Test
    void fewValuesHaveABinEachWithEmptyBinsAroundThem() {
        FeatureProfile profile = ofNumbers(0, 0, 0, 0, 0, 0, 1, 1, 1, -0.0);
        assertThat(profile.toCounts()).containsExactly(0, 7, 0, 3, 0);
        assertThat(Bins.of(profile.toEdges(), 0)).isEqualTo(1);
        assertThat(Bins.of(profile.toEdges(), -0.0)).isEqualTo(1);
        assertThat(Bins.of(profile.toEdges(), 1)).isEqualTo(3);
        assertThat(Bins.of(profile.toEdges(), 0.2)).isEqualTo(2);
        assertThat(Bins.of(profile.toEdges(), 88.4)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tiesMakeNoEmptyBinAndNoEdgeTwice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values =
                random.doubles(500).map(u -> u < 0.6 ? 0 : Math.floor(u * 60)).toArray();
        FeatureProfile profile = ofNumbers(values);
        assertThat(profile.bins()).isBetween(2, 10);
        assertThat(profile.toCounts()).doesNotContain(0L);
        assertThat(profile.present()).isEqualTo(500);
    }

    @Test
    void extremeValuesAreInABinAndNeverAnEdge() {
        double[] values = IntStream.range(0, 100).asDoubleStream().toArray();
        Arrays.fill(values, 0, 30, Double.NEGATIVE_INFINITY);
        Arrays.fill(values, 70, 100, Double.POSITIVE_INFINITY);
        assertThat(ofNumbers(values).present()).isEqualTo(100);
        assertThat(ofNumbers(Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE)
                        .toCounts())
                .containsExactly(0, 5);
    }

    @Test
    void aFeatureThatIsMissingEverywhereHasNoEdge() {
        FeatureProfile profile = ofNumbers(Double.NaN, Double.NaN);
        assertThat(profile.edges()).isZero();
        assertThat(profile.present()).isZero();
        assertThat(profile.missing()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theBinIsTheNumberOfEdgesAtOrBelow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int n = 0; n < 41; n++) {
            double[] edges =
                    random.ints(n, -50, 50).distinct().sorted().asDoubleStream().toArray();
            for (double x = -51; x <= 51; x += 0.5) {
                double value = x;
                assertThat(Bins.of(edges, x)).isEqualTo((int)
                        DoubleStream.of(edges).filter(e -> e <= value).count());
            }
        }
        assertThat(Bins.of(new double[] {0, 1}, Double.POSITIVE_INFINITY)).isEqualTo(2);
    }

    @Test
    void aTextThatTheModelDoesNotKnowIsInNoBin() {
        FeatureSet<Row> features = FeatureSet.of(Row.class)
                .patient(r -> "p")
                .indexedAt(r -> Instant.EPOCH)
                .categorical("ward", Row::text);
        FeatureTable table = FeatureTable.read(features, List.of(new Row(0, "a"), new Row(0, "b"), new Row(0, "c")));
        FeatureProfile profile = StandardMonitoring.engine()
                .profile(table, Levels.of(List.of(List.of("a", "c"))), NO_CASES)
                .features()
                .get(0);
        assertThat(profile.toCounts()).containsExactly(1, 1);
    }

    @Test
    void levelsOfAnotherSchemaAreRefused() {
        FeatureTable table = FeatureTable.read(Samples.FEATURES, new Samples(1).next(10));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandardMonitoring.engine().profile(table, Levels.of(List.of()), NO_CASES))
                .withMessageContaining("levels must be of 6 features, were of 0");
    }

    @Test
    void aBaselineWhoseProfilesDoNotFitItsSchemaIsRefused() {
        Baseline good = new Samples(1).baseline(100);
        List<FeatureProfile> reversed = IntStream.range(0, good.features().size())
                .mapToObj(i -> good.features().get(good.features().size() - 1 - i))
                .toList();
        Baseline bad = new Baseline(good.schema(), good.levels(), reversed, good.auroc());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StandardMonitoring.engine().open(MonitorPlan.standard(), bad, Samples.SINCE))
                .withMessageContaining("profile 0 must be of 'age', was of 'ward'");
    }
}
