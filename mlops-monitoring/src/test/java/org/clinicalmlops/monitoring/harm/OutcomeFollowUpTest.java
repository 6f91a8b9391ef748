package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.Window.Follow;
import org.junit.jupiter.api.Test;

class OutcomeFollowUpTest {
    /** 80 episodes at a risk of .25, of which 24 had the event. */
    private static List<MaturedCase> eighty() {
        List<MaturedCase> cases = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            cases.add(new MaturedCase("c" + i, "e" + i, Ward.SINCE, 0.25, i < 24, 0));
        }
        return cases;
    }

    private static Finding of(List<MaturedCase> cases, Follow cohort) {
        return new OutcomeFollowUp(Ward.setting(0))
                .close(Ward.window(0, cases, cohort))
                .get(0);
    }

    /** By hand: 24 of 20 expected is 1.2; with a fifth unknown .8 * 1.2 = .96 and (.8 * .3 + .2) / .25 = 1.76. */
    @Test
    void theOverdueBoundObservedOverExpected() {
        Finding finding = of(eighty(), new Follow(100, 80, 20, 0, 0, 0));
        assertThat(finding.state()).isEqualTo(State.NOTICE);
        assertThat(finding.explanation())
                .isEqualTo(
                        "Outcomes: of 100 predictions whose horizon is over, 80 (80.0 %) have a known outcome; 20 are overdue."
                                + " Observed over expected is 1.20; if the overdue had no event it would be 0.96, if all had it 1.76.");
        assertThat(finding.context().patients()).hasValue(20);
        assertThat(finding.context().lookFirst()).isPresent();
    }

    @Test
    void completeOutcomesAreInOrder() {
        Finding finding = of(eighty(), new Follow(80, 80, 0, 0, 0, 0));
        assertThat(finding.state()).isEqualTo(State.OK);
        assertThat(finding.explanation())
                .isEqualTo("Outcomes: of 80 predictions whose horizon is over, 80 (100.0 %) have a known outcome.");
        assertThat(of(eighty(), new Follow(88, 80, 1, 3, 4, 2)).state()).isEqualTo(State.OK);
    }

    @Test
    void outcomesChangedByTheirPredictionAreExplained() {
        assertThat(of(eighty(), new Follow(88, 80, 0, 1, 7, 2)).explanation())
                .contains("1 is never to be known, 7 are changed by an action because of the prediction")
                .contains(
                        "makes a good model look as if it predicted too much", "AUROC of the rest are not those of all")
                .contains("2 outcomes told differently later: charts keep what they have read");
    }

    @Test
    void withoutADuePredictionItSaysSo() {
        assertThat(of(List.of(), Ward.NOBODY_LOST).state()).isEqualTo(State.INSUFFICIENT);
        assertThat(of(List.of(), new Follow(5, 0, 5, 0, 0, 0)).state()).isEqualTo(State.NOTICE);
    }

    @Test
    void sumsSurviveARestart() {
        OutcomeFollowUp one = new OutcomeFollowUp(Ward.setting(0));
        OutcomeFollowUp other = new OutcomeFollowUp(Ward.setting(0));
        one.close(Ward.window(0, eighty(), new Follow(80, 80, 0, 0, 0, 0)));
        Memory.move(one, other);
        var window = Ward.window(1, List.of(), new Follow(100, 80, 20, 0, 0, 0));
        assertThat(other.close(window)).isEqualTo(one.close(window));
        assertThat(Memory.of(other::save)).isEqualTo(Memory.of(one::save));
        assertThat(other.close(window).get(0).explanation()).contains("1.76");
    }
}
