package org.clinicalmlops.testkit.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Consumer;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.testkit.monitor.MoreEvents.Mistake;
import org.junit.jupiter.api.Test;

/** The contract can fail: each mistake of an author is found by the test that is there for it. */
class DetectorContractTest {
    private static DetectorContract of(Mistake mistake) {
        return new DetectorContract() {
            @Override
            protected DetectorSpec detector() {
                return new MoreEvents(2, mistake);
            }

            @Override
            protected int streams() {
                return 20;
            }
        };
    }

    private static void finds(Mistake mistake, Consumer<DetectorContract> test, String says) {
        assertThatThrownBy(() -> test.accept(of(mistake)))
                .as(mistake.name())
                .isInstanceOf(mistake == Mistake.DIVIDES_BY_NOTHING ? ArithmeticException.class : AssertionError.class)
                .hasMessageContaining(says);
    }

    @Test
    void everyMistakeIsFound() {
        finds(
                Mistake.ALWAYS_ALARMS,
                DetectorContract::onNothingItSpendsAtMostItsAllowance,
                "alarms of a stream, at least");
        finds(Mistake.ALWAYS_ALARMS, DetectorContract::nothingIsTooLittleAndNeverInOrderOrAnAlarm, "ALARM");
        finds(Mistake.NEVER_ALARMS, DetectorContract::aGrossFaultIsFoundAndTheAlarmShowsItsNumbers, "gross faults");
        finds(Mistake.FORGETS_A_FIELD, DetectorContract::savedAndRestoredInMidStreamItGoesOnWithTheSameBits, "week");
        finds(Mistake.SWALLOWS_DAMAGE, DetectorContract::aStateThatIsNoneIsRefused, "cut after 0 of 4 values");
        finds(Mistake.DIVIDES_BY_NOTHING, DetectorContract::oddWindowsDoNotThrow, "zero");
        finds(Mistake.CALLS_NOTHING_IN_ORDER, DetectorContract::nothingIsTooLittleAndNeverInOrderOrAnAlarm, "OK");
        finds(Mistake.SAYS_ANOTHER_ID, DetectorContract::oddWindowsDoNotThrow, "who says it");
        finds(
                Mistake.HIDES_ITS_NUMBERS,
                DetectorContract::aGrossFaultIsFoundAndTheAlarmShowsItsNumbers,
                "no numbers in");
        finds(Mistake.GUESSES, DetectorContract::theSameStreamGivesTheSameFindingsAndTheSameState, "week");
    }

    /** Oracle: for all of n the bound is the n-th root of 1e-4; for one of n it is 1 - (1 - 1e-4)^(1/n). */
    @Test
    void theBoundOfARateIsThatOfClopperAndPearson() {
        assertThat(Bound.ofRate(0, 20)).isZero();
        assertThat(Bound.ofRate(20, 20)).isCloseTo(Math.pow(1e-4, 1 / 20.0), within(1e-12));
        assertThat(Bound.ofRate(1, 200)).isCloseTo(1 - Math.pow(1 - 1e-4, 1 / 200.0), within(1e-12));
    }
}
