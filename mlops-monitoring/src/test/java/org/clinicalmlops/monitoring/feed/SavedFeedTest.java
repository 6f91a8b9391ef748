package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Period;
import java.util.function.Function;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.Commitment;
import org.clinicalmlops.api.monitor.Commitment.FollowUp;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A detector that is saved in mid-stream and restored goes on with the same bits. */
class SavedFeedTest {
    private static final MonitorPlan PLAN = MonitorPlan.standard()
            .window(Period.ofDays(7))
            .committed(
                    new Commitment("observed/expected", Period.ofDays(20), Role.CLINICAL_LEAD, FollowUp.INVESTIGATE),
                    new Commitment("auroc", Period.ofMonths(2), Role.DATA_SCIENTIST, FollowUp.UPDATE));

    static Stream<Named<Function<Setting, Detector>>> detectors() {
        return Stream.of(
                Named.of("missingness", Missingness::new),
                Named.of("pattern", JointAbsence::new),
                Named.of("dead feed", DeadFeed::new),
                Named.of("operation", OperationFigures::new),
                Named.of("oversight", Oversight::new));
    }

    /** Saved before anything was learnt, within a block, after it, and between two windows; then a fault. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("detectors")
    void goesOnWithTheSameBits(Function<Setting, Detector> opener) {
        for (int days : new int[] {0, 3, 17, 35, 64}) {
            Ward ward = new Ward(5 + days, 200, 0.2, 0.6, 3);
            Setting setting = Ward.setting(PLAN, ward.baseline(2000), 1);
            Detector one = opener.apply(setting);
            ward.run(one, Duration.ofDays(days));
            if (days == 35) {
                ward.run(one, Duration.ofHours(31));
            }
            KeptState saved = KeptState.of(one::save);
            Detector other = opener.apply(setting);
            other.restore(saved);
            assertThat(saved.allRead()).isTrue();
            assertThat(KeptState.of(other::save).values()).isEqualTo(saved.values());
            Both both = new Both(one, other);
            ward.run(both, Duration.ofDays(12));
            ward.rates = new double[] {1, 0.6, 0};
            ward.counting().operations[Operation.ALERTED.ordinal()] = 60;
            ward.run(both, Duration.ofDays(20));
            ward.stopped = true;
            ward.run(both, Duration.ofDays(9));
            ward.stopped = false;
            ward.run(both, Duration.ofDays(20));
            assertThat(KeptState.of(other::save).values())
                    .isEqualTo(KeptState.of(one::save).values());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("detectors")
    void theStateIsSmall(Function<Setting, Detector> opener) {
        Ward ward = new Ward(5, 200, 0.2, 0.6, 30);
        Detector detector = opener.apply(Ward.setting(PLAN, ward.baseline(1000), 1));
        ward.run(detector, Duration.ofDays(100));
        int bytes = KeptState.of(detector::save).values().stream()
                .mapToInt(v -> v instanceof String s ? s.length() : 8)
                .sum();
        assertThat(bytes).isLessThan(16_000);
    }
}
