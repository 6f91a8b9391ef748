package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitEvidenceTest {
    private static final Ward LOGNORMAL = Ward.of(Ward.number("x", Ward.lognormal(1, 0.35)));
    private static final Ward HEAVY = Ward.of(Ward.number("x", random -> Math.pow(random.nextDouble(), -0.7)));
    private static final Ward SIGNED = Ward.of(Ward.number("x", Ward.NORMAL));

    private static FeatureCounts rows(Baseline baseline, Ward ward, int n, SplittableRandom random) {
        return RowCounts.of(baseline, ward.rows(n, random), new double[0]).feature(0);
    }

    /** Heavy tails bring values that training did not have; a quarter of the signed values is below any factor's reach. */
    @ParameterizedTest(name = "{0} training rows")
    @ValueSource(ints = {300, 3000})
    void itIsLargeNoMoreOftenThanItMayBe(int training) {
        int streams = 200;
        for (Ward ward : new Ward[] {LOGNORMAL, HEAVY, SIGNED}) {
            int large = 0;
            for (int stream = 0; stream < streams; stream++) {
                SplittableRandom random = new SplittableRandom(31L * training + stream);
                Baseline baseline = ward.baseline(training, random);
                UnitEvidence evidence = UnitEvidence.of(baseline.features().get(0));
                FeatureCounts counts = rows(baseline, ward, 50, random);
                double most = evidence.log(counts);
                for (int look = 1; look < 20; look++) {
                    counts = counts.plus(rows(baseline, ward, 50, random));
                    most = Math.max(most, evidence.log(counts));
                }
                large += most >= Math.log(50) ? 1 : 0;
            }
            SizeTest.withinNominal(large, streams, 0.02, training + " training rows");
        }
    }

    @Test
    void twentyMultipliedValuesAreOverwhelming() {
        SplittableRandom random = new SplittableRandom(1);
        Baseline baseline = LOGNORMAL.baseline(3000, random);
        UnitEvidence evidence = UnitEvidence.of(baseline.features().get(0));
        Ward multiplied = LOGNORMAL.changed("x", x -> 88.4 * x);
        assertThat(evidence.log(rows(baseline, LOGNORMAL, 0, random))).isCloseTo(0, within(1e-9));
        assertThat(evidence.log(rows(baseline, LOGNORMAL, 20, random))).isNegative();
        assertThat(evidence.log(rows(baseline, multiplied, 20, random))).isGreaterThan(50);
    }

    /** The promise of the answer: at the share that it gives, four of five streams are above the threshold. */
    @Test
    void theShareThatItSaysWouldBeFoundIsFound() {
        SplittableRandom random = new SplittableRandom(2);
        Baseline baseline = LOGNORMAL.baseline(3000, random);
        UnitEvidence evidence = UnitEvidence.of(baseline.features().get(0));
        double share = evidence.found(25, 12);
        assertThat(share).isIn(0.1, 0.2, 0.35, 0.55);
        Ward partly = LOGNORMAL.with("x", Ward.lognormal(1, 0.35).mixed(share, Ward.lognormal(10, 0.35)));
        int found = 0;
        for (int stream = 0; stream < 100; stream++) {
            found += evidence.log(rows(baseline, partly, 25, random)) >= 12 ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(70);
        assertThat(evidence.found(1, 12)).isEqualTo(1);
    }
}
