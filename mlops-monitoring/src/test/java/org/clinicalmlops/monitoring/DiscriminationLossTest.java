package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscriminationLossTest {
    private static final Estimate REFERENCE = new Estimate.Known(0.85, new Interval(0.82, 0.88, 0.95), 900);
    private final SplittableRandom random = new SplittableRandom(11);

    private static DiscriminationLoss against(Estimate reference) {
        return new DiscriminationLoss(reference, 0.05, 0.0125);
    }

    /** Cases whose risks have the AUROC in expectation: two normal laws {@code sqrt(2) z(auroc)} apart. */
    private List<Matured> cases(int events, int others, double auroc) {
        double apart = Math.sqrt(2) * new NormalDistribution(null, 0, 1).inverseCumulativeProbability(auroc);
        List<Matured> cases = new ArrayList<>();
        for (int i = 0; i < events + others; i++) {
            boolean event = i < events;
            double logit = random.nextGaussian() + (event ? apart : 0);
            cases.add(new Matured("i" + i, "e" + i, Samples.SINCE, 1 / (1 + Math.exp(-logit)), event));
        }
        return cases;
    }

    @ParameterizedTest(name = "AUROC {0} on {1} events")
    @CsvSource({
        "0.60, 60, ALARM",
        "0.60, 30, ALARM",
        "0.85, 60, OK",
        "0.95, 60, OK",
        "0.82, 3000, OK",
        "0.75, 3000, ALARM"
    })
    void aLossBeyondTheToleratedOneIsFound(double auroc, int events, State state) {
        Finding finding = against(REFERENCE).judge(cases(events, 3 * events, auroc));
        assertThat(finding.state()).as(finding.explanation()).isEqualTo(state);
        assertThat(finding.explanation())
                .contains(4 * events + " patient episodes", "0.85 in the 900 of the evaluation");
    }

    @Test
    void casesAreCollectedUntilThereAreThirtyOfEach() {
        DiscriminationLoss loss = against(REFERENCE);
        assertThat(loss.judge(cases(29, 500, 0.85)).explanation())
                .contains("29 patient episodes with and 500 without the event so far");
        assertThat(loss.judge(cases(0, 20, 0.85)).state()).isEqualTo(State.INSUFFICIENT);
        assertThat(loss.judge(cases(1, 0, 0.85)).state()).isEqualTo(State.OK);
        assertThat(loss.judge(cases(29, 500, 0.85)).state())
                .as("starts anew after a comparison")
                .isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void withoutAReferenceThereIsNoVerdict() {
        assertThat(against(new Estimate.TooFew(3, 10)).judge(cases(60, 60, 0.5)).state())
                .isEqualTo(State.INSUFFICIENT);
        assertThat(against(new Estimate.Undefined("everybody had the event"))
                        .judge(cases(60, 60, 0.5))
                        .explanation())
                .contains("everybody had the event");
    }
}
