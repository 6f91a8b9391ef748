package org.clinicalmlops.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Awaiting;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.registry.VersionComparison.Difference;
import org.clinicalmlops.core.registry.VersionComparison.Part;
import org.junit.jupiter.api.Test;

class StagesAndHistoryTest {
    private static Map<String, VersionStage> stages(TwoVersions scene, Instant asOf) {
        return scene.ward.workspace.registry().stages(asOf).stream()
                .collect(Collectors.toMap(
                        use -> (use.model().equals(scene.first) ? "first" : "second") + " "
                                + use.site().orElse("nowhere"),
                        VersionUse::stage));
    }

    private static Map<String, VersionStage> stages(TwoVersions scene) {
        return stages(scene, scene.ward.clock.instant());
    }

    private static void day(TwoVersions scene) {
        scene.ward.clock.advance(Duration.ofDays(1));
    }

    @Test
    void everyStageFollowsFromEntriesAndIsKnownForEveryInstant() {
        try (TwoVersions scene = new TwoVersions()) {
            String id = scene.live.id();
            day(scene);
            Instant before = scene.ward.clock.instant();
            assertThat(stages(scene))
                    .isEqualTo(Map.of("first " + id, VersionStage.LIVE, "second nowhere", VersionStage.APPROVED));
            day(scene);
            scene.ward.workspace.shadow(scene.live, scene.newer);
            assertThat(stages(scene)).containsEntry("second " + id, VersionStage.SILENT);
            day(scene);
            scene.ward.workspace.withdraw(scene.live, "not yet");
            assertThat(stages(scene)).containsEntry("second " + id, VersionStage.WITHDRAWN);
            scene.promoted();
            assertThat(stages(scene))
                    .isEqualTo(Map.of("first " + id, VersionStage.REPLACED, "second " + id, VersionStage.LIVE));
            day(scene);
            scene.ward.workspace.stop(scene.live, scene.signed(Change.STOP, scene.second), "harm");
            assertThat(stages(scene)).containsEntry("second " + id, VersionStage.STOPPED);
            scene.ward.workspace.rollBack(scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first));
            scene.ward.workspace.startAgain(scene.live, scene.signed(Change.START_AGAIN, scene.first));
            assertThat(stages(scene))
                    .isEqualTo(Map.of("first " + id, VersionStage.LIVE, "second " + id, VersionStage.ROLLED_BACK));
            day(scene);
            retire(scene, scene.second);
            assertThat(stages(scene)).containsEntry("second " + id, VersionStage.RETIRED);
            scene.ward.workspace.close();
            Registry registry = Registry.of(scene.ward.ledger);
            assertThat(registry.stages(scene.ward.clock.instant()))
                    .extracting(VersionUse::stage)
                    .containsExactlyInAnyOrder(VersionStage.CLOSED, VersionStage.RETIRED);
            assertThat(registry.stages(before))
                    .as("as it was then")
                    .extracting(VersionUse::stage)
                    .containsExactlyInAnyOrder(VersionStage.LIVE, VersionStage.APPROVED);
        }
    }

    private static void retire(TwoVersions scene, Digest model) {
        Digest toSign = scene.ward.workspace.versions().toSign(Change.RETIRE, scene.plan, model);
        assertThat(scene.ward
                        .workspace
                        .versions()
                        .retire(
                                scene.plan,
                                model,
                                SignOff.by("lead", Role.CLINICAL_LEAD).of(toSign)))
                .isInstanceOf(ChangeDecision.Made.class);
    }

    @Test
    void oneModelAtTwoSitesHasAStageAtEach() {
        try (TwoVersions scene = new TwoVersions()) {
            scene.ward.workspace.deploy(scene.newer, "ward-3");
            scene.ward.workspace.shadow(scene.live, scene.newer);

            assertThat(scene.ward.workspace.registry().stages(scene.ward.clock.instant()).stream()
                            .filter(use -> use.model().equals(scene.second)))
                    .extracting(use -> use.site().orElseThrow(), VersionUse::stage)
                    .containsExactlyInAnyOrder(
                            tuple("ward-3", VersionStage.SILENT), tuple(scene.live.id(), VersionStage.SILENT));
        }
    }

    @Test
    void whichVersionWasInUseWhoLetItAndOnWhatEvidenceIsOneAnswer() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            day(scene);
            Instant thirdOfMarch = scene.ward.clock.instant();
            day(scene);
            scene.ward.workspace.rollBack(scene.live, scene.first, scene.signed(Change.ROLL_BACK, scene.first));

            InUse answer = scene.ward
                    .workspace
                    .registry()
                    .inUse(scene.live.id(), thirdOfMarch)
                    .orElseThrow();

            assertThat(answer.model()).isEqualTo(scene.second);
            assertThat(answer.at(thirdOfMarch)).isTrue();
            assertThat(answer.until()).as("not known then").isEmpty();
            assertThat(answer.began().kind()).isEqualTo(EntryKind.MODEL_PROMOTED);
            assertThat(answer.began().facts().required("modification")).isEqualTo("recalibrate");
            assertThat(answer.trial().orElseThrow().facts().required("predictions"))
                    .isEqualTo("5");
            assertThat(answer.evidence())
                    .extracting(Reference::kind)
                    .containsExactly(
                            EntryKind.COHORT_EXTRACTED,
                            EntryKind.MODEL_TRAINED,
                            EntryKind.MODEL_EVALUATED,
                            EntryKind.BASELINE_PROFILED,
                            EntryKind.GATES_DECIDED,
                            EntryKind.MODEL_APPROVED);
            assertThat(answer.evidence())
                    .allSatisfy(part -> assertThat(Reference.of(
                                    scene.ward.ledger.entry(part.entry()).orElseThrow()))
                            .isEqualTo(part));
            assertThat(answer.text()).contains("entry " + answer.began().entry());

            List<InUse> history = scene.ward.workspace.registry().history(scene.live.id());
            assertThat(history).extracting(InUse::model).containsExactly(scene.first, scene.second, scene.first);
            assertThat(history.get(0).began().person()).contains("lead");
            assertThat(history.get(1).ended().orElseThrow().kind()).isEqualTo(EntryKind.MODEL_ROLLED_BACK);
            assertThat(history.get(1).ended().orElseThrow().person()).contains("lead");
            assertThat(history.get(0).until()).contains(history.get(1).from());
            assertThat(history.get(2).until()).isEmpty();
        }
    }

    @Test
    void signaturesAreEvidenceToo() {
        try (Ward ward = new Ward()) {
            var plan = Plans.with(parts -> parts.gates = GatePolicy.allOf(
                    GatePolicy.signedBy(Role.CLINICAL_LEAD), GatePolicy.signedBy(Role.DATA_SCIENTIST)));
            var awaiting = (Awaiting<Visit, Risk>) ward.workspace.run(plan, Plans.CUT);
            var one = (Awaiting<Visit, Risk>) ward.workspace.sign(
                    awaiting, SignOff.by("lead", Role.CLINICAL_LEAD).of(awaiting.toSign()));
            ward.workspace.sign(one, SignOff.by("analyst", Role.DATA_SCIENTIST).of(one.toSign()));
            Entry approved = ward.entries(EntryKind.MODEL_APPROVED).get(0);

            assertThat(ward.workspace.registry().evidence(approved))
                    .filteredOn(part -> part.kind() == EntryKind.SIGNED_OFF)
                    .extracting(part -> part.person().orElseThrow())
                    .containsExactly("lead", "analyst");
        }
    }

    @Test
    void aDeploymentThatNeverAnsweredHasNoHistory() {
        try (Ward ward = new Ward()) {
            String id = ward.deployed(Plans.standard()).id();

            assertThat(ward.workspace.registry().history(id)).isEmpty();
            assertThat(ward.workspace.registry().history("unknown")).isEmpty();
            assertThat(ward.workspace.registry().inUse(id, ward.clock.instant()))
                    .isEmpty();
        }
    }

    @Test
    void twoVersionsOfOnePlanDifferInRowsCoefficientsAndMetrics() {
        try (TwoVersions scene = new TwoVersions()) {
            VersionComparison comparison = scene.ward.workspace.registry().compare(scene.first, scene.second);

            assertThat(comparison.in(Part.FEATURES)).isEmpty();
            assertThat(comparison.in(Part.PLAN)).isEmpty();
            assertThat(comparison.in(Part.CHANGE_PLAN)).isEmpty();
            assertThat(comparison.in(Part.TRAINER)).isEmpty();
            assertThat(comparison.in(Part.DATA)).extracting(Difference::name).contains("digest", "until", "rows");
            assertThat(comparison.in(Part.FORM))
                    .extracting(Difference::name)
                    .contains("intercept", "weight of age", "weight of lactate");
            assertThat(comparison.in(Part.EVALUATION))
                    .extracting(Difference::name)
                    .contains("auroc");
            assertThat(comparison.in(Part.PAIRED)).isEmpty();
            assertThat(scene.ward
                            .workspace
                            .registry()
                            .compare(scene.first, scene.first)
                            .differences())
                    .isEmpty();
            assertThat(comparison.text()).contains("FORM weight of age: ");
            assertThatThrownBy(() -> scene.ward.workspace.registry().compare(scene.first, Digest.of("unknown")))
                    .isInstanceOf(MlopsException.class);
        }
    }

    @Test
    void versionsOfTwoPlansDifferInClausesOfTheChangePlan() {
        try (TwoVersions scene = new TwoVersions()) {
            var other = TwoVersions.plan("Another reason.");
            Digest third = Ward.approved(scene.ward.workspace.run(
                            other,
                            DataCut.indexed(Visit.FIRST, Instant.parse("2021-06-01T00:00:00Z"))
                                    .asOf(Instant.parse("2022-07-01T00:00:00Z"))))
                    .candidate()
                    .artifact()
                    .digest();

            VersionComparison comparison = scene.ward.workspace.registry().compare(scene.first, third);

            assertThat(comparison.in(Part.PLAN)).isEmpty();
            assertThat(comparison.in(Part.CHANGE_PLAN)).singleElement().satisfies(difference -> {
                assertThat(difference.name()).endsWith("modifications[0].rationale");
                assertThat(difference.ofB()).isEqualTo("Another reason.");
            });
        }
    }

    @Test
    void aVersionThatWasEvaluatedAgainstTheOtherHasPairedDifferences() {
        try (Ward ward = new Ward()) {
            Story.upToPromotion(ward, Story.plan());
            List<Entry> trained = ward.entries(EntryKind.MODEL_TRAINED);
            Digest first = new Digest(trained.get(0).facts().required("model"));
            Digest second = new Digest(trained.get(1).facts().required("model"));

            assertThat(ward.workspace.registry().compare(first, second).in(Part.PAIRED))
                    .extracting(Difference::name)
                    .contains("auroc");
            assertThat(ward.workspace.registry().compare(second, first).in(Part.PAIRED))
                    .as("in either order")
                    .isNotEmpty();
        }
    }

    @Test
    void noQueryReadsPredictions() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            Set<EntryKind> asked = new HashSet<>();
            Registry registry = Registry.of(new Watched(scene.ward.ledger, asked));

            registry.stages(scene.ward.clock.instant());
            registry.history(scene.live.id());
            registry.inUse(scene.live.id(), scene.ward.clock.instant());
            registry.answering(scene.live.id(), scene.ward.clock.instant());
            registry.compare(scene.first, scene.second);
            registry.versions();

            assertThat(asked)
                    .doesNotContain(
                            EntryKind.PREDICTED,
                            EntryKind.OUTCOME_RECORDED,
                            EntryKind.MONITOR_SAVED,
                            EntryKind.WINDOW_CLOSED);
        }
    }

    /** Notes which kinds are read; no kinds means every kind. */
    private record Watched(Ledger of, Set<EntryKind> asked) implements Ledger {
        @Override
        public void read(Set<EntryKind> kinds, Consumer<? super Entry> entries) {
            asked.addAll(kinds.isEmpty() ? Set.of(EntryKind.values()) : kinds);
            of.read(kinds, entries);
        }

        @Override
        public List<Entry> appendAll(List<Draft> drafts) {
            throw new AssertionError("a query writes");
        }

        @Override
        public List<Entry> appendIfNone(Set<EntryKind> kinds, long seen, List<Draft> drafts) {
            throw new AssertionError("a query writes");
        }

        @Override
        public Optional<Entry> entry(long sequence) {
            return of.entry(sequence);
        }

        @Override
        public Optional<Entry> last() {
            return of.last();
        }

        @Override
        public Verification verify() {
            return of.verify();
        }
    }
}
