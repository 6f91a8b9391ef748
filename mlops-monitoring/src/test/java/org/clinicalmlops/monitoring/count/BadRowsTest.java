package org.clinicalmlops.monitoring.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadRowsTest {
    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    /** Any bits as values and risks, lengths that are wrong, no array, any episode: every row is counted once, or refused once. */
    @ParameterizedTest
    @MethodSource("seeds")
    void everyRowIsCountedOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Ward ward = new Ward(1 + random.nextInt(80), seed);
        Counters counters = ward.counters(random.nextInt(3), Ward.CLOCK);
        Reading opened = counters.read();
        int features = ward.baseline.schema().size();
        long good = 0;
        long bad = 0;
        for (int i = 0; i < 500; i++) {
            int length = random.nextInt(5) == 0 ? random.nextInt(2 * features) : features;
            double[] values = random.nextInt(20) == 0
                    ? null
                    : random.longs(length).mapToDouble(Double::longBitsToDouble).toArray();
            double risk = random.nextBoolean() ? random.nextDouble() : Double.longBitsToDouble(random.nextLong());
            counters.observe(values, risk, random.nextBoolean() ? null : "e" + random.nextInt());
            boolean taken = values != null && length == features && (Double.isNaN(risk) || risk >= 0 && risk <= 1);
            good += taken ? 1 : 0;
            bad += taken ? 0 : 1;
        }
        Counts counts = counters.between(opened, counters.read());
        assertThat(counts.rows()).isEqualTo(good);
        assertThat(counters.refused()).isEqualTo(bad);
        long patterns = 0;
        for (int place = 0; place < ward.baseline.patterns().places(); place++) {
            patterns += counts.pattern(place);
        }
        assertThat(patterns).isEqualTo(counts.firsts());
        for (int f = 0; f < features; f++) {
            assertThat(counts.feature(f).rows()).isEqualTo(counts.firsts());
        }
        FeatureCounts risks = counts.risk();
        assertThat(risks.rows()).isEqualTo(counts.firsts());
    }

    @Test
    void risksThatAreNoneAreRefused() {
        Ward ward = new Ward(3, 1);
        Counters counters = ward.counters();
        for (double risk : new double[] {
            -1e-300, -1, Math.nextUp(1.0), 2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -Double.MIN_VALUE
        }) {
            counters.observe(ward.row(), risk, "e");
        }
        assertThat(counters.refused()).isEqualTo(7);
        assertThat(counters.observed()).isZero();
        for (double risk : new double[] {0, -0.0, 1, Double.MIN_VALUE, Double.NaN}) {
            counters.observe(ward.row(), risk, "e");
        }
        assertThat(counters.observed()).isEqualTo(5);
    }

    /** What a host does that gives its array to another thread: the row is anything, the counts stay whole. */
    @Test
    void aRowThatChangesWhileItIsObservedIsCountedOnce() throws InterruptedException {
        Ward ward = new Ward(30, 1);
        Counters counters = ward.counters();
        Reading opened = counters.read();
        double[] row = ward.row();
        Thread writer = new Thread(() -> {
            SplittableRandom random = new SplittableRandom(2);
            while (!Thread.currentThread().isInterrupted()) {
                row[random.nextInt(30)] = random.nextBoolean() ? Double.NaN : random.nextDouble(-3, 3);
            }
        });
        writer.start();
        for (int i = 0; i < 100_000; i++) {
            counters.observe(row, 0.5, null);
        }
        writer.interrupt();
        writer.join();
        Counts counts = counters.between(opened, counters.read());
        assertThat(counters.refused()).isZero();
        for (int f = 0; f < 30; f++) {
            assertThat(counts.feature(f).rows()).isEqualTo(100_000);
        }
    }
}
