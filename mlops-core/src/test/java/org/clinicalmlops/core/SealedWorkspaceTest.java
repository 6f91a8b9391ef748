package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.core.retention.Erasure;
import org.clinicalmlops.core.retention.Retention;
import org.clinicalmlops.testkit.ledger.MemoryPatientKeys;
import org.junit.jupiter.api.Test;

/** A workspace that seals: what the ledger holds, what a restart reads, what a forgotten patient leaves. */
class SealedWorkspaceTest {
    private static final byte[] STATE = {1, 2, 3};
    private static final Role PRIVACY = new Role("privacy-officer");
    private static final Retention RULES = Retention.keepingRowsFor(Period.ofYears(10))
            .forgottenBy(PRIVACY)
            .heldBy(Role.CLINICAL_LEAD)
            .liftedBy(Role.CLINICAL_LEAD);

    private final MemoryPatientKeys keys = new MemoryPatientKeys();

    private static String id(Prediction<Risk> prediction) {
        return prediction.fold(Prediction.Answered::id, Prediction.Silent::id, abstained -> {
            throw new AssertionError(abstained.reason());
        });
    }

    private static Recorded last(Ward ward, EntryKind kind) {
        List<Recorded> entries = ward.recorded(kind);
        return entries.get(entries.size() - 1);
    }

    @Test
    void rowsOfPatientsSayWhoseTheyAreAndNothingElseInPlain() {
        try (Ward ward = new Ward(keys)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            live.outcome(id(live.predict(ward.visits(1).get(0))), Outcome.event(true, ward.clock.instant()));

            assertThat(ward.recorded(EntryKind.PREDICTED))
                    .hasSize(41)
                    .allSatisfy(entry -> assertThat(entry.facts().asMap())
                            .containsOnlyKeys("deployment", "prediction", "patient", "model", "mode", "sealed"));
            assertThat(last(ward, EntryKind.OUTCOME_RECORDED).facts().asMap())
                    .containsOnlyKeys("deployment", "prediction", "patient", "sealed");
            assertThat(ward.ledger.verify()).isInstanceOf(Verification.Intact.class);
        }
    }

    @Test
    void aRestartReadsWhatWasSealed() {
        Pipeline<Visit, Risk> plan = Plans.with(parts -> parts.actingAbove = 0);
        Ward first = new Ward(keys);
        Deployment<Visit, Risk> live = first.live(plan);
        FakeMonitor monitor = first.engine.last();
        String told = id(live.predict(first.visits(1).get(0)));
        live.outcome(told, Outcome.event(true, first.clock.instant()));
        first.workspace.flush();

        try (Ward second = first.again()) {
            second.workspace.resume(live.id(), plan);

            FakeMonitor other = second.engine.last();
            assertThat(Arrays.deepEquals(
                            other.observed().toArray(), monitor.observed().toArray()))
                    .as("the same inputs to the bit")
                    .isTrue();
            assertThat(other.risks()).isEqualTo(monitor.risks());
            assertThat(other.outcomes).isEqualTo(monitor.outcomes).containsKey(told);
            assertThat(last(second, EntryKind.DEPLOYMENT_RESUMED).facts().asMap())
                    .containsEntry("replayed", "42")
                    .containsEntry("forgotten", "0")
                    .containsEntry("lost", "0");
        }
    }

    @Test
    void rowsOfAForgottenPatientAreCountedApartAndNeverGuessed() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        Ward first = new Ward(keys);
        Deployment<Visit, Risk> live = first.live(plan);
        String told = id(live.predict(first.visits(1).get(0)));
        live.outcome(told, Outcome.event(true, first.clock.instant()));
        first.workspace.flush();
        keys.forget(Ward.PSEUDONYMS.of(first.visits(1).get(0).patient()), 1);

        try (Ward second = first.again()) {
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);

            assertThat(second.engine.last().observed()).hasSize(39);
            assertThat(last(second, EntryKind.DEPLOYMENT_RESUMED).facts().asMap())
                    .as("two predictions and the outcome")
                    .containsEntry("forgotten", "3")
                    .containsEntry("replayed", "39")
                    .containsEntry("lost", "0");
            again.outcome(told, Outcome.event(false, second.clock.instant()));
            assertThat(again.health().outcomes().refused()).isEqualTo(1);
            Visit back = second.visits(1).get(0);
            assertThat(again.predict(back)).isInstanceOf(Prediction.Answered.class);
            assertThat(last(second, EntryKind.PREDICTED).facts().required("sealed"))
                    .as("who comes back has a fresh key")
                    .startsWith("1.2.");
        }
    }

    @Test
    void whatASilentShadowSaidOfAForgottenPatientIsNotCounted() {
        Pipeline<Visit, Risk> plan = Story.plan();
        Ward first = new Ward(keys);
        Deployment<Visit, Risk> live = first.live(plan);
        Story.month(first, live);
        Review<Visit> review = Story.harmfulMonth(first, live);
        first.workspace.shadow(live, Ward.approved(review.retrained().orElseThrow()));
        first.visits(10).forEach(live::predict);
        first.workspace.flush();
        keys.forget(Ward.PSEUDONYMS.of(first.visits(1).get(0).patient()), 1);

        try (Ward second = first.again()) {
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);
            second.clock.advance(Duration.ofDays(14));
            again.endSilentTrial(SignOff.by("analyst", Role.DATA_SCIENTIST).of(again.toSign()));

            assertThat(last(second, EntryKind.SILENT_TRIAL_JUDGED).facts().asMap())
                    .containsEntry("predictions", "9")
                    .containsEntry("abstained", "0");
        }
    }

    /** Nothing is written in plain because it could not be sealed. */
    @Test
    void withoutKeysRowsAreLostAndCountedAndEverythingElseIsStored() {
        try (Ward ward = new Ward(keys)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            int before = ward.recorded(EntryKind.PREDICTED).size();
            keys.fail(true);

            live.predict(ward.visits(1).get(0));
            live.predict(ward.visits(1).get(0).withAge(Double.POSITIVE_INFINITY));

            assertThat(ward.recorded(EntryKind.PREDICTED)).hasSize(before);
            assertThat(ward.recorded(EntryKind.ABSTAINED)).hasSize(1);
            assertThat(live.health().notRecorded()).isEqualTo(1);

            keys.fail(false);
            live.predict(ward.visits(1).get(0));
            assertThat(ward.recorded(EntryKind.PREDICTED)).hasSize(before + 1);
            assertThat(live.health().abstentions()).containsEntry(Abstention.NOT_RECORDED, 0L);
        }
    }

    @Test
    void aRestartWaitsForTheKeysInsteadOfBeginningAnew() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        Ward first = new Ward(keys);
        Deployment<Visit, Risk> live = first.live(plan);
        first.engine.last().state = STATE;
        first.close();

        try (Ward second = first.again()) {
            second.engine.resumes = true;
            keys.fail(true);
            assertThatExceptionOfType(KeysUnavailable.class).isThrownBy(() -> second.workspace.resume(live.id(), plan));

            keys.fail(false);
            second.workspace.resume(live.id(), plan);
            assertThat(second.engine.last().state).containsExactly(STATE);
        }
    }

    @Test
    void aSavedStateIsSealedAndThoseBeforeItAreForgotten() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        try (Ward ward = new Ward(keys)) {
            Deployment<Visit, Risk> live = ward.live(plan);
            ward.engine.last().state = STATE;
            Story.month(ward, live);
            Story.month(ward, live);

            List<Recorded> saved = ward.recorded(EntryKind.MONITOR_SAVED);
            assertThat(saved)
                    .hasSize(2)
                    .allSatisfy(entry -> assertThat(Registry.state(entry))
                            .as("as it is stored")
                            .hasSize(STATE.length + 28));
            String name = "monitor/" + live.id() + "/" + live.model();
            assertThat(saved).extracting(entry -> entry.facts().required("key")).containsExactly("1", "2");
            assertThat(keys.find(name, 1)).isEmpty();
            assertThat(keys.find(name, 2)).isPresent();
            assertThat(ward.workspace.registry().monitorState(live.id(), live.model()))
                    .hasValueSatisfying(state -> assertThat(state).containsExactly(STATE));
        }
    }

    @Test
    void withoutItsKeyAStateOpensAnewAndSaysWhy() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        Ward first = new Ward(keys);
        Deployment<Visit, Risk> live = first.live(plan);
        first.engine.last().state = STATE;
        first.close();
        keys.forget("monitor/" + live.id() + "/" + live.model(), 1);

        try (Ward second = first.again()) {
            second.engine.resumes = true;
            second.workspace.resume(live.id(), plan);

            assertThat(last(second, EntryKind.DEPLOYMENT_RESUMED).facts().asMap())
                    .containsEntry("monitor", "OPENED_ANEW")
                    .containsEntry("reason", "the key of the monitor's state is not there any more");
        }
    }

    /** A ledger that began without keys goes on with them. */
    @Test
    void plainRowsOfBeforeAreReadBesideSealedOnes() {
        Pipeline<Visit, Risk> plan = Plans.standard();
        Ward first = new Ward();
        Deployment<Visit, Risk> live = first.live(plan);
        first.close();
        Instant now = first.clock.instant();

        try (Ward second = new Ward(first.ledger, now, Optional.of(keys))) {
            Deployment<Visit, Risk> again = second.workspace.resume(live.id(), plan);
            second.visits(2).forEach(again::predict);

            assertThat(second.engine.last().observed()).hasSize(42);
            assertThat(second.recorded(EntryKind.PREDICTED).stream()
                            .filter(entry -> entry.facts().text("sealed").isPresent()))
                    .hasSize(2);
        }
    }

    @Test
    void allRowsOfOnePatientAreFound() {
        try (Ward ward = new Ward(keys)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            live.outcome(id(live.predict(ward.visits(1).get(0))), Outcome.event(true, ward.clock.instant()));
            ward.workspace.flush();
            String patient = Ward.PSEUDONYMS.of(ward.visits(1).get(0).patient());

            List<EntryKind> kinds = new ArrayList<>();
            Recorded.read(ward.ledger, EntryFilter.ALL.patient(patient), row -> kinds.add(row.kind()));
            assertThat(kinds).containsExactly(EntryKind.PREDICTED, EntryKind.PREDICTED, EntryKind.OUTCOME_RECORDED);
        }
    }

    private static Opening.Ready opening(Ward ward) {
        return Workspace.on(ward.ledger)
                .clock(ward.clock)
                .pseudonyms(Ward.PSEUDONYMS)
                .staff((person, role) -> person.equals("pia") && role.equals(PRIVACY))
                .monitoring(ward.engine);
    }

    @Test
    void aPatientIsForgottenByWhoMayAfterAllThatIsQueuedIsStored() {
        Ward ward = new Ward(keys);
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        ward.workspace.close();
        String patient = Ward.PSEUDONYMS.of(ward.visits(1).get(0).patient());
        try (Workspace workspace = opening(ward).sealing(keys).retention(RULES).open()) {
            Deployment<Visit, Risk> again = workspace.resume(live.id(), Plans.standard());
            again.predict(ward.visits(1).get(0));

            Erasure answer = workspace.patients().forget(patient, "pia", PRIVACY, "asked for it");

            assertThat(answer).isEqualTo(new Erasure.Done(last(ward).sequence(), 2, 0));
        }
    }

    private static Entry last(Ward ward) {
        return ward.ledger.last().orElseThrow();
    }

    @Test
    void openingFinishesWhatWasDecided() {
        Ward ward = new Ward(keys);
        ward.workspace.close();
        keys.of(Set.of("ada"));
        ward.ledger.append(Draft.of(
                EntryKind.FORGETTING_STARTED,
                ward.clock.instant(),
                Facts.of("patient", "ada")
                        .with("key", 1)
                        .with("person", "pia")
                        .with("role", PRIVACY.name())
                        .with("reason", "asked for it")));
        keys.fail(true);
        opening(ward).sealing(keys).retention(RULES).open().close();
        assertThat(last(ward).kind()).as("the store of keys is away").isEqualTo(EntryKind.FORGETTING_STARTED);
        keys.fail(false);

        opening(ward).sealing(keys).retention(RULES).open().close();

        assertThat(last(ward).kind()).isEqualTo(EntryKind.PATIENT_FORGOTTEN);
        assertThat(keys.find("ada", 1)).isEmpty();
    }

    @Test
    void withoutRulesNobodyIsForgottenAndRulesNeedKeys() {
        try (Ward ward = new Ward(keys)) {
            assertThatIllegalStateException().isThrownBy(ward.workspace::patients);
            assertThatIllegalStateException()
                    .isThrownBy(() -> opening(ward).retention(RULES).open())
                    .withMessageContaining("needs sealing");
        }
    }
}
