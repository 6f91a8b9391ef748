package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.metrics.calibration.LogOdds;
import org.junit.jupiter.api.Test;

class RecalibrationTest {
    private static Finding close(Recalibration recalibration, Ward ward, double oddsRatio) {
        return recalibration.close(ward.window(ward.week(100, oddsRatio))).get(0);
    }

    @Test
    void aRecalibrationThatWouldHavePaidIsNamedWithItsInterceptAndItsStart() {
        Recalibration recalibration = new Recalibration(Ward.setting(0));
        Ward ward = new Ward(1, 0.2);
        for (int week = 0; week < 30; week++) {
            assertThat(close(recalibration, ward, 1).state()).isNotEqualTo(State.NOTICE);
        }
        Finding last = null;
        int weeks = 0;
        for (; weeks < 60 && (last == null || last.state() != State.NOTICE); weeks++) {
            last = close(recalibration, ward, 2);
        }
        assertThat(weeks).isLessThan(30);
        assertThat(last.state()).isEqualTo(State.NOTICE);
        assertThat(last.explanation()).contains("it would have paid: by risks with intercept 0.", "times as probable");
        assertThat(Duration.between(Ward.start(30), last.context().since().orElseThrow())
                        .toDays())
                .isBetween(-30L, 70L);
    }

    @Test
    void risksThatAreTooExtremeAreSeenInTheSlope() {
        Recalibration recalibration = new Recalibration(Ward.setting(0));
        Ward ward = new Ward(2, 0.3);
        Finding last = null;
        for (int week = 0; week < 80 && (last == null || last.state() != State.NOTICE); week++) {
            last = recalibration
                    .close(ward.window(ward.week(100, p -> LogOdds.sigmoid(-0.6 + 0.5 * LogOdds.logit(p)))))
                    .get(0);
        }
        assertThat(last.explanation()).matches(".*intercept -0\\.[5-7]\\d and slope 0\\.[45]\\d .*");
    }

    /** 60 wards of three years of weeks: 100 windows between two false ones at the least. */
    @Test
    void aCalibratedModelIsHardlyEverSaidToNeedOne() {
        int starts = 0;
        int windows = 0;
        for (int seed = 0; seed < 60; seed++) {
            Recalibration recalibration = new Recalibration(Ward.setting(0));
            Ward ward = new Ward(seed, 0.15);
            boolean before = false;
            for (int week = 0; week < 150; week++) {
                boolean paid = close(recalibration, ward, 1).state() == State.NOTICE;
                starts += paid && !before ? 1 : 0;
                before = paid;
                windows++;
            }
        }
        assertThat(starts).isLessThanOrEqualTo(windows / 100);
    }

    @Test
    void saysWhenItHasTooFew() {
        Recalibration recalibration = new Recalibration(Ward.setting(0));
        Ward ward = new Ward(3, 0.1);
        assertThat(recalibration.close(ward.window(List.of())).get(0).state()).isEqualTo(State.INSUFFICIENT);
        assertThat(close(recalibration, ward, 1).explanation()).contains("nothing to recalibrate on yet");
        Finding last = null;
        for (int week = 0; week < 6; week++) {
            last = close(recalibration, ward, 1);
        }
        assertThat(last.explanation()).contains("too few yet to say whether it would have paid");
        for (int week = 0; week < 30; week++) {
            last = close(recalibration, ward, 1);
        }
        assertThat(last.state()).isEqualTo(State.OK);
    }

    @Test
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        Recalibration one = new Recalibration(Ward.setting(0));
        Recalibration other = new Recalibration(Ward.setting(0));
        Ward ward = new Ward(4, 0.2);
        for (int week = 0; week < 15; week++) {
            close(one, ward, 1.6);
        }
        Memory.move(one, other);
        for (int week = 0; week < 15; week++) {
            var window = ward.window(ward.week(100, 1.6));
            assertThat(other.close(window)).isEqualTo(one.close(window));
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
        assertThat(Memory.size(one::save)).isLessThan(3000);
    }
}
