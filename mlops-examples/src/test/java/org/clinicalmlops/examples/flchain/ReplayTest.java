package org.clinicalmlops.examples.flchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.examples.flchain.Plans.day;
import static org.clinicalmlops.examples.flchain.Plans.year;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.core.Review;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real assays under the standard monitoring plan. Unchanged they raise nothing while they are unchanged; one feature that is scaled
 * from some day on is named, and nothing else. The published data themselves change in 2002 (creatinine is hardly measured any more)
 * and in 2003 (residents are seven years younger): those two true findings are expected by name.
 */
class ReplayTest {
    private static final Pipeline<Assay, Risk> PLAN = Plans.main(0.75);
    private static MemoryLedger trained;
    private static Digest model;
    private static CohortSource<Assay> inMemory;

    @BeforeAll
    static void trainsOnce() {
        trained = new MemoryLedger();
        inMemory = CohortSource.of("assays", Replay.inOrder(Plans.assays(), year(1995), year(2004)));
        try (Workspace ward = workspace(trained, new ReplayClock(year(1998)))) {
            model = Plans.signed(
                            ward,
                            ward.run(
                                    PLAN,
                                    DataCut.indexed(year(1995), year(1998))
                                            .asOf(year(2003))
                                            .allowingHindsight()))
                    .candidate()
                    .artifact()
                    .digest();
        }
    }

    /**
     * In 2002 and 2003 creatinine is hardly measured any more and residents are younger. Of the 77 residents of 2000 and 2001 whom a
     * logistic model puts above 0.17, 41 died within five years where 27 were expected: that is told when their horizon has passed.
     */
    @Test
    void unchangedAssaysRaiseNothingUntilTheyReallyChange() {
        List<Review<Assay>> reviews = replay(assay -> assay, year(1998), year(2009));
        List<Alert> alerts = alerts(reviews);
        assertThat(alerts).filteredOn(a -> a.openedAt().isBefore(year(2002))).isEmpty();
        assertThat(alerts)
                .extracting(a -> a.finding().subject() + " " + a.finding().kind())
                .containsExactly(
                        "creatinine " + Kind.DEAD_FEED,
                        "age " + Kind.INPUT_DRIFT,
                        "kappa " + Kind.INPUT_DRIFT,
                        "model " + Kind.CALIBRATION);
        assertThat(reviews.stream().flatMap(r -> r.proposal().stream()))
                .extracting(UpdateProposal::action)
                .containsOnly(UpdateProposal.Action.INVESTIGATE);
    }

    static Stream<Arguments> scalings() {
        List<Arguments> scalings = new ArrayList<>();
        for (String feature : List.of("age", "kappa", "lambda", "creatinine")) {
            for (long seed = 1; seed <= 10; seed++) {
                SplittableRandom random = new SplittableRandom(seed * 31 + feature.hashCode());
                double factor = Math.exp(Math.log(2) + random.nextDouble() * (Math.log(100) - Math.log(2)));
                Instant from = day(1998, 2, 1).plusSeconds(random.nextLong(2 * 365 * 86_400L));
                scalings.add(Arguments.of(feature, random.nextBoolean() ? factor : 1 / factor, from));
            }
        }
        return scalings.stream();
    }

    /** Factors between 2 and 100 either way, on a log scale; from a day in the first two years on. */
    @ParameterizedTest(name = "{0} times {1} from {2}")
    @MethodSource("scalings")
    void aScaledFeatureIsTheOnlyOneNamed(String feature, double factor, Instant from) {
        List<Alert> alerts = alerts(replay(assay -> scaled(assay, feature, factor), from, year(2002)));
        assertThat(alerts).extracting(a -> a.finding().subject()).isNotEmpty().containsOnly(feature);
        assertThat(alerts)
                .extracting(a -> a.finding().kind())
                .isSubsetOf(Kind.INPUT_DRIFT, Kind.UNIT_CHANGE, Kind.UNSEEN_VALUES);
        assertThat(alerts).allMatch(a -> a.openedAt().isAfter(from));
    }

    private static Assay scaled(Assay a, String feature, double factor) {
        return switch (feature) {
            case "age" ->
                new Assay(
                        a.id(),
                        a.sampledAt(),
                        a.age() * factor,
                        a.sex(),
                        a.kappa(),
                        a.lambda(),
                        a.creatinine(),
                        a.mgus(),
                        a.died(),
                        a.lastSeen());
            case "kappa" ->
                new Assay(
                        a.id(),
                        a.sampledAt(),
                        a.age(),
                        a.sex(),
                        a.kappa() * factor,
                        a.lambda(),
                        a.creatinine(),
                        a.mgus(),
                        a.died(),
                        a.lastSeen());
            case "lambda" ->
                new Assay(
                        a.id(),
                        a.sampledAt(),
                        a.age(),
                        a.sex(),
                        a.kappa(),
                        a.lambda() * factor,
                        a.creatinine(),
                        a.mgus(),
                        a.died(),
                        a.lastSeen());
            default -> a.withCreatinineTimes(factor);
        };
    }

    private static List<Review<Assay>> replay(UnaryOperator<Assay> changed, Instant from, Instant until) {
        MemoryLedger ledger = new MemoryLedger();
        trained.read(Set.of(), e -> ledger.append(new Draft(e.kind(), e.at(), e.facts(), e.body())));
        ReplayClock clock = new ReplayClock(year(1998));
        List<Review<Assay>> reviews = new ArrayList<>();
        try (Workspace ward = workspace(ledger, clock)) {
            Deployment<Assay, Risk> deployment =
                    ward.deploy(ward.reinstate(PLAN, model).orElseThrow());
            Replay replay = new Replay(ward, deployment, clock, inMemory);
            replay.until(from, reviews::add);
            replay.interfaceChanges(changed);
            replay.until(until, reviews::add);
        }
        return reviews;
    }

    private static List<Alert> alerts(List<Review<Assay>> reviews) {
        return reviews.stream()
                .flatMap(review -> review.window().stream())
                .flatMap(window -> window.opened().stream())
                .toList();
    }

    private static Workspace workspace(MemoryLedger ledger, ReplayClock clock) {
        return Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(Hospital.pseudonyms())
                .staff((person, role) -> person.equals(Hospital.HAEMATOLOGIST))
                .monitoring(StandardMonitoring.engine())
                .open();
    }
}
