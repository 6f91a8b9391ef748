package org.clinicalmlops.core.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.core.seal.SealedReading;
import org.clinicalmlops.core.seal.Sealing;

/**
 * What a ledger holds of patients: whose rows are due to be forgotten, what keeps them, and forgetting itself. Every change needs a
 * person whom the host's directory lets act in the role that the {@link Retention} names; nobody may by default.
 *
 * <p>Forgetting destroys the patient's keys; the ledger keeps its entries, and its chain verifies as before. It is decided by an entry,
 * {@code FORGETTING_STARTED}, then done, then confirmed by {@code PATIENT_FORGOTTEN}. Whatever ends the process in between, {@link #finish}
 * leads to the same end. A legal hold that is placed before the decision wins; one that is placed after it is told that it came too late.
 *
 * <p>Thread-safe; several may work on one ledger, in one JVM or in several. Not for a clinical thread.
 */
public final class PatientRecords {
    private static final EntryFilter ROWS =
            EntryFilter.ALL.ofKinds(EntryKind.PREDICTED, EntryKind.OUTCOME_RECORDED, EntryKind.FEEDBACK_RECORDED);

    private final Ledger ledger;
    private final PatientKeys keys;
    private final Retention retention;
    private final Staff staff;
    private final Clock clock;
    private final Runnable settled;

    private PatientRecords(
            Ledger ledger, PatientKeys keys, Retention retention, Staff staff, Clock clock, Runnable settled) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.keys = Objects.requireNonNull(keys, "keys");
        this.retention = Objects.requireNonNull(retention, "retention");
        this.staff = Objects.requireNonNull(staff, "staff");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.settled = Objects.requireNonNull(settled, "settled");
    }

    /** Of a ledger into which nobody writes through a queue. A workspace has its own. */
    public static PatientRecords of(Ledger ledger, PatientKeys keys, Retention retention, Staff staff, Clock clock) {
        return new PatientRecords(ledger, keys, retention, staff, clock, () -> {});
    }

    /** @param queue stores what waits for being stored; run before a patient is looked for */
    public PatientRecords after(Runnable queue) {
        return new PatientRecords(ledger, keys, retention, staff, clock, queue);
    }

    /**
     * Everything that the ledger holds about a patient, oldest first: for the patient who asks, which is their right.
     *
     * @throws KeysUnavailable if a key cannot be asked for now
     * @throws LedgerUnavailable if the ledger cannot be read
     */
    public void rowsOf(String pseudonym, Consumer<? super PatientRow> rows) {
        requirePseudonym(pseudonym);
        settled.run();
        SealedReading reading = Sealing.under(keys).reading();
        Recorded.read(
                ledger,
                EntryFilter.ALL.patient(pseudonym),
                entry -> rows.accept(new PatientRow(
                        entry.sequence(), entry.kind(), entry.at(), reading.open(entry.kind(), entry.facts()))));
    }

    /**
     * Patients whose rows need not be kept any more and are under no hold, those first who waited longest. Nothing is forgotten by that.
     * Cost: a pass over all predictions and outcomes; memory for every patient.
     */
    public List<Due> due() {
        settled.run();
        Map<String, Instant> last = new HashMap<>();
        Map<String, Set<String>> deployments = new HashMap<>();
        Set<EntryKind> kinds = Set.of(
                EntryKind.PREDICTED,
                EntryKind.OUTCOME_RECORDED,
                EntryKind.FEEDBACK_RECORDED,
                EntryKind.PATIENT_FORGOTTEN);
        Recorded.read(
                ledger,
                kinds,
                entry -> entry.facts().text("patient").ifPresent(patient -> {
                    if (entry.kind() == EntryKind.PATIENT_FORGOTTEN) {
                        last.remove(patient);
                    } else {
                        last.merge(patient, entry.at(), (a, b) -> a.isAfter(b) ? a : b);
                        entry.facts()
                                .text("deployment")
                                .ifPresent(id -> deployments
                                        .computeIfAbsent(patient, same -> new HashSet<>())
                                        .add(id));
                    }
                }));
        HoldBook book = HoldBook.of(ledger);
        Instant now = clock.instant();
        List<Due> due = new ArrayList<>();
        last.forEach((patient, at) -> {
            if (retention.isOver(at, now)
                    && book.covering(patient, deployments.getOrDefault(patient, Set.of()))
                            .isEmpty()) {
                due.add(new Due(patient, at));
            }
        });
        due.sort(Comparator.comparing(Due::last).thenComparing(Due::patient));
        return List.copyOf(due);
    }

    /** The holds that stand, oldest first. */
    public List<Hold> holds() {
        return HoldBook.of(ledger).holds();
    }

    /**
     * Places a legal hold: from its entry on nobody in its scope is forgotten until it is lifted.
     *
     * @param person the host's identifier of a member of staff
     * @param role must be the one that places holds
     * @param reason in words; no patient's data
     * @throws IllegalArgumentException if the role is not the one, or the person may not act in it
     * @throws LedgerUnavailable if it could not be stored
     */
    public Placement place(HoldScope scope, String person, Role role, String reason) {
        Facts by = by(person, role, retention.holds(), reason);
        while (true) {
            HoldBook book = HoldBook.of(ledger);
            List<String> tooLate = book.tooLate(scope, this::deploymentsOf);
            Draft draft = Draft.of(
                    EntryKind.LEGAL_HOLD_PLACED, clock.instant(), scope.facts().and(by));
            try {
                Entry placed = ledger.appendIfNone(Set.of(EntryKind.FORGETTING_STARTED), book.seen(), List.of(draft))
                        .get(0);
                return new Placement(Hold.of(placed), tooLate);
            } catch (LedgerConflict e) {
                continue; // somebody is being forgotten since we looked: who, is to be known
            }
        }
    }

    /**
     * Lifts a hold.
     *
     * @param hold {@link Hold#entry}
     * @throws IllegalArgumentException if no such hold stands, the role is not the one, or the person may not act in it
     */
    public void lift(long hold, String person, Role role, String reason) {
        Facts by = by(person, role, retention.lifts(), reason);
        while (true) {
            HoldBook book = HoldBook.of(ledger);
            HoldScope scope = book.hold(hold)
                    .orElseThrow(() -> new IllegalArgumentException("no hold of entry " + hold + " stands"))
                    .scope();
            Facts facts = scope.facts().with("hold", hold).and(by);
            Draft draft = Draft.of(EntryKind.LEGAL_HOLD_LIFTED, clock.instant(), facts);
            try {
                ledger.appendIfNone(Set.of(EntryKind.LEGAL_HOLD_LIFTED), book.seen(), List.of(draft));
                return;
            } catch (LedgerConflict e) {
                continue; // it may have been this one
            }
        }
    }

    /**
     * Forgets a patient: destroys every key that they have had up to now. Rows that come later are under a fresh key. What an earlier call
     * has decided about the patient and not finished is finished first, whatever holds were placed since.
     *
     * @param pseudonym of the patient
     * @param person the host's identifier of a member of staff
     * @param role must be the one that forgets
     * @param reason in words: that the time is over, or that the patient asked for it; no patient's data
     * @throws IllegalArgumentException if the role is not the one, or the person may not act in it
     * @throws KeysUnavailable if it is decided, and not sure that it is done: {@link #finish}, or the same call, goes on
     * @throws LedgerUnavailable likewise, or nothing is decided yet
     */
    public Erasure forget(String pseudonym, String person, Role role, String reason) {
        requirePseudonym(pseudonym);
        Facts by = by(person, role, retention.forgets(), reason);
        settled.run();
        HoldBook.of(ledger).begun().stream()
                .filter(started -> started.facts().says("patient", pseudonym))
                .forEach(this::finish);
        while (true) {
            HoldBook book = HoldBook.of(ledger);
            List<Hold> holds = book.covering(pseudonym, deploymentsOf(pseudonym));
            if (!holds.isEmpty()) {
                return new Erasure.Held(holds);
            }
            Facts facts = Facts.of("patient", pseudonym)
                    .with("key", keys.newest(pseudonym))
                    .and(by);
            Draft draft = Draft.of(EntryKind.FORGETTING_STARTED, clock.instant(), facts);
            try {
                Entry started = ledger.appendIfNone(Set.of(EntryKind.LEGAL_HOLD_PLACED), book.seen(), List.of(draft))
                        .get(0);
                return finish(started);
            } catch (LedgerConflict e) {
                continue; // a hold was placed since we looked: it may cover the patient
            }
        }
    }

    /**
     * Brings to an end what was decided and not confirmed, because a process died or a store was not there. A workspace does so when
     * it opens.
     *
     * @return how many there were
     * @throws KeysUnavailable if it is not sure that a key is destroyed
     */
    public int finish() {
        List<Entry> begun = HoldBook.of(ledger).begun();
        begun.forEach(this::finish);
        return begun.size();
    }

    private Erasure finish(Entry started) {
        String patient = started.facts().required("patient");
        long upTo = Long.parseLong(started.facts().required("key"));
        if (upTo > 0) {
            keys.forget(patient, upTo);
        }
        long[] rows = new long[2];
        Recorded.read(ledger, ROWS.patient(patient), entry -> {
            long generation = Sealing.generation(entry.facts());
            rows[0] += generation >= 1 && generation <= upTo ? 1 : 0;
            rows[1] += generation == 0 ? 1 : 0;
        });
        Facts facts = Facts.of("patient", patient)
                .with("started", started.sequence())
                .with("rows", rows[0])
                .with("unsealed", rows[1])
                .with("person", started.facts().required("person"))
                .with("role", started.facts().required("role"))
                .with("reason", started.facts().required("reason"));
        return done(confirmed(started, facts));
    }

    /** Once, whoever is first. */
    private Entry confirmed(Entry started, Facts facts) {
        while (true) {
            HoldBook book = HoldBook.of(ledger);
            if (book.done(started).isPresent()) {
                return book.done(started).get();
            }
            Draft draft = Draft.of(EntryKind.PATIENT_FORGOTTEN, clock.instant(), facts);
            try {
                return ledger.appendIfNone(Set.of(EntryKind.PATIENT_FORGOTTEN), book.seen(), List.of(draft))
                        .get(0);
            } catch (LedgerConflict e) {
                continue; // it may have been this one
            }
        }
    }

    private static Erasure done(Entry entry) {
        return new Erasure.Done(
                entry.sequence(),
                Long.parseLong(entry.facts().required("rows")),
                Long.parseLong(entry.facts().required("unsealed")));
    }

    private Set<String> deploymentsOf(String patient) {
        Set<String> deployments = new HashSet<>();
        Recorded.read(
                ledger,
                ROWS.patient(patient),
                entry -> entry.facts().text("deployment").ifPresent(deployments::add));
        return deployments;
    }

    private Facts by(String person, Role role, Role asked, String reason) {
        if (!role.equals(asked)) {
            throw new IllegalArgumentException("this is done by the role " + asked + ", not " + role);
        }
        if (!staff.mayActAs(person, role)) {
            throw new IllegalArgumentException("'" + person + "' may not act as " + role);
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a reason must be given, was blank");
        }
        return Facts.of("person", person).with("role", role.name()).with("reason", reason);
    }

    /** Names with a slash are of our own keys; the text is not repeated: it may be a patient's own key, given by mistake. */
    static void requirePseudonym(String pseudonym) {
        if (pseudonym.isBlank() || pseudonym.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a pseudonym must not be blank and hold no '/'");
        }
    }
}
