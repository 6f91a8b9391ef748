package org.clinicalmlops.api.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.usecase.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RampTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Serving<Risk> SERVING = Serving.after(
                    SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
            .actingAbove(0.3);

    private static Ramp by(double... shares) {
        return Ramp.by(shares).holdingEach(WEEK).widenedBy(Role.CLINICAL_LEAD);
    }

    @Test
    void itsStepsAreItsSharesWithTheirLeastDurations() {
        assertThat(by(0.05, 0.25).steps()).containsExactly(new Ramp.Step(0.05, WEEK), new Ramp.Step(0.25, WEEK));
    }

    @Test
    void aHalfMadeOneIsNotChangedByItsCaller() {
        double[] shares = {0.05, 0.25};
        Ramp.NeedsDuration half = Ramp.by(shares);
        shares[1] = 0.5;

        assertThat(half.holdingEach(WEEK).widenedBy(Role.CLINICAL_LEAD)).isEqualTo(by(0.05, 0.25));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void aShareIsBetweenNoneAndAll(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> by(share))
                .withMessage("a share must be in (0, 1), was " + share);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> by()).withMessage("a ramp needs at least one step");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> by(0.25, 0.25))
                .withMessage("each share must be larger than the one before, was 0.25 after 0.25");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ramp.Step(0.1, Duration.ZERO))
                .withMessage("a step must last longer than zero, was PT0S");
    }

    /** Plans of before there were ramps must keep their digest. */
    @Test
    void itIsPartOfTheDigestOfAPlanThatHasOne() {
        assertThat(SERVING.declaration().json()).doesNotContain("ramp");
        List<Serving<Risk>> all = List.of(
                SERVING,
                SERVING.rampingUp(by(0.05, 0.25)),
                SERVING.rampingUp(by(0.05, 0.5)),
                SERVING.rampingUp(by(0.05)),
                SERVING.rampingUp(
                        Ramp.by(0.05, 0.25).holdingEach(Duration.ofDays(8)).widenedBy(Role.CLINICAL_LEAD)),
                SERVING.rampingUp(Ramp.by(0.05, 0.25).holdingEach(WEEK).widenedBy(Role.DATA_SCIENTIST)));

        assertThat(all.stream().map(Serving::declaration)).doesNotHaveDuplicates();
    }

    @Test
    void whatIsSaidOfServingLaterKeepsIt() {
        Serving<Risk> more = SERVING.rampingUp(by(0.05))
                .mandates(Mandates.all(Role.CLINICAL_LEAD))
                .answering(InputRules.none())
                .bands(Bands.of("low").from(0.1, "high"))
                .recording(Recording.refusing());

        assertThat(more.ramp()).contains(by(0.05));
    }
}
