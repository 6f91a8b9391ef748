package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatesTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Ward WARD = Ward.of(
                    Ward.number("age", "a", Ward.normal(65, 12)),
                    Ward.number("creatinine", "mg/dL", Ward.missing(0.1, Ward.lognormal(1, 0.35))),
                    Ward.category("ward", 4, Ward.levels(0.4, 0.3, 0.2, 0.1)))
            .saying(row -> 1 / (1 + Math.exp(2 - (row[0] - 65) / 12)));

    private final SplittableRandom random = new SplittableRandom(8);
    private final Baseline baseline = WARD.baseline(1000, random);

    private Detector open(Detectors detector) {
        return detector.open(Ward.setting(baseline, 0.5));
    }

    /** Calm weeks, weeks with too few rows, a drift that begins, lasts and ends. */
    private static Ward week(int week) {
        return week >= 5 && week < 9
                ? WARD.changed("age", x -> x + 20)
                        .changed("creatinine", x -> 88.4 * x)
                        .changed("ward", level -> level == 3 ? -1 : level)
                : WARD;
    }

    private static int rows(int week) {
        return week % 3 == 2 ? 30 : 90;
    }

    @ParameterizedTest
    @EnumSource(Detectors.class)
    void aDetectorThatIsSavedAndRestoredAfterEveryLookGoesOnWithTheSameBits(Detectors detector) {
        Drive whole = new Drive(open(detector), baseline);
        Drive cut = new Drive(open(detector), baseline).afterLook(before -> {
            Detector after = open(detector);
            after.restore(KeptState.of(before::save));
            assertThat(KeptState.of(after::save).values())
                    .isEqualTo(KeptState.of(before::save).values());
            return after;
        });
        List<Finding> alarms = new ArrayList<>();
        for (int week = 0; week < 12; week++) {
            double[][] rows = week(week).rows(rows(week), random);
            List<Finding> findings = whole.window(rows, week(week), 3, WEEK);
            assertThat(cut.window(rows, week(week), 3, WEEK)).isEqualTo(findings);
            assertThat(KeptState.of(cut.detector()::save).values())
                    .isEqualTo(KeptState.of(whole.detector()::save).values());
            alarms.addAll(Drive.ofState(findings, State.ALARM));
        }
        assertThat(alarms).as("a detector that is silent has little to save").isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Detectors.class)
    void aDamagedStateIsRefusedOrRead_NothingElse(Detectors detector) {
        Drive drive = new Drive(open(detector), baseline);
        for (int week = 0; week < 6; week++) {
            drive.window(week(week).rows(rows(week), random), week(week), 3, WEEK);
        }
        KeptState saved = KeptState.of(drive.detector()::save);
        List<Object> wrong = List.of("text", -1L, 1L << 40, Ward.SINCE);
        int refused = 0;
        for (int place = 0; place < saved.values().size(); place++) {
            for (Object value : wrong) {
                try {
                    open(detector).restore(saved.with(place, value));
                } catch (MlopsException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(2 * saved.values().size());
    }

    @Test
    void statesAreSmall() {
        Ward wide = Ward.of(IntStream.range(0, 30)
                .mapToObj(f -> Ward.number("x" + f, "1", Ward.lognormal(1 + f, 0.5)))
                .toArray(Ward.Column[]::new));
        Baseline many = wide.baseline(1000, random);
        int bytes = 0;
        for (Detectors detector : Detectors.values()) {
            Drive drive = new Drive(detector.open(Ward.setting(many, 0.05)), many);
            for (int week = 0; week < 26; week++) {
                drive.window(wide.rows(100, random), wide, 7, WEEK);
            }
            bytes += size(KeptState.of(drive.detector()::save));
        }
        assertThat(bytes).isLessThan(32 * 1024);
    }

    /** Bytes that it takes about, if small numbers take one. */
    private static int size(KeptState state) {
        int size = 0;
        for (Object value : state.values()) {
            size += value instanceof Long n ? 1 + (63 - Long.numberOfLeadingZeros(Math.abs(n) * 2 + 1)) / 7 : 8;
        }
        return size;
    }
}
