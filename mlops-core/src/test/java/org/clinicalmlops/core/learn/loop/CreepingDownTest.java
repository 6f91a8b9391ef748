package org.clinicalmlops.core.learn.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.learn.loop.UpdateEnd.How;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;

/** Refits that each are a little worse, and by themselves no worse than the margin of a step allows. */
class CreepingDownTest {
    /** How much of the weight of lactate each refit loses. */
    private static final double LOSS = 0.09;

    private double weight = 0.6;

    /** Knows the truth, but for the weight of lactate; its level is right. */
    private Train<Risk> fading() {
        return Train.bestBy(Metrics.brier(), List.of(Trainers.of("fading", (data, seed) -> {
            double[] weights = new double[data.columns().size()];
            for (int c = 0; c < weights.length; c++) {
                String column = data.columns().get(c);
                weights[c] = column.equals("age") ? 0.07 : column.equals("lactate") ? weight : 0;
            }
            return LinearForm.of(-7 + (0.6 - weight) * 4.45, weights);
        })));
    }

    @Test
    void manySmallStepsDownAreStoppedByTheTotalMargin() {
        List<UpdateEnd> bounded = lives(0.06);
        List<UpdateEnd> loose = lives(1);

        UpdateEnd last = bounded.get(bounded.size() - 1);
        assertThat(last.how()).isEqualTo(How.REFUSED);
        assertThat(last.step()).isEqualTo(Step.FORGETTING);
        assertThat(last.reason()).contains("against the first approved version");
        assertThat(bounded.stream().filter(end -> end.how() == How.KEPT)).isNotEmpty();
        assertThat(loose.stream().filter(end -> end.how() == How.KEPT)).hasSizeGreaterThan(bounded.size() - 1);
    }

    /** Up to five refits, or until one is refused. */
    private List<UpdateEnd> lives(double total) {
        weight = 0.6 - LOSS; // so that the first version, too, is not quite sufficient
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> {
            parts.refit = true;
            parts.visits = LoopPlans.visits(LoopPlans.SAME);
            parts.train = fading();
            parts.margins = List.of(Margin.of(Metrics.auroc()).step(0.06).total(total));
            parts.probation = Duration.ofDays(10);
        });
        LoopWard ward = LoopWard.of(plan, LoopSettings.standard());
        List<UpdateEnd> ends = new ArrayList<>();
        while (ends.size() < 5 && ends.stream().noneMatch(end -> end.how() == How.REFUSED)) {
            weight -= LOSS;
            ward.startAndProceed();
            ward.clock.advance(Duration.ofDays(21));
            ward.loop.proceed();
            ward.clock.advance(Duration.ofDays(120)); // new rows, and a new sequestered set
            ward.loop.proceed();
            ends.add(ward.end());
        }
        return ends;
    }
}
