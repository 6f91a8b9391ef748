package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.Awaiting;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.Rejected;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WorkspaceRunTest {
    private static final EntryKind[] OF_A_RUN = {
        EntryKind.PLAN_DECLARED,
        EntryKind.COHORT_EXTRACTED,
        EntryKind.FEATURES_PREPARED,
        EntryKind.MODEL_TRAINED,
        EntryKind.MODEL_EVALUATED,
        EntryKind.BASELINE_PROFILED,
        EntryKind.GATES_DECIDED,
        EntryKind.MODEL_APPROVED
    };

    @Test
    void everyStepOfARunIsRecordedAsItEnds() {
        try (Ward ward = new Ward()) {
            ward.workspace.run(Plans.standard(), Plans.CUT);

            assertThat(kinds(ward)).containsExactly(OF_A_RUN);
            assertThat(ward.entries(EntryKind.COHORT_EXTRACTED).get(0).facts().asMap())
                    .containsEntry("rows", "730")
                    .containsEntry("asOf", "2022-07-01T00:00:00Z")
                    .containsEntry("inHindsight", "false");
            assertThat(ward.entries(EntryKind.FEATURES_PREPARED).get(0).facts().asMap())
                    .containsEntry("training", "457")
                    .containsEntry("evaluation", "244")
                    .containsEntry("overlapping", "29");
            assertThat(ward.entries()).allSatisfy(entry -> {
                if (entry.kind() != EntryKind.GATES_DECIDED && entry.kind() != EntryKind.MODEL_APPROVED) {
                    assertThat(entry.facts().required("useCase")).isEqualTo("death-30d");
                }
                assertThat(entry.facts().required("plan"))
                        .isEqualTo(Plans.standard().digest().hex());
            });
            assertThat(Digest.of(
                            ward.entries(EntryKind.PLAN_DECLARED).get(0).body().orElseThrow()))
                    .isEqualTo(Plans.standard().digest());
        }
    }

    @Test
    void monitoringIsToldWhatTheModelSaysOfItsTrainingRowsAndWhenTheyWere() {
        try (Ward ward = new Ward()) {
            Candidate<Visit, Risk> candidate = ward.approved(Plans.standard()).candidate();

            Reference reference = ward.engine.profiled.get(0);

            assertThat(reference.rows().rows()).isEqualTo(457);
            assertThat(reference.evaluated().size()).isEqualTo(244);
            List<Instant> times = reference.times().orElseThrow();
            for (int i = 0; i < 457; i++) {
                Visit visit = Plans.VISITS.get(i);
                assertThat(times.get(i)).isEqualTo(visit.at());
                assertThat(reference.rows().number(i, 0)).isEqualTo(visit.age());
                assertThat(reference.risk(i)).isEqualTo(said(candidate, visit));
            }
        }
    }

    private static double said(Candidate<Visit, Risk> candidate, Visit visit) {
        return candidate
                .artifact()
                .bind(Plans.features())
                .fold(bound -> bound.scorer().score(visit).orElseThrow().value(), refused -> {
                    throw new AssertionError(refused.differences());
                });
    }

    @Test
    void thePlanIsDeclaredOnce() {
        try (Ward ward = new Ward()) {
            ward.workspace.run(Plans.standard(), Plans.CUT);
            ward.workspace.run(Plans.standard(), Plans.CUT);
            ward.workspace.run(Plans.with(parts -> parts.actingAbove = 0.4), Plans.CUT);

            assertThat(ward.entries(EntryKind.PLAN_DECLARED)).hasSize(2);
        }
    }

    @Test
    void theSamePlanOnTheSameRowsGivesTheSameModel() {
        try (Ward ward = new Ward();
                Ward elsewhere = new Ward()) {
            Digest first =
                    ward.approved(Plans.standard()).candidate().artifact().digest();
            Digest second =
                    ward.approved(Plans.standard()).candidate().artifact().digest();
            Digest third =
                    elsewhere.approved(Plans.standard()).candidate().artifact().digest();

            assertThat(second).isEqualTo(first);
            assertThat(third).isEqualTo(first);
        }
    }

    /** What is fitted, fitted on training rows only: medians, levels, weights, recalibration. */
    @Test
    void changingRowsThatEvaluateChangesNoModel() {
        Instant boundary = Instant.parse("2021-05-01T00:00:00Z");
        List<Visit> changed = new ArrayList<>();
        for (Visit visit : Plans.VISITS) {
            changed.add(
                    visit.at().isBefore(boundary)
                            ? visit
                            : visit.withAge(visit.age() + 20)
                                    .withSex("X")
                                    .withLactate(7.7)
                                    .withOutcome(Outcome.event(
                                            visit.patient().hashCode() % 2 == 0,
                                            visit.at().plus(Visit.HORIZON))));
        }
        try (Ward ward = new Ward()) {
            Consumer<Plans.Parts> calibrated = parts -> parts.train = parts.train.calibrated();
            ward.workspace.run(Plans.with(calibrated), Plans.CUT);
            Digest base = ward.lastTrained();
            ward.workspace.run(
                    Plans.with(calibrated.andThen(parts -> parts.source = CohortSource.of("visits", changed))),
                    Plans.CUT);

            assertThat(ward.lastTrained()).isEqualTo(base);
            List<Entry> extracted = ward.entries(EntryKind.COHORT_EXTRACTED);
            assertThat(extracted.get(1).facts().required("data"))
                    .isNotEqualTo(extracted.get(0).facts().required("data"));
        }
    }

    @Test
    void changingARowThatTrainsChangesTheModel() {
        List<Visit> changed = new ArrayList<>(Plans.VISITS);
        changed.set(3, changed.get(3).withAge(changed.get(3).age() + 1));
        try (Ward ward = new Ward()) {
            ward.workspace.run(Plans.standard(), Plans.CUT);
            Digest base = ward.lastTrained();
            ward.workspace.run(Plans.with(parts -> parts.source = CohortSource.of("visits", changed)), Plans.CUT);

            assertThat(ward.lastTrained()).isNotEqualTo(base);
        }
    }

    @Test
    void anAsOfInTheFutureIsRefusedUnlessItIsHindsight() {
        DataCut future = Plans.CUT.asOf(Ward.OPENED.plusNanos(1));
        try (Ward ward = new Ward()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ward.workspace.run(Plans.standard(), future))
                    .withMessageContaining("asOf must not be after now 2022-07-01T08:00:00Z")
                    .withMessageContaining("allowingHindsight");
            assertThat(ward.entries()).isEmpty();

            ward.workspace.run(Plans.standard(), Plans.CUT.asOf(Ward.OPENED));
            ward.workspace.run(Plans.standard(), future.allowingHindsight());
            assertThat(ward.entries(EntryKind.COHORT_EXTRACTED))
                    .extracting(entry -> entry.facts().required("inHindsight"))
                    .containsExactly("false", "true");
        }
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                failure("no rows", parts -> parts.source = CohortSource.of("none", List.of()), 0, "has no row indexed"),
                failure(
                        "a source that fails",
                        parts -> parts.source = failing(new MlopsException("the warehouse does not answer")),
                        0,
                        "the warehouse does not answer"),
                failure(
                        "a source that fails in its own words",
                        parts -> parts.source = failing(new IllegalStateException("row of Jane Doe")),
                        0,
                        "IllegalStateException"),
                failure(
                        "a feature that fails",
                        parts -> parts.features = parts.features.numeric("x", "1", v -> {
                            throw new IllegalStateException("Jane Doe");
                        }),
                        0,
                        "feature 'x' could not be read in row 1"),
                failure(
                        "a split without training rows",
                        parts -> parts.split = Split.byTime(Period.ofYears(5)),
                        1,
                        "no row to train on"),
                failure(
                        "one class only",
                        parts -> parts.outcome = v -> Outcome.event(false, v.at()),
                        2,
                        "one outcome class only"),
                failure(
                        "a trainer that fails",
                        parts -> parts.train =
                                Train.bestBy(Metrics.brier(), List.of(Trainers.of("broken", (data, seed) -> {
                                    throw new IllegalStateException("value 71.5");
                                }))),
                        2,
                        "trainer 'broken' failed: IllegalStateException"),
                failure(
                        "a trainer that runs out of stack",
                        parts -> parts.train =
                                Train.bestBy(Metrics.brier(), List.of(Trainers.of("deep", (data, seed) -> {
                                    throw new StackOverflowError();
                                }))),
                        2,
                        "StackOverflowError"));
    }

    private static Arguments failure(String name, Consumer<Plans.Parts> change, int steps, String reason) {
        return Arguments.of(name, change, steps, reason);
    }

    private static CohortSource<Visit> failing(RuntimeException failure) {
        return new CohortSource<>() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Optional<Digest> read(DataCut cut, Consumer<? super Visit> rows) {
                throw failure;
            }
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aRunThatFailsIsRecordedWithItsReasonAndNothingOfItIsInUse(
            String name, Consumer<Plans.Parts> change, int steps, String reason) {
        try (Ward ward = new Ward()) {
            Throwable thrown = catchThrowable(() -> ward.workspace.run(Plans.with(change), Plans.CUT));

            assertThat(thrown).isNotNull();
            List<EntryKind> expected = new ArrayList<>(List.of(OF_A_RUN).subList(0, 1 + steps));
            expected.add(EntryKind.RUN_FAILED);
            assertThat(kinds(ward)).containsExactlyElementsOf(expected);
            assertThat(ward.entries(EntryKind.RUN_FAILED).get(0).facts().required("reason"))
                    .contains(reason)
                    .doesNotContain("Jane Doe", "71.5");
            assertThat(ward.workspace.registry().versions()).isEmpty();

            ward.workspace.run(Plans.standard(), Plans.CUT);
            assertThat(ward.entries(EntryKind.MODEL_APPROVED))
                    .as("the workspace goes on")
                    .hasSize(1);
        }
    }

    @Test
    void aLedgerThatFailsInARunIsTheErrorAndLeavesNoApproval() {
        for (EntryKind kind : OF_A_RUN) {
            UnreliableLedger ledger = new UnreliableLedger();
            try (Ward ward = new Ward(ledger, Ward.OPENED)) {
                ledger.refuse(draft -> draft.kind() == kind, new MlopsException("no " + kind));

                assertThatThrownBy(() -> ward.workspace.run(Plans.standard(), Plans.CUT))
                        .isInstanceOf(MlopsException.class)
                        .hasMessage("no " + kind);
                assertThat(ward.entries(EntryKind.MODEL_APPROVED)).isEmpty();
            }
        }
    }

    @Test
    void whenEvenTheFailureCannotBeRecordedTheCauseIsStillTheError() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            ledger.refuse(draft -> draft.kind() == EntryKind.RUN_FAILED, new MlopsException("disk full"));

            Throwable thrown = catchThrowable(() -> ward.workspace.run(
                    Plans.with(parts -> parts.source = CohortSource.of("none", List.of())), Plans.CUT));

            assertThat(thrown).hasMessageContaining("source 'none' has no row");
            assertThat(thrown.getSuppressed())
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasMessage("disk full"));
        }
    }

    /** A source with a digest: as a file whose bytes are the same each time. */
    private static CohortSource<Visit> digested(List<Visit> visits) {
        return new CohortSource<>() {
            @Override
            public String name() {
                return "file";
            }

            @Override
            public Optional<Digest> read(DataCut cut, Consumer<? super Visit> rows) {
                visits.forEach(rows);
                return Optional.of(Digest.of("the same bytes"));
            }
        };
    }

    @Test
    void otherRowsFromTheSameBytesAreRefusedUntilARevisionIsRaised() {
        try (Ward ward = new Ward()) {
            Pipeline<Visit, Risk> before = Plans.with(parts -> parts.source = digested(Plans.VISITS));
            List<Visit> inMonths = Plans.VISITS.stream()
                    .map(visit -> visit.withAge(visit.age() * 12))
                    .toList();
            Pipeline<Visit, Risk> changed = Plans.with(parts -> parts.source = digested(inMonths));
            Pipeline<Visit, Risk> revised = Plans.with(parts -> {
                parts.source = digested(inMonths);
                parts.features = parts.features.revision("age", 2);
            });
            ward.workspace.run(before, Plans.CUT);
            ward.workspace.run(before, Plans.CUT);

            assertThatThrownBy(() -> ward.workspace.run(changed, Plans.CUT))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("gives other rows than in entry 2")
                    .hasMessageContaining("raise the revision");
            assertThat(ward.entries(EntryKind.RUN_FAILED)).hasSize(1);
            assertThat(ward.entries(EntryKind.COHORT_EXTRACTED)).hasSize(2);

            ward.workspace.run(revised, Plans.CUT);
            DataCut other = DataCut.indexed(Visit.FIRST.plusSeconds(1), Plans.CUT.until())
                    .asOf(Plans.CUT.asOf());
            ward.workspace.run(before, other);
            assertThat(ward.entries(EntryKind.COHORT_EXTRACTED)).hasSize(4);
        }
    }

    @Test
    void rowsWithoutASourceDigestMayChange() {
        try (Ward ward = new Ward()) {
            ward.workspace.run(Plans.standard(), Plans.CUT);
            ward.workspace.run(
                    Plans.with(parts -> parts.source = CohortSource.of("visits", Visit.daily(730, 12))), Plans.CUT);

            assertThat(ward.entries(EntryKind.RUN_FAILED)).isEmpty();
        }
    }

    @Test
    void aGateThatIsNotPassedRejectsWithItsReason() {
        try (Ward ward = new Ward()) {
            Verdict<Visit, Risk> verdict = ward.workspace.run(
                    Plans.with(parts -> parts.gates = GatePolicy.allOf(
                            GatePolicy.<Risk>lowerBoundOf(Metrics.auroc()).atLeast(0.99))),
                    Plans.CUT);

            assertThat(((Rejected<Visit, Risk>) verdict).reasons())
                    .singleElement()
                    .asString()
                    .startsWith("lower bound of auroc >= 0.99: auroc is 0.814");
            assertThat(ward.entries(EntryKind.MODEL_REJECTED)).hasSize(1);
            assertThat(ward.entries(EntryKind.MODEL_APPROVED)).isEmpty();
        }
    }

    @Test
    void signaturesContinueAVerdictAndFitNothingAgain() {
        Pipeline<Visit, Risk> signed = Plans.with(parts -> parts.gates = GatePolicy.allOf(
                GatePolicy.<Risk>lowerBoundOf(Metrics.auroc()).atLeast(0.6),
                GatePolicy.<Risk>signedBy(Role.CLINICAL_LEAD),
                GatePolicy.<Risk>signedBy(Role.DATA_SCIENTIST)));
        try (Ward ward = new Ward()) {
            Awaiting<Visit, Risk> both = (Awaiting<Visit, Risk>) ward.workspace.run(signed, Plans.CUT);
            assertThat(both.roles()).containsExactly(Role.CLINICAL_LEAD, Role.DATA_SCIENTIST);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ward.workspace.sign(
                            both, SignOff.by("visitor", Role.CLINICAL_LEAD).of(both.toSign())));
            Awaiting<Visit, Risk> one = (Awaiting<Visit, Risk>) ward.workspace.sign(
                    both, SignOff.by("lead", Role.CLINICAL_LEAD).of(both.toSign()));
            Approved<Visit, Risk> approved = Ward.approved(ward.workspace.sign(
                    one, SignOff.by("analyst", Role.DATA_SCIENTIST).of(one.toSign())));

            assertThat(approved.candidate().artifact().digest()).isEqualTo(ward.lastTrained());
            assertThat(ward.entries(EntryKind.MODEL_TRAINED)).hasSize(1);
            assertThat(ward.entries(EntryKind.SIGNED_OFF)).hasSize(2);
            assertThat(ward.entries(EntryKind.SIGN_OFF_REFUSED)).hasSize(1);
            assertThat(ward.workspace.deploy(approved).silent()).isTrue();
        }
    }

    @Test
    void progressIsTold() {
        List<String> told = new ArrayList<>();
        try (Ward ward = new Ward();
                Workspace workspace = Workspace.on(ward.ledger)
                        .clock(ward.clock)
                        .pseudonyms(Ward.PSEUDONYMS)
                        .staff(Ward.STAFF)
                        .monitoring(ward.engine)
                        .progress(told::add)
                        .open()) {
            workspace.run(Plans.standard(), Plans.CUT);

            assertThat(told).startsWith("extracting 'visits'").endsWith("evaluating on 244 rows");
        }
    }

    private static List<EntryKind> kinds(Ward ward) {
        return ward.entries().stream().map(Entry::kind).toList();
    }
}
