package org.clinicalmlops.monitoring.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.harm.Memory;
import org.clinicalmlops.monitoring.harm.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassicOptionsTest {
    static List<DetectorSpec> specs() {
        return List.of(
                AdwinSpec.standard(),
                PageHinkleySpec.standard(),
                new AdwinSpec(0.01, 8, ErrorStream.SQUARED),
                new PageHinkleySpec(0.01, 20, 1, ErrorStream.SQUARED));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aRiseOfTheErrorsIsToldAndPagesNobody(DetectorSpec spec) {
        Detector detector = spec.open(Ward.setting(0));
        Ward ward = new Ward(1, 0.15);
        Finding last = null;
        for (int week = 0; week < 10; week++) {
            last = detector.close(ward.window(ward.week(100, 1))).get(0);
        }
        assertThat(last.state()).isEqualTo(State.OK);
        assertThat(last.explanation()).contains("no change of the ", "keeps no budget of false alarms");
        int weeks = 0;
        for (; weeks < 40 && last.state() != State.NOTICE; weeks++) {
            last = detector.close(ward.window(ward.week(100, p -> 0.6))).get(0);
        }
        assertThat(last.state()).isEqualTo(State.NOTICE);
        assertThat(last.explanation()).contains("rose ", "keeps no budget of false alarms");
        assertThat(last.context().patients().getAsLong()).isPositive();
        assertThat(last.detector()).isEqualTo(spec.id());
        assertThat(spec.family()).isEqualTo(Family.DESCRIPTION);
        assertThat(detector.close(ward.window(List.of())).get(0).state()).isEqualTo(State.INSUFFICIENT);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aStateThatIsSavedAndRestoredGoesOnWithTheSameBits(DetectorSpec spec) {
        Detector one = spec.open(Ward.setting(0));
        Detector other = spec.open(Ward.setting(0));
        Ward ward = new Ward(2, 0.15);
        one.close(ward.window(ward.week(300, 1)));
        Memory.move(one, other);
        for (int week = 0; week < 10; week++) {
            var window = ward.window(ward.week(100, p -> 0.5));
            assertThat(other.close(window)).isEqualTo(one.close(window));
            assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        }
    }

    @Test
    void everyValueIsDeclaredAndAPlanTakesThem() {
        assertThat(specs().stream().map(DetectorSpec::declaration).distinct()).hasSize(4);
        MonitorPlan plan = MonitorPlan.standard().detecting(AdwinSpec.standard(), PageHinkleySpec.standard());
        assertThat(plan.detectors()).hasSize(2);
        assertThatThrownBy(() -> new AdwinSpec(2, 32, ErrorStream.SQUARED)).hasMessageContaining("delta");
        assertThatThrownBy(() -> new PageHinkleySpec(0, 0, 1, ErrorStream.SQUARED))
                .hasMessageContaining("limit");
    }

    @Test
    void errorsAreLowWhereTheRiskWasRight() {
        MaturedCase right = new MaturedCase("a", "a", Ward.SINCE, 0.9, true, 0);
        MaturedCase wrong = new MaturedCase("a", "a", Ward.SINCE, 0.9, false, 0);
        assertThat(ErrorStream.WRONG_SIDE.of(right)).isZero();
        assertThat(ErrorStream.WRONG_SIDE.of(wrong)).isEqualTo(1);
        assertThat(ErrorStream.SQUARED.of(wrong)).isEqualTo(0.81);
    }
}
