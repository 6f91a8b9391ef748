package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.monitor.Resumption;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.Samples.Sample;
import org.clinicalmlops.monitoring.state.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
    private static final Baseline BASELINE = new Samples(7).baseline(2000);
    private static final MonitorPlan PLAN = MonitorPlan.standard()
            .window(Period.ofDays(14))
            .groups(Grouping.none().byLevel("sex").byBand("age", 65))
            .actingAbove(0.3);

    /** Stands where a test puts it. */
    static final class MovableClock extends Clock {
        Instant now = Samples.SINCE;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static Monitor resumed(MonitorPlan plan, Baseline baseline, Clock clock, byte[] state) {
        return StandardMonitoring.engine()
                .resume(plan, baseline, clock, state)
                .fold(Resumption.Resumed::monitor, refused -> {
                    throw new AssertionError(refused.reason());
                });
    }

    private static String refused(MonitorPlan plan, Baseline baseline, byte[] state) {
        return StandardMonitoring.engine()
                .resume(plan, baseline, Samples.CLOCK, state)
                .fold(resumed -> "resumed", Resumption.Refused::reason);
    }

    /** What a ward does in half a year, with a drift in the middle of it; the monitor is replaced whenever it is restarted. */
    private static void halfAYear(long seed, int restarts, List<Object> told) {
        SplittableRandom random = new SplittableRandom(seed);
        SplittableRandom when = new SplittableRandom(~seed);
        Samples samples = new Samples(seed);
        MovableClock clock = new MovableClock();
        Monitor monitor = StandardMonitoring.engine().open(PLAN, BASELINE, clock);
        for (int step = 0; step < 3_000; step++) {
            clock.now = clock.now.plusSeconds(random.nextInt(10_000));
            if (when.nextInt(3_000) < restarts) {
                monitor = resumed(PLAN, BASELINE, clock, monitor.save());
            }
            Sample row = samples.next().times("creatinine", step > 1_500 && step < 2_500 ? 88.4 : 1);
            double[] values = row.values(BASELINE.levels());
            String id = "p" + step;
            monitor.observe(values, random.nextInt(40) == 0 ? Double.NaN : row.risk(), "e" + step / 2);
            monitor.expect(id, "e" + step / 2, clock.now.plus(Duration.ofDays(5)), values, row.risk());
            monitor.took(random.nextLong(1 << 20));
            monitor.note(Operation.values()[random.nextInt(Operation.values().length)]);
            monitor.outcome("p" + random.nextInt(step + 1), outcome(random, clock.now));
            if (random.nextInt(20) == 0) {
                Instant now = clock.now.minusSeconds(random.nextInt(5_000)); // may be before the last look
                told.add(monitor.pulse(now));
                told.add(monitor.review(now));
                told.add(monitor.open());
                told.add(monitor.health());
            }
        }
        told.add(HexFormat.of().formatHex(monitor.save()));
    }

    private static Outcome<Risk> outcome(SplittableRandom random, Instant now) {
        return switch (random.nextInt(12)) {
            case 0 -> new Outcome.Censored<>(now);
            case 1 -> new Outcome.Intervened<>(now);
            case 2 -> new Outcome.Pending<>();
            case 3 -> Outcome.event(true, now.plusSeconds(random.nextInt(100_000)));
            default -> Outcome.event(random.nextInt(5) == 0, now);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void savedAndRestoredAtAnyTimesAMonitorGoesOnWithTheSameBits(long seed) {
        List<Object> uninterrupted = new ArrayList<>();
        halfAYear(seed, 0, uninterrupted);
        List<Object> restarted = new ArrayList<>();
        halfAYear(seed, 60, restarted);
        assertThat(restarted).isEqualTo(uninterrupted);
        assertThat(uninterrupted).hasSizeGreaterThan(300);
        assertThat(uninterrupted.toString())
                .contains("ALARM")
                .contains("OPENED")
                .contains("RESOLVED");
    }

    private static Monitor used() {
        Monitor monitor = StandardMonitoring.engine().open(PLAN, BASELINE, Samples.CLOCK);
        for (Sample row : new Samples(5).next(300)) {
            double[] values = row.values(BASELINE.levels());
            monitor.observe(values, row.risk(), row.patient());
            monitor.expect(row.patient(), row.patient(), Samples.SINCE.plusSeconds(60), values, row.risk());
            monitor.outcome(row.patient(), Outcome.event(row.event(), Samples.SINCE.plusSeconds(60)));
        }
        monitor.review(Samples.SINCE.plus(Duration.ofDays(15)));
        return monitor;
    }

    @Test
    void aStateOfAnotherPlanOrBaselineIsRefusedAndSaysWhose() {
        byte[] state = used().save();
        assertThat(refused(PLAN, BASELINE, state)).isEqualTo("resumed");
        assertThat(refused(PLAN.minimumRows(51), BASELINE, state))
                .startsWith("the state is of another plan: of ")
                .contains(PLAN.declaration().digest().brief())
                .contains(PLAN.minimumRows(51).declaration().digest().brief());
        assertThat(refused(PLAN, new Samples(8).baseline(2000), state))
                .startsWith("the state is of another baseline: of ")
                .contains(BASELINE.declaration().digest().brief());
    }

    @Test
    void aDamagedStateIsRefused() {
        byte[] state = used().save();
        state[state.length / 2] ^= 1;
        assertThat(refused(PLAN, BASELINE, state))
                .isEqualTo("the state is damaged: its bytes are not those of its checksum");
        assertThat(refused(PLAN, BASELINE, new byte[0])).isEqualTo("this is not a state of a monitor");
    }

    /** Which also says what a later version sees that has a detector more. */
    @Test
    void aStateWithoutADetectorOfThePlanSaysWhichOne() {
        byte[] state = signed(renamed(used().save(), "detector.input.psi", "detector.input.old"));
        assertThat(refused(PLAN, BASELINE, state)).isEqualTo("the state has nothing of the detector 'input.psi'");
    }

    private static byte[] renamed(byte[] state, String from, String to) {
        byte[] a = from.getBytes();
        for (int at = 0; at + a.length < state.length; at++) {
            if (Arrays.equals(a, Arrays.copyOfRange(state, at, at + a.length))) {
                System.arraycopy(to.getBytes(), 0, state, at, a.length);
            }
        }
        return Arrays.copyOf(state, state.length - 32);
    }

    private static byte[] signed(byte[] content) {
        byte[] state = Arrays.copyOf(content, content.length + 32);
        System.arraycopy(HexFormat.of().parseHex(Digest.of(content).hex()), 0, state, content.length, 32);
        return state;
    }

    /** A detector of a host that reads its state badly. */
    private record Careless() implements DetectorSpec {
        @Override
        public String id() {
            return "careless";
        }

        @Override
        public Family family() {
            return Family.DESCRIPTION;
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("careless");
        }

        @Override
        public Detector open(Setting setting) {
            return new Detector() {
                @Override
                public List<Finding> close(Window window) {
                    return List.of();
                }

                @Override
                public void save(StateOutput out) {
                    out.putLong(-1);
                }

                @Override
                public void restore(StateInput in) {
                    assertThat(new double[(int) in.getLong()]).isEmpty();
                }
            };
        }
    }

    @Test
    void aDetectorThatThrowsOnItsStateIsARefusalToo() {
        MonitorPlan plan = PLAN.detecting(new Careless());
        byte[] state =
                StandardMonitoring.engine().open(plan, BASELINE, Samples.CLOCK).save();
        assertThat(refused(plan, BASELINE, state)).isEqualTo("the state cannot be read: NegativeArraySizeException");
    }

    /** With a right checksum, as somebody could make it: resumed or refused, and soon. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void mutatedStatesAreResumedOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] state = used().save();
        byte[] content = Arrays.copyOf(state, state.length - 32);
        int resumed = 0;
        for (int i = 0; i < 300; i++) {
            byte[] mutated = signed(Mutations.of(content, random));
            try {
                resumed += refused(PLAN, BASELINE, mutated).equals("resumed") ? 1 : 0;
            } catch (MlopsException e) {
                throw new AssertionError("an answer, not an exception", e);
            }
        }
        assertThat(resumed).isBetween(1, 299);
    }

    @Test
    void rowsThatAreObservedWhileItSavesDisturbNothing() throws InterruptedException {
        Monitor monitor = StandardMonitoring.engine().open(PLAN, BASELINE, Samples.CLOCK);
        double[] values = new Samples(1).next().values(BASELINE.levels());
        Thread[] threads = new Thread[3];
        for (int t = 0; t < threads.length; t++) {
            int thread = t;
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    String id = thread + "-" + i;
                    monitor.observe(values, 0.1, id);
                    monitor.expect(id, id, Samples.SINCE.plusSeconds(i), values, 0.1);
                    monitor.outcome(id, Outcome.event(i % 9 == 0, Samples.SINCE.plusSeconds(i)));
                }
            });
            threads[t].start();
        }
        long before = 0;
        for (int k = 0; k < 8; k++) {
            Monitor copy = resumed(PLAN, BASELINE, Samples.CLOCK, monitor.save());
            assertThat(copy.health().observed()).isBetween(before, 6_000L);
            before = copy.health().observed();
            assertThat(copy.review(Samples.SINCE.plus(Duration.ofDays(14)))).isPresent();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Monitor last = resumed(PLAN, BASELINE, Samples.CLOCK, monitor.save());
        assertThat(last.health()).isEqualTo(monitor.health());
        assertThat(last.health().observed()).isEqualTo(6_000);
    }
}
