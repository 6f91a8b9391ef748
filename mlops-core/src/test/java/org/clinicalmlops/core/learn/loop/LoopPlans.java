package org.clinicalmlops.core.learn.loop;

import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.learn.ChangeBounds;
import org.clinicalmlops.api.learn.ChangeEvaluation;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.ChangeProtocol;
import org.clinicalmlops.api.learn.DataManagement;
import org.clinicalmlops.api.learn.ImpactAssessment;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.learn.Modification;
import org.clinicalmlops.api.learn.Range;
import org.clinicalmlops.api.learn.Retraining;
import org.clinicalmlops.api.learn.RollbackRule;
import org.clinicalmlops.api.learn.Scope;
import org.clinicalmlops.api.learn.Trigger;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.learn.UpdateProcedure;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Gate;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.metrics.Metrics;

/** Plans whose change plan a loop can carry out, and visits to learn from: four a day for four years. */
public final class LoopPlans {
    /** From here on the visits change. */
    static final Instant DRIFT = Instant.parse("2022-01-01T00:00:00Z");

    private LoopPlans() {}

    /** What is true of visits from {@link #DRIFT} on: log odds of a death. */
    interface Truth {
        double logit(double age, double lactate);
    }

    static double before(double age, double lactate) {
        return -7 + 0.07 * age + 0.6 * lactate;
    }

    /** Fewer die from 2022 on, of every age. */
    static final Truth LOWER = (age, lactate) -> before(age, lactate) - 1;

    /** Nothing changes. */
    static final Truth SAME = LoopPlans::before;

    /** Lactate says nothing any more from 2022 on, and age more. */
    static final Truth OTHER = (age, lactate) -> -7.3 + 0.12 * age;

    static List<Visit> visits(Truth later) {
        SplittableRandom random = new SplittableRandom(17);
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < 4 * 4 * 365; i++) {
            Instant at = Visit.FIRST.plus(Duration.ofHours(6L * i));
            double age = 40 + random.nextInt(50);
            double lactate = 0.5 + random.nextInt(80) / 10.0;
            double logit = at.isBefore(DRIFT) ? before(age, lactate) : later.logit(age, lactate);
            boolean died = random.nextDouble() < 1 / (1 + Math.exp(-logit));
            visits.add(Visit.of("P" + i, at, age, lactate, random.nextBoolean() ? "F" : "M", died));
        }
        return visits;
    }

    /** Half of the visits, for what is done many times. */
    public static List<Visit> everySecond(List<Visit> visits) {
        return IntStream.range(0, visits.size() / 2)
                .mapToObj(i -> visits.get(2 * i))
                .toList();
    }

    /** The parts of a plan, to be changed before it is built. */
    public static final class Parts {
        public List<Visit> visits = visits(LOWER);
        Train<Risk> train = Train.bestBy(Metrics.brier(), List.of(Trainers.discriminant(0)));
        public Modification.Mode mode = Modification.Mode.AUTOMATIC;
        ChangeBounds bounds = ChangeBounds.meanRiskMoves(0.4)
                .inEachGroupOf(List.of("sex"))
                .recalibration(new Range(-3, 3), new Range(0.3, 3));
        boolean refit;
        ChangeBounds refitBounds = ChangeBounds.meanRiskMoves(0.4)
                .inEachGroupOf(List.of("sex"))
                .coefficientsMove(10)
                .recalibration(new Range(-3, 3), new Range(0.3, 3));
        UnaryOperator<DataManagement> data = data -> data;
        long minimumOutcomes = 100;
        List<Margin> margins = List.of(Margin.of(Metrics.brier()).step(0.08).total(0.1));
        List<Gate<Risk>> acceptance = List.of(lowerBoundOf(Metrics.auroc()).atLeast(0.6));
        List<Gate<Risk>> gates = List.of(lowerBoundOf(Metrics.auroc()).atLeast(0.6));
        public Duration probation = Duration.ofDays(60);
        DataManagement.Intervened intervened = DataManagement.Intervened.LEFT_OUT;

        ChangePlan changePlan() {
            List<Modification> modifications = new ArrayList<>();
            modifications.add(Modification.recalibrate("level")
                    .promoted(mode)
                    .in(Scope.GLOBAL)
                    .because("the share of deaths changes from year to year")
                    .within(bounds));
            if (refit) {
                modifications.add(Modification.refit("refit")
                        .promoted(mode)
                        .in(Scope.GLOBAL)
                        .because("practice changes")
                        .within(refitBounds));
            }
            return ChangePlan.modifications(modifications)
                    .protocol(ChangeProtocol.data(data.apply(DataManagement.newest(Period.ofYears(1))
                                    .intervened(intervened)
                                    .referenceStandard("death in the hospital's register")))
                            .retraining(Retraining.startedBy(ChangePlan.Start.TRIGGER)
                                    .upTo(refit ? UpdateExtent.REFIT : UpdateExtent.LOGISTIC)
                                    .minimumOutcomes(minimumOutcomes))
                            .evaluation(ChangeEvaluation.alpha(0.05).noWorseBy(margins))
                            .update(UpdateProcedure.shadowFor(Duration.ofDays(20))
                                    .promotedBy(Role.DATA_SCIENTIST)
                                    .announced("a letter to the ward")))
                    .acceptedBy(GatePolicy.allOf(acceptance))
                    .rolledBack(RollbackRule.probation(probation).on(Trigger.onHarm()))
                    .impact(ImpactAssessment.benefit("risks that are true")
                            .hazard("risks that are too low", "the comparison on sequestered patients")
                            .interactions("none"));
        }
    }

    public static Pipeline<Visit, Risk> plan(Consumer<Parts> change) {
        Parts parts = new Parts();
        change.accept(parts);
        return Plans.with(plan -> {
            plan.source = CohortSource.of("visits", parts.visits);
            plan.train = parts.train;
            plan.gates = GatePolicy.allOf(parts.gates);
            plan.learning = UpdatePolicy.proposeOnHarm().within(parts.changePlan());
        });
    }
}
