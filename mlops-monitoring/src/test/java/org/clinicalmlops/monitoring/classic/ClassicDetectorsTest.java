package org.clinicalmlops.monitoring.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import org.clinicalmlops.monitoring.harm.Memory;
import org.junit.jupiter.api.Test;

class ClassicDetectorsTest {
    /** A stream without a seed: ones become half of all, instead of a fifth, at the thousandth value. */
    private static double value(long i) {
        long v = (7919 * i * i + 104729 * i + 12345) % 1000;
        return v < (i < 1000 ? 200 : 500) ? 1 : 0;
    }

    private static int first(DoublePredicate detector) {
        for (int i = 0; i < 2000; i++) {
            if (detector.test(value(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Oracle: mlops-metrics/src/test/oracle/sequential.csv, where ADWIN keeps every value. */
    @Test
    void firstAlarmsAgreeWithTheOracle() {
        assertThat(first(new Ddm()::add)).isEqualTo(1062);
        assertThat(first(new PageHinkley(0.005, 50, 0.9999)::add)).isEqualTo(1160);
        assertThat(first(new Adwin(0.002, 32)::add)).isEqualTo(1087);
    }

    @Test
    void adwinKeepsTheNewerPartAndSaysBothMeans() {
        Adwin adwin = new Adwin(0.002, 32);
        for (int i = 0; i < 2000; i++) {
            adwin.add(value(i));
        }
        assertThat(adwin.size()).isBetween(800L, 1100L);
        assertThat(adwin.mean()).isCloseTo(0.5, within(0.03));
        assertThat(adwin.meanBefore()).isLessThan(adwin.meanAfter());
    }

    /** The histogram's mean and variance against those of the values it stands for. */
    @Test
    void adwinOfAConstantMeanKeepsEveryValueInFewBuckets() {
        Adwin adwin = new Adwin(1e-9, 32);
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            double x = random.nextDouble();
            sum += x;
            assertThat(adwin.add(x)).isFalse();
        }
        assertThat(adwin.size()).isEqualTo(100_000);
        assertThat(adwin.mean()).isCloseTo(sum / 100_000, within(1e-9));
        assertThat(Memory.size(adwin::save)).isLessThan(17 * 5 * 25 + 100);
    }

    @Test
    void pageHinkleySeesARiseOnly() {
        PageHinkley falling = new PageHinkley(0.005, 50, 0.9999);
        for (int i = 0; i < 3000; i++) {
            assertThat(falling.add(i < 1000 ? 0.5 : 0.1)).isFalse();
        }
        assertThat(falling.sum()).isZero();
        assertThat(falling.size()).isEqualTo(3000);
        falling.reset();
        assertThat(falling.mean()).isZero();
    }

    @Test
    void statesGoOnWithTheSameBits() {
        Adwin one = new Adwin(0.002, 32);
        Adwin other = new Adwin(0.002, 32);
        PageHinkley first = new PageHinkley(0.005, 50, 0.9999);
        PageHinkley second = new PageHinkley(0.005, 50, 0.9999);
        for (int i = 0; i < 700; i++) {
            one.add(value(i));
            first.add(value(i));
        }
        Memory.move(one::save, other::restore);
        Memory.move(first::save, second::restore);
        for (int i = 700; i < 2000; i++) {
            assertThat(other.add(value(i))).isEqualTo(one.add(value(i)));
            assertThat(other.mean()).isEqualTo(one.mean());
            assertThat(second.add(value(i))).isEqualTo(first.add(value(i)));
            assertThat(second.sum()).isEqualTo(first.sum());
        }
    }

    @Test
    void badArgumentsAreNamed() {
        assertThatThrownBy(() -> new Adwin(0, 32)).hasMessage("delta must be in (0, 1), was 0.0");
        assertThatThrownBy(() -> new Adwin(Double.NaN, 32)).hasMessageContaining("delta");
        assertThatThrownBy(() -> new Adwin(0.1, 0)).hasMessage("clock must be >= 1, was 0");
        assertThatThrownBy(() -> new PageHinkley(-1, 50, 1)).hasMessageContaining("tolerated");
        assertThatThrownBy(() -> new PageHinkley(0, Double.NaN, 1)).hasMessageContaining("limit");
        assertThatThrownBy(() -> new PageHinkley(0, 50, 0)).hasMessage("forgetting must be in (0, 1], was 0.0");
    }
}
