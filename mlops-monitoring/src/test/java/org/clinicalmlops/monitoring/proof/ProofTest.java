package org.clinicalmlops.monitoring.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof in small: finds what is grossly wrong. {@code ./mvnw -q -Pcalibration} is the whole of it. */
class ProofTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"windows", "kept", "years", "outcomes", "power", "delay", "aa"})
    void noPromiseIsSeenToBeBroken(String part) {
        Verdict verdict = Proof.run(part, Scale.REDUCED, Progress.none());
        assertThat(verdict.broken()).as(String.join("\n", verdict.tables())).isEmpty();
    }

    /** Oracle: R 4.2.2, {@code qbeta(1e-4, 3, 98)}, {@code qbeta(1e-4, 40, 161)}, {@code qbeta(1 - 1e-4, 4, 97)}. */
    @Test
    void boundsOfRatesAgreeWithTheOracle() {
        assertThat(Bounds.ofRate(0, 100)).isZero();
        assertThat(Bounds.ofRate(3, 100)).isCloseTo(0.0008701167, within(1e-9));
        assertThat(Bounds.ofRate(40, 200)).isCloseTo(0.1082807, within(1e-7));
        assertThat(Bounds.above(3, 100)).isCloseTo(0.1492229, within(1e-7));
        assertThat(Bounds.above(100, 100)).isEqualTo(1);
    }

    @Test
    void whatAlarmsMoreThanItPromisesIsSeen() {
        long[] alarms = new long[200];
        Arrays.fill(alarms, 0, 40, 2);
        assertThat(Bounds.ofMean(alarms)).isGreaterThan(0.1).isLessThan(0.4);
    }

    /** Oracle: mlops-metrics/src/test/oracle/sequential.csv. */
    @Test
    void ddmAlarmsWhereTheOracleSays() {
        Ddm ddm = new Ddm(3);
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            long v = (7919L * i * i + 104_729L * i + 12_345) % 1000;
            if (ddm.read(v < (i < 1000 ? 200 : 500) ? 1 : 0)) {
                alarms.add(i);
            }
        }
        assertThat(alarms.get(0)).isEqualTo(1062);
    }
}
