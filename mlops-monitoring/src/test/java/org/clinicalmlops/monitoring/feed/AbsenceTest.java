package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsenceTest {
    private static FeatureProfile profile(long rows, long missing, long inARow) {
        return FeatureProfile.of("lactate", new double[0], new long[] {rows - missing}, missing)
                .withMissingInARow(inARow);
    }

    /** By hand: none of n is at most 1 - .01^(1/n); with persistence .8 and rate 0 the inflation is 1.8 / .2 = 9. */
    @Test
    void noneMissingStillLeavesSomethingOpen() {
        Absence absence = Absence.of(profile(1000, 0, 0), 0.8);
        assertThat(absence.rate()).isZero();
        assertThat(absence.lower()).isZero();
        assertThat(absence.onset()).isCloseTo(1 - Math.pow(0.01, 1e-3), within(1e-9));
        assertThat(absence.upper()).isCloseTo(1 - Math.pow(0.01, 9e-3), within(1e-9));
        assertThat(absence.persistence()).isEqualTo(0.8);
    }

    /** Oracle: scipy.stats.beta.ppf(.99, k + 1, n - k) and (.01, k, n - k + 1), with n and k divided by the inflation. */
    @Test
    void boundsAreThoseOfClopperAndPearson() {
        Absence absence = Absence.of(profile(1000, 150, 75), 0.8);
        assertThat(absence.persistence()).isCloseTo(0.597213031856821, within(1e-9));
        assertThat(absence.onset()).isCloseTo(0.11342746424245326, within(1e-9));
        assertThat(absence.inflation()).isCloseTo(3.2205933519569565, within(1e-9));
        assertThat(absence.upper()).isCloseTo(0.20322209201011115, within(1e-9));
        assertThat(absence.lower()).isCloseTo(0.10600690411914872, within(1e-9));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nobody counted runs,                 150, 0, 0.8, 0.8",
        "missing more often than not: at least independent rows, 900, 0, 0.8, 0.9",
    })
    void withoutRunsTheHabitIsTaken(String name, long missing, long inARow, double habit, double expected) {
        assertThat(Absence.of(profile(1000, missing, inARow), habit).persistence())
                .isEqualTo(expected);
    }

    @Test
    void theHabitIsThatOfFeaturesThatKnowTheirs() {
        assertThat(Absence.habit(List.of(profile(1000, 0, 0), profile(1000, 150, 0))))
                .as("none knows")
                .isEqualTo(Absence.UNKNOWN);
        assertThat(Absence.habit(List.of(profile(1000, 0, 0), profile(1000, 150, 20))))
                .as("as good as independent rows")
                .isEqualTo(Absence.LEAST_OF_OTHERS);
        assertThat(Absence.habit(List.of(profile(1000, 300, 250), profile(1000, 150, 0), profile(1000, 1000, 999))))
                .as("long runs, and one that is never there")
                .isBetween(250.0 / 300, 0.9);
    }

    @Test
    void withoutARowNothingIsKnown() {
        Absence absence = Absence.of(profile(0, 0, 0), 0.8);
        assertThat(absence.rows()).isZero();
        assertThat(absence.upper()).isEqualTo(1);
        assertThat(new ToleratedAbsence(absence).judgesMore()).isFalse();
        assertThat(new ToleratedAbsence(absence).judgesFewer()).isFalse();
    }

    @Test
    void alwaysMissingCanOnlyBecomeFewer() {
        Absence absence = Absence.of(profile(1000, 1000, 999), 0.8);
        assertThat(absence.rate()).isEqualTo(1);
        assertThat(new ToleratedAbsence(absence).judgesMore()).isFalse();
    }
}
