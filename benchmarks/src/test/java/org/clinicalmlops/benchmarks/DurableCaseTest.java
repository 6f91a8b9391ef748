package org.clinicalmlops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.clinicalmlops.smile.GradientBoosting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each case runs, and that what it says adds up; nothing about time. */
class DurableCaseTest {
    private static final Duration BRIEF = Duration.ofMillis(300);

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void everyCallIsAnsweredAndOnRecordOnce(DurableCase each) {
        assumeTrue(each.isThere(), "no PostgreSQL server is brought along for this machine");
        DurableResult result = each.run(GradientBoosting.trees(3), BRIEF, BRIEF);
        assertThat(result.addsUp()).isTrue();
        assertThat(result.calls()).isPositive();
        assertThat(result.abstained()).isZero();
        assertThat(result.recorded()).isEqualTo(result.calls());
        assertThat(result.blocks()).isPositive().isLessThanOrEqualTo(result.recorded());
        assertThat(result.perSecond()).isPositive();
        assertThat(result.p50Micros()).isPositive().isLessThanOrEqualTo(result.p99Micros());
        assertThat(result.p999Micros()).isBetween(result.p99Micros(), result.maxMicros());
        assertThat(result.line())
                .matches("case " + each.title()
                        + " durable-per-second \\d+ bar 20000 ratio \\d+\\.\\d\\d cpu-us \\d+\\.\\d"
                        + "( p(50|99|99\\.9)-us \\d+\\.\\d){3} max-us \\d+\\.\\d"
                        + "( (calls|answered|abstained|durable|recorded|blocks) \\d+){6}");
    }

    @Test
    void theLineSaysTheShareOfTheBarAndEveryCount() {
        assertThat(result(10, 9, 1, 9, 9).line())
                .isEqualTo("case durable-sqlite durable-per-second 25000 bar 20000 ratio 1.25 cpu-us 21.7"
                        + " p50-us 4.1 p99-us 30.2 p99.9-us 400.3 max-us 5000.4"
                        + " calls 10 answered 9 abstained 1 durable 9 recorded 9 blocks 2");
    }

    @Test
    void aCallWithoutAnAnswerAnAnswerWithoutARecordAndARecordWithoutAnAnswerDoNotAddUp() {
        assertThat(result(10, 9, 1, 9, 9).addsUp()).isTrue();
        assertThat(result(11, 9, 1, 9, 9).addsUp()).isFalse();
        assertThat(result(10, 9, 1, 8, 9).addsUp()).isFalse();
        assertThat(result(10, 9, 1, 9, 8).addsUp()).isFalse();
        assertThat(result(10, 9, 1, 9, 10).addsUp()).isFalse();
    }

    private static DurableResult result(long calls, long answered, long abstained, long durable, long recorded) {
        return new DurableResult(
                "durable-sqlite",
                25_000.4,
                21.7,
                4.1,
                30.2,
                400.3,
                5_000.4,
                calls,
                answered,
                abstained,
                durable,
                recorded,
                2);
    }

    /** Oracle: by hand; of ten calls the fifth is the smallest that half did not exceed. */
    @Test
    void aPercentileIsATimeThatWasMeasured() {
        Latencies latencies =
                new Latencies(new long[] {10_000, 1_000, 9_000, 2_000, 8_000, 3_000, 7_000, 4_000, 6_000, 5_000});
        assertThat(latencies.micros(0.5)).isEqualTo(5.0);
        assertThat(latencies.micros(0.51)).isEqualTo(6.0);
        assertThat(latencies.micros(0.99)).isEqualTo(10.0);
        assertThat(latencies.micros(1)).isEqualTo(10.0);
        assertThat(new Latencies(new long[] {7_000}).micros(0.5)).isEqualTo(7.0);
    }
}
