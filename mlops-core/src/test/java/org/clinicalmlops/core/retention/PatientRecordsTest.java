package org.clinicalmlops.core.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.core.fixtures.SettableClock;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.seal.OpenedRow;
import org.clinicalmlops.core.seal.Sealing;
import org.clinicalmlops.testkit.ledger.MemoryPatientKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is due, what holds, and how forgetting ends wherever it is interrupted. */
class PatientRecordsTest {
    private static final Instant START = Instant.parse("2020-03-01T00:00:00Z");
    private static final Role PRIVACY = new Role("privacy-officer");
    private static final Role LEGAL = new Role("legal-counsel");
    private static final Role BOARD = new Role("board");
    private static final Retention RULES = Retention.keepingRowsFor(Period.ofYears(2))
            .forgottenBy(PRIVACY)
            .heldBy(LEGAL)
            .liftedBy(BOARD);

    private final UnreliableLedger ledger = new UnreliableLedger();
    private final MemoryPatientKeys keys = new MemoryPatientKeys();
    private final SettableClock clock = new SettableClock(START);
    private final PatientRecords records = PatientRecords.of(
            ledger,
            keys,
            RULES,
            (person, role) -> person.equals("pia") && role.equals(PRIVACY)
                    || person.equals("leo") && role.equals(LEGAL)
                    || person.equals("bo") && role.equals(BOARD),
            clock);
    private int predictions;

    private void predicted(String patient, String deployment) {
        ledger.appendAll(Sealing.under(keys).close(List.of(row(patient, deployment))));
    }

    private Draft row(String patient, String deployment) {
        Facts facts = Facts.of("deployment", deployment)
                .with("prediction", deployment + "-" + ++predictions)
                .with("patient", patient)
                .with("risk", 0.5);
        return Draft.of(EntryKind.PREDICTED, clock.instant(), facts);
    }

    private List<PatientRow> rowsOf(String patient) {
        List<PatientRow> rows = new ArrayList<>();
        records.rowsOf(patient, rows::add);
        return rows;
    }

    private List<Entry> entries(EntryKind kind) {
        List<Entry> entries = new ArrayList<>();
        ledger.read(Set.of(kind), entries::add);
        return entries;
    }

    private Erasure forget(String patient) {
        return records.forget(patient, "pia", PRIVACY, "asked for it");
    }

    private Placement hold(HoldScope scope) {
        return records.place(scope, "leo", LEGAL, "a law suit");
    }

    @Test
    void aForgottenPatientsRowsStayInTheLedgerAndNobodyReadsThem() {
        predicted("ada", "d");
        predicted("ben", "d");
        predicted("ada", "d");

        Erasure answer = forget("ada");

        assertThat(answer).isEqualTo(new Erasure.Done(5, 2, 0));
        assertThat(rowsOf("ada").subList(0, 2))
                .allSatisfy(row -> assertThat(row.row()).isInstanceOf(OpenedRow.Forgotten.class));
        assertThat(rowsOf("ada"))
                .extracting(PatientRow::kind)
                .endsWith(EntryKind.FORGETTING_STARTED, EntryKind.PATIENT_FORGOTTEN);
        assertThat(rowsOf("ben"))
                .singleElement()
                .satisfies(row -> assertThat(row.row()).isInstanceOf(OpenedRow.Readable.class));
        assertThat(entries(EntryKind.PATIENT_FORGOTTEN))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().asMap())
                        .containsEntry("patient", "ada")
                        .containsEntry("rows", "2")
                        .containsEntry("unsealed", "0")
                        .containsEntry("person", "pia")
                        .containsEntry("role", "privacy-officer")
                        .containsEntry("reason", "asked for it"));
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    /** For the patient who asks what is known of them. */
    @Test
    void everythingAboutOnePatientIsHandedOutReadable() {
        predicted("ada", "d");
        predicted("ben", "d");

        assertThat(rowsOf("ada"))
                .singleElement()
                .satisfies(row -> assertThat(row.row()
                                .fold(OpenedRow.Readable::facts, forgotten -> Facts.NONE, unreadable -> Facts.NONE)
                                .required("risk"))
                        .isEqualTo("0.5"));
    }

    @Test
    void rowsOfBeforeTheSealingAreCountedAndSaidToStay() {
        ledger.append(row("ada", "d"));
        predicted("ada", "d");

        assertThat(forget("ada")).isEqualTo(new Erasure.Done(4, 1, 1));
    }

    @Test
    void whoComesBackIsForgottenAgainWithTheirNewRowsOnly() {
        predicted("ada", "d");
        forget("ada");
        predicted("ada", "d");

        assertThat(rowsOf("ada").get(3).row()).isInstanceOf(OpenedRow.Readable.class);
        assertThat(forget("ada")).isEqualTo(new Erasure.Done(6, 2, 0));
        assertThat(keys.find("ada", 2)).isEmpty();
    }

    @Test
    void dueIsWhoseLastRowIsOldEnoughAndIsNotForgottenOrHeld() {
        predicted("ada", "d");
        predicted("ben", "e");
        predicted("cleo", "d");
        predicted("dan", "d");
        forget("dan");
        clock.advance(Duration.ofDays(365));
        predicted("cleo", "d");
        clock.set(Instant.parse("2022-02-28T23:59:59Z"));
        assertThat(records.due()).isEmpty();

        clock.set(Instant.parse("2022-03-01T00:00:00Z"));
        assertThat(records.due()).containsExactly(new Due("ada", START), new Due("ben", START));

        Hold hold = hold(new HoldScope.OfDeployment("e")).hold();
        assertThat(records.due()).extracting(Due::patient).containsExactly("ada");
        hold(new HoldScope.OfPatient("ada"));
        assertThat(records.due()).isEmpty();
        records.lift(hold.entry(), "bo", BOARD, "settled");
        assertThat(records.due()).extracting(Due::patient).containsExactly("ben");
        hold(new HoldScope.Everything());
        assertThat(records.due()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ada, true", "ben, false"})
    void aHoldOnAPatientKeepsThatPatient(String patient, boolean held) {
        predicted("ada", "d");
        predicted("ben", "d");
        Hold hold = hold(new HoldScope.OfPatient("ada")).hold();

        Erasure answer = forget(patient);

        assertThat(answer instanceof Erasure.Held).isEqualTo(held);
        if (held) {
            assertThat(answer).isEqualTo(new Erasure.Held(List.of(hold)));
            assertThat(keys.find("ada", 1)).isPresent();
            assertThat(entries(EntryKind.FORGETTING_STARTED)).isEmpty();
            assertThat(records.holds()).containsExactly(hold);
            records.lift(hold.entry(), "bo", BOARD, "settled");
            assertThat(records.holds()).isEmpty();
            assertThat(forget(patient)).isInstanceOf(Erasure.Done.class);
        }
    }

    @Test
    void aHoldOnADeploymentKeepsWhoHasRowsOfIt() {
        predicted("ada", "d");
        predicted("ben", "e");
        hold(new HoldScope.OfDeployment("d"));

        assertThat(forget("ada")).isInstanceOf(Erasure.Held.class);
        assertThat(forget("ben")).isInstanceOf(Erasure.Done.class);
    }

    @Test
    void aHoldOnEverythingKeepsEverybody() {
        predicted("ada", "d");
        hold(new HoldScope.Everything());

        assertThat(forget("ada")).isInstanceOf(Erasure.Held.class);
        assertThat(forget("unknown")).isInstanceOf(Erasure.Held.class);
    }

    /** Looks, then somebody else places a hold, then decides: the hold wins. */
    @Test
    void aHoldThatIsPlacedBeforeTheDecisionWins() {
        predicted("ada", "d");
        PatientRecords late = between(EntryKind.FORGETTING_STARTED, () -> hold(new HoldScope.OfPatient("ada")));

        assertThat(late.forget("ada", "pia", PRIVACY, "asked for it")).isInstanceOf(Erasure.Held.class);
        assertThat(keys.find("ada", 1)).isPresent();
    }

    /** A hold on somebody else does not stop it. */
    @Test
    void aHoldOnAnotherPatientInBetweenIsLookedAtAndPassedOver() {
        predicted("ada", "d");
        PatientRecords late = between(EntryKind.FORGETTING_STARTED, () -> hold(new HoldScope.OfPatient("ben")));

        assertThat(late.forget("ada", "pia", PRIVACY, "asked for it")).isInstanceOf(Erasure.Done.class);
    }

    @Test
    void aHoldThatIsPlacedAfterTheDecisionIsToldThatItIsTooLate() {
        predicted("ada", "d");
        PatientRecords late = between(EntryKind.LEGAL_HOLD_PLACED, () -> interrupted("ada"));

        Placement placed = late.place(new HoldScope.Everything(), "leo", LEGAL, "a law suit");

        assertThat(placed.tooLate()).containsExactly("ada");
        assertThat(records.finish()).isEqualTo(1);
        assertThat(keys.find("ada", 1)).isEmpty();
        assertThat(hold(new HoldScope.OfPatient("ada")).tooLate()).containsExactly("ada");
        assertThat(hold(new HoldScope.OfPatient("ben")).tooLate()).isEmpty();
        assertThat(hold(new HoldScope.Everything()).tooLate())
                .as("of those long gone only who is asked for")
                .isEmpty();
    }

    /** Records that run something just before their first entry of a kind is stored. */
    private PatientRecords between(EntryKind kind, Runnable first) {
        boolean[] ran = {false};
        Consumer<List<Draft>> before = drafts -> {
            if (!ran[0] && drafts.get(0).kind() == kind) {
                ran[0] = true;
                first.run();
            }
        };
        return PatientRecords.of(new InterposedLedger(ledger, before), keys, RULES, (person, role) -> true, clock);
    }

    /** Decided, and then the store of keys was gone. */
    private void interrupted(String patient) {
        KeysThatDie dying = new KeysThatDie(keys);
        assertThatExceptionOfType(KeysUnavailable.class)
                .isThrownBy(() -> PatientRecords.of(ledger, dying, RULES, (person, role) -> true, clock)
                        .forget(patient, "pia", PRIVACY, "asked for it"));
    }

    /** Where a process can die while it forgets. */
    enum Death {
        /** The decision is stored, no key is destroyed. */
        BEFORE_THE_KEY,
        /** The key is destroyed, nothing confirms it. */
        AFTER_THE_KEY
    }

    @ParameterizedTest
    @EnumSource
    void whereverItIsInterruptedItComesToTheSameEnd(Death death) {
        predicted("ada", "d");
        if (death == Death.BEFORE_THE_KEY) {
            interrupted("ada");
            assertThat(keys.find("ada", 1)).isPresent();
        } else {
            ledger.refuse(draft -> draft.kind() == EntryKind.PATIENT_FORGOTTEN, new IllegalStateException("killed"));
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> forget("ada"));
            ledger.recover();
            assertThat(keys.find("ada", 1)).isEmpty();
        }
        predicted("ada", "d"); // after the decision, perhaps under a fresh key
        PatientRecords next = PatientRecords.of(ledger, keys, RULES, (person, role) -> false, clock);

        assertThat(next.finish()).isEqualTo(1);
        assertThat(next.finish()).as("once").isZero();

        assertThat(keys.find("ada", 1)).isEmpty();
        assertThat(keys.find("ada", 2).isPresent())
                .as("who came back in the meantime is not forgotten")
                .isEqualTo(death == Death.AFTER_THE_KEY);
        assertThat(entries(EntryKind.PATIENT_FORGOTTEN))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().asMap())
                        .containsEntry("started", "2")
                        .containsEntry("person", "pia")
                        .containsEntry("rows", death == Death.AFTER_THE_KEY ? "1" : "2"));
    }

    @Test
    void theSameCallFinishesWhatWasInterruptedAlthoughAHoldHasComeSince() {
        predicted("ada", "d");
        interrupted("ada");
        assertThat(hold(new HoldScope.OfPatient("ada")).tooLate()).containsExactly("ada");

        assertThat(forget("ada")).isInstanceOf(Erasure.Held.class);

        assertThat(keys.find("ada", 1)).isEmpty();
        assertThat(records.finish()).isZero();
        assertThat(entries(EntryKind.PATIENT_FORGOTTEN)).hasSize(1);
    }

    @Test
    void twoThatFinishAtOnceConfirmOnce() {
        predicted("ada", "d");
        interrupted("ada");
        PatientRecords late = between(
                EntryKind.PATIENT_FORGOTTEN, () -> assertThat(records.finish()).isEqualTo(1));

        late.finish();

        assertThat(entries(EntryKind.PATIENT_FORGOTTEN)).hasSize(1);
    }

    @Test
    void nobodyMayByDefaultAndNotInAnotherRole() {
        predicted("ada", "d");
        Hold hold = hold(new HoldScope.OfPatient("ben")).hold();
        int before = entries(EntryKind.PREDICTED).size();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> records.forget("ada", "leo", PRIVACY, "x"))
                .withMessage("'leo' may not act as privacy-officer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> records.forget("ada", "leo", LEGAL, "x"))
                .withMessage("this is done by the role privacy-officer, not legal-counsel");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> records.place(new HoldScope.Everything(), "pia", LEGAL, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> records.lift(hold.entry(), "leo", LEGAL, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> records.lift(hold.entry(), "leo", BOARD, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> records.forget("ada", "pia", PRIVACY, " "));

        assertThat(ledger.last().orElseThrow().sequence()).isEqualTo(before + 1L);
        assertThat(keys.find("ada", 1)).isPresent();
    }

    @Test
    void aHoldThatDoesNotStandCannotBeLifted() {
        Hold hold = hold(new HoldScope.OfPatient("ben")).hold();
        records.lift(hold.entry(), "bo", BOARD, "settled");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> records.lift(hold.entry(), "bo", BOARD, "settled"))
                .withMessage("no hold of entry 1 stands");
    }

    /** The keys of monitors' states have names with a slash. */
    @Test
    void whatIsNoPseudonymIsRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> forget("monitor/d/secret"))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException().isThrownBy(() -> new HoldScope.OfPatient(""));
    }
}
