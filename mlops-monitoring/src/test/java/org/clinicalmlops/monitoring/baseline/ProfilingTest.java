package org.clinicalmlops.monitoring.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.clinicalmlops.monitoring.baseline.Rows.ofNumbers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.monitoring.baseline.Rows.Row;
import org.clinicalmlops.monitoring.count.Bins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilingTest {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

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

    @Test
    void twentyValuesHaveABinEachAndOneMoreHasQuantiles() {
        double[] twenty = IntStream.range(0, 200).mapToDouble(i -> i % 20).toArray();
        assertThat(ofNumbers(twenty).bins()).isEqualTo(41);
        double[] more = IntStream.range(0, 210).mapToDouble(i -> i % 21).toArray();
        assertThat(ofNumbers(more).bins()).isBetween(9, 10);
        assertThat(ofNumbers(IntStream.range(0, 18).asDoubleStream().toArray()).bins())
                .as("each value once")
                .isEqualTo(10);
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
        assertThat(ofNumbers().bins()).isEqualTo(1);
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

    private static Row row(double x, Double y, String ward, double risk, int second) {
        return new Row(x, y, ward, risk, risk > 0.5, START.plusSeconds(second));
    }

    /** By hand. */
    @Test
    void meanRisksMagnitudesAndRunsOfMissingValuesAreInTheProfile() {
        List<Row> rows = List.of(
                row(1, null, "b", 0.2, 3),
                row(1, 2.0, "a", 0.4, 0),
                row(1, null, "a", 0.6, 2),
                row(3, null, null, 0.9, 5),
                row(1, 2.0, "b", Double.NaN, 4),
                row(-3, null, "b", 0.1, 1),
                row(1, 2.0, "unknown", 0.3, 6));
        Baseline baseline = Profiling.of(
                Reference.of(FeatureTable.read(Rows.FEATURES, rows), Levels.of(Rows.levels("a", "b")), Rows.NO_CASES)
                        .risks(rows.stream().mapToDouble(Row::risk).toArray())
                        .at(rows.stream().map(Row::at).toList()));
        FeatureProfile y = baseline.features().get(1);
        assertThat(y.missing()).isEqualTo(4);
        assertThat(y.missingInARow()).as("in time: 2 - - - 2 - 2").isEqualTo(2);
        int missing = y.bins();
        assertThat(y.meanRisk(missing)).isCloseTo((0.2 + 0.6 + 0.9 + 0.1) / 4, within(1e-15));
        int two = Bins.of(y.toEdges(), 2);
        assertThat(y.count(two)).isEqualTo(3);
        assertThat(y.meanRisk(two)).as("without the row that has no answer").isCloseTo(0.35, within(1e-15));
        FeatureProfile x = baseline.features().get(0);
        assertThat(x.magnitude(Magnitudes.cell(1))).isEqualTo(5);
        assertThat(x.magnitude(Magnitudes.cell(3))).isEqualTo(1);
        assertThat(IntStream.range(0, Magnitudes.CELLS).mapToLong(x::magnitude).sum())
                .isEqualTo(6);
        FeatureProfile ward = baseline.features().get(2);
        assertThat(ward.toCounts()).containsExactly(2, 3);
        assertThat(ward.missing()).isEqualTo(1);
        assertThat(ward.meanRisk(0)).isCloseTo(0.5, within(1e-15));
        assertThat(ward.knowsMagnitudes()).isFalse();
    }

    @Test
    void rowsWithoutTimesAreTakenInTheirOrder() {
        List<Row> rows = List.of(row(1, null, "a", 0.2, 9), row(1, null, "a", 0.2, 0), row(1, 1.0, "a", 0.2, 5));
        Reference reference =
                Reference.of(FeatureTable.read(Rows.FEATURES, rows), Levels.of(Rows.levels("a")), Rows.NO_CASES);
        FeatureProfile y = Profiling.of(reference).features().get(1);
        assertThat(y.missingInARow()).isEqualTo(1);
        assertThat(y.knowsRisks()).isFalse();
        assertThat(Profiling.of(reference.at(rows.stream().map(Row::at).toList()))
                        .features()
                        .get(1)
                        .missingInARow())
                .isZero();
    }

    @Test
    void theOrderInWhichRowsAreGivenChangesNothingButRounding() {
        List<Row> rows = Rows.random(1, 3_000, START, START.plusSeconds(9_000_000));
        List<Row> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(2));
        assertThat(Rows.profile(shuffled).declaration())
                .isEqualTo(Rows.profile(rows).declaration());
    }

    @Test
    void whatTheModelSaidOfTheEvaluationIsInItsCells() {
        List<Row> rows = Rows.random(3, 500, START, START.plusSeconds(9_000_000));
        Baseline baseline = Rows.profile(rows);
        assertThat(baseline.output().cases()).isEqualTo(500);
        assertThat(baseline.output().events())
                .isEqualTo(rows.stream().filter(Row::event).count());
        int cell = RiskCells.cell(0.5);
        assertThat(baseline.output().cases(cell))
                .isEqualTo(rows.stream()
                        .filter(r -> RiskCells.cell(r.risk()) == cell)
                        .count())
                .isPositive();
        assertThat(baseline.auroc()).isInstanceOf(Estimate.Known.class);
    }

    @Test
    void theCommonestPatternsAreListedAndAllOthersAreOne() {
        MissingPatterns few = Rows.profile(Rows.random(4, 2_000, START, START.plusSeconds(9_000_000)))
                .patterns();
        assertThat(few.places()).isEqualTo(5);
        assertThat(few.pattern(0)).as("nothing is missing").isZero();
        assertThat(few.pattern(1)).isEqualTo(0b10);
        assertThat(few.count(0) + few.count(1) + few.count(2) + few.count(3)).isEqualTo(2_000);
        long[] many = IntStream.range(0, 40)
                .flatMap(p -> IntStream.range(0, p + 1).map(i -> p))
                .asLongStream()
                .toArray();
        MissingPatterns top = Patterns.commonest(many);
        assertThat(top.places()).isEqualTo(MissingPatterns.MOST + 1);
        assertThat(top.pattern(0)).isEqualTo(39);
        assertThat(top.count(0)).isEqualTo(40);
        assertThat(top.count(MissingPatterns.MOST)).as("1 + 2 + ... + 8").isEqualTo(36);
        assertThat(Patterns.commonest(new long[] {-1, 5, 7}).pattern(2))
                .as("ties by the number, without sign")
                .isEqualTo(-1);
    }

    @Test
    void aTextThatTheModelDoesNotKnowIsInNoBin() {
        List<Row> rows = List.of(row(0, 1.0, "a", 0, 0), row(0, 1.0, "b", 0, 0), row(0, 1.0, "c", 0, 0));
        FeatureProfile profile = Profiling.of(Reference.of(
                        FeatureTable.read(Rows.FEATURES, rows), Levels.of(Rows.levels("a", "c")), Rows.NO_CASES))
                .features()
                .get(2);
        assertThat(profile.toCounts()).containsExactly(1, 1);
    }

    /** Detectors pool rare levels before they look; what is bounded here is how many there can be at all. */
    @Test
    void everyLevelThatTheModelKnowsHasABinAndTooManyAreRefused() {
        String[] wards = IntStream.range(0, 500).mapToObj(i -> "w" + i).toArray(String[]::new);
        List<Row> rows = Arrays.stream(wards).map(w -> row(1, 1.0, w, 0.1, 0)).toList();
        assertThat(Rows.profile(rows).features().get(2).bins()).isEqualTo(500);
        String[] texts = IntStream.range(0, Profiling.MOST_LEVELS + 1)
                .mapToObj(i -> "t" + i)
                .toArray(String[]::new);
        Reference reference =
                Reference.of(FeatureTable.read(Rows.FEATURES, rows), Levels.of(Rows.levels(texts)), Rows.NO_CASES);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Profiling.of(reference))
                .withMessage("'ward' must have at most 20000 levels, had 20001");
    }

    @Test
    void levelsOfAnotherSchemaAreRefused() {
        FeatureTable table = FeatureTable.read(Rows.FEATURES, List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Reference.of(table, Levels.of(List.of()), Judged.risks(new double[0], new boolean[0])))
                .withMessageContaining("levels must be of 3 features, were of 0");
    }
}
