package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.monitoring.Samples.Sample;
import org.clinicalmlops.monitoring.state.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineCollectorTest {
    private static final int MANY = BaselineCollector.MOST + 10_000;

    private static Instant at(int row) {
        return Samples.SINCE.plusSeconds(100L * row);
    }

    private static BaselineCollector<Sample> collected(List<Sample> rows) {
        BaselineCollector<Sample> collector = BaselineCollector.of(Samples.FEATURES, 1);
        for (int i = 0; i < rows.size(); i++) {
            collector.add(rows.get(i), rows.get(i).risk(), at(i));
            collector.matured(rows.get(i).risk(), rows.get(i).event());
        }
        return collector;
    }

    @Test
    void whatFitsIsProfiledAsTrainingDataWouldBe() {
        List<Sample> rows = new Samples(1).next(3_000);
        FeatureTable table = FeatureTable.read(Samples.FEATURES, rows);
        Baseline profiled = StandardMonitoring.engine()
                .profile(Reference.of(table, table.levels(), Samples.judged(rows))
                        .risks(rows.stream().mapToDouble(Sample::risk).toArray())
                        .at(IntStream.range(0, rows.size())
                                .mapToObj(BaselineCollectorTest::at)
                                .toList()));
        assertThat(collected(rows).baseline().declaration()).isEqualTo(profiled.declaration());

        BaselineCollector<double[]> ofValues = BaselineCollector.ofValues(table.schema(), table.levels(), 1);
        for (int i = 0; i < rows.size(); i++) {
            ofValues.add(rows.get(i).values(table.levels()), rows.get(i).risk(), at(i));
            ofValues.matured(rows.get(i).risk(), rows.get(i).event());
        }
        assertThat(ofValues.baseline().declaration()).isEqualTo(profiled.declaration());
        assertThat(StandardMonitoring.engine().open(MonitorPlan.standard(), ofValues.baseline(), Samples.CLOCK))
                .isNotNull();
    }

    @Test
    void withoutRisksAndOutcomesTheBaselineSaysThatItDoesNotKnow() {
        BaselineCollector<Sample> collector = BaselineCollector.of(Samples.FEATURES, 1);
        new Samples(1).next(200).forEach(row -> collector.add(row, Double.NaN, Samples.SINCE));
        Baseline baseline = collector.baseline();
        assertThat(baseline.features().get(0).knowsRisks()).isFalse();
        assertThat(baseline.output().cases()).isZero();
        assertThat(baseline.auroc()).isNotInstanceOf(Estimate.Known.class);
        assertThat(BaselineCollector.of(Samples.FEATURES, 1).baseline().features())
                .allMatch(f -> f.present() == 0);
    }

    @Test
    void whatCannotBeTakenIsCountedAndNothingIsThrown() {
        FeatureSet<Sample> features = FeatureSet.of(Sample.class)
                .patient(Sample::patient)
                .indexedAt(s -> Samples.SINCE)
                .numeric("age", "a", s -> {
                    if (s.age() > 65) {
                        throw new IllegalStateException("of the host's");
                    }
                    return s.age();
                });
        BaselineCollector<Sample> collector = BaselineCollector.of(features, 1);
        List<Sample> rows = new Samples(1).next(100);
        rows.forEach(row -> collector.add(row, 0.1, Samples.SINCE));
        long old = rows.stream().filter(r -> r.age() > 65).count();
        assertThat(collector.refused()).isEqualTo(old).isBetween(30L, 70L);
        assertThat(collector.rows()).isEqualTo(100 - old);
        collector.add(null, 0.1, Samples.SINCE);
        collector.add(rows.get(0), 0.1, null);
        collector.add(rows.get(0), -0.1, Samples.SINCE);
        collector.add(rows.get(0), 1.1, Samples.SINCE);
        collector.matured(Double.NaN, true);
        assertThat(collector.refused()).isEqualTo(old + 5);
        BaselineCollector<double[]> ofValues = BaselineCollector.ofValues(Samples.FEATURES.schema(), levels(), 1);
        ofValues.add(new double[5], 0.1, Samples.SINCE);
        ofValues.add(new double[7], 0.1, Samples.SINCE);
        assertThat(ofValues.refused()).isEqualTo(2);
    }

    private static Levels levels() {
        return FeatureTable.read(Samples.FEATURES, new Samples(1).next(500)).levels();
    }

    @Test
    void codesThatTheLevelsDoNotHaveAreInNoBin() {
        BaselineCollector<double[]> collector = BaselineCollector.ofValues(Samples.FEATURES.schema(), levels(), 1);
        for (double ward : new double[] {-1, 0, 0.5, 3, 4, 1e300, Double.POSITIVE_INFINITY, Double.NaN}) {
            collector.add(new double[] {60, 1, 20, 1, 0, ward}, 0.1, Samples.SINCE);
        }
        FeatureProfile profile = collector.baseline().features().get(5);
        assertThat(profile.toCounts()).containsExactly(1, 0, 0, 1);
        assertThat(profile.missing()).isEqualTo(1);
    }

    /** The row's own number is its age: every third of the stream must be kept equally. */
    @Test
    void aLongStreamIsSampledEvenlyAndRunsOfMissingValuesAreThoseOfTheStream() {
        BaselineCollector<Sample> collector = BaselineCollector.of(Samples.FEATURES, 5);
        for (int i = 0; i < 3 * MANY; i++) {
            Double creatinine = i / 50 % 4 == 0 ? null : Double.valueOf(1); // fifty in a row
            collector.add(new Sample("p", i, creatinine, 1, 1, "F", "icu", 0.2, false), 0.2, at(i));
        }
        assertThat(collector.rows()).isEqualTo(3 * MANY);
        Baseline baseline = collector.baseline();
        FeatureProfile age = baseline.features().get(0);
        assertThat(age.present()).isEqualTo(BaselineCollector.MOST);
        for (int decile = 0; decile < 9; decile++) {
            assertThat(age.edge(decile)).isCloseTo((decile + 1) * 0.3 * MANY, within(0.03 * MANY)); // 7 sd
        }
        FeatureProfile creatinine = baseline.features().get(1);
        double share = creatinine.missingInARow() / (double) creatinine.missing();
        assertThat(share).isCloseTo(0.98, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void savedAndRestoredAtAnyTimeACollectorGoesOnWithTheSameBits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample> rows = new Samples(seed).next(MANY);
        BaselineCollector<Sample> never = BaselineCollector.of(Samples.FEATURES, seed);
        BaselineCollector<Sample> often = BaselineCollector.of(Samples.FEATURES, seed);
        for (int i = 0; i < rows.size(); i++) {
            for (BaselineCollector<Sample> collector : List.of(never, often)) {
                collector.add(
                        rows.get(i), i % 50 == 0 ? Double.NaN : rows.get(i).risk(), at(i));
                collector.matured(rows.get(i).risk(), rows.get(i).event());
            }
            if (random.nextInt(6_000) == 0) {
                byte[] state = often.save();
                often = BaselineCollector.of(Samples.FEATURES, seed);
                often.restore(state);
            }
        }
        assertThat(Digest.of(often.save())).isEqualTo(Digest.of(never.save()));
        assertThat(often.baseline().declaration()).isEqualTo(never.baseline().declaration());
    }

    @Test
    void aStateOfOtherFeaturesOrADamagedOneIsRefused() {
        byte[] state = collected(new Samples(1).next(20)).save();
        FeatureSet<Sample> others = Samples.FEATURES.revision("age", 2);
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> BaselineCollector.of(others, 1).restore(state))
                .withMessage("the state is not that of a collector of these features");
        byte[] content = Arrays.copyOf(state, state.length - 32);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = Mutations.of(content, random);
            byte[] signed = Arrays.copyOf(mutated, mutated.length + 32);
            System.arraycopy(HexFormat.of().parseHex(Digest.of(mutated).hex()), 0, signed, mutated.length, 32);
            try {
                BaselineCollector.of(Samples.FEATURES, 1).restore(signed);
            } catch (MlopsException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
