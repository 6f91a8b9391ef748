package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Checkpoint;
import org.clinicalmlops.api.ledger.CheckpointSigner;
import org.clinicalmlops.api.ledger.CheckpointVerification;
import org.clinicalmlops.api.ledger.CheckpointVerification.Failed;
import org.clinicalmlops.api.ledger.CheckpointVerification.Held;
import org.clinicalmlops.api.ledger.CheckpointVerification.Reason;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointedLedgerTest {
    private static final Clock CLOCK = Clock.fixed(Databases.START, ZoneOffset.UTC);
    private static final KeyPair KEYS = keyPair();
    private static final Map<String, PublicKey> PUBLIC = Map.of("ward-1", KEYS.getPublic());

    @TempDir
    Path folder;

    private final List<Checkpoint> kept = new ArrayList<>();
    private final MemoryLedger memory = new MemoryLedger();

    /** A store may have an index for it, which reading by kinds would pass by. */
    @Test
    void aFilterIsLeftToTheStore() {
        List<Class<?>> asked = new ArrayList<>();
        Ledger store = (Ledger) Proxy.newProxyInstance(
                Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, arguments) -> {
                    asked.add(arguments[0].getClass());
                    return null;
                });
        CheckpointedLedger.signing(store, CLOCK, "ward-1", CheckpointSigner.of(KEYS.getPrivate()))
                .keptBy(kept::add)
                .read(EntryFilter.ALL.patient("p"), entry -> {});
        assertThat(asked).containsExactly(EntryFilter.class);
    }

    @Test
    void inItsRhythmTheEndIsSignedKeptAndRecorded() {
        CheckpointedLedger ledger = ledger(KEYS).every(10);
        for (int n = 1; n <= 25; n++) {
            ledger.append(Databases.draft(n));
        }

        assertThat(kept).extracting(Checkpoint::entries).containsExactly(1L, 11L, 21L);
        List<String> stored = new ArrayList<>();
        memory.read(
                Set.of(EntryKind.CHECKPOINT_SIGNED), e -> stored.add(e.body().orElseThrow()));
        assertThat(stored).isEqualTo(kept.stream().map(Checkpoint::line).toList());
        assertThat(verified(memory, kept)).isEqualTo(new Held(intact(memory), 21));
    }

    @Test
    void byHandTheEndIsSignedAtOnce() {
        CheckpointedLedger ledger = ledger(KEYS);
        assertThat(ledger.checkpoint()).isEmpty();
        List<Entry> appended = ledger.appendAll(Databases.drafts(7));

        Checkpoint checkpoint = ledger.checkpoint().orElseThrow();

        assertThat(checkpoint.entries()).isEqualTo(7);
        assertThat(checkpoint.last()).isEqualTo(appended.get(6).hash());
        assertThat(kept).containsExactly(checkpoint);
    }

    @Test
    void aCutTailIsFoundAgainstTheFirstCheckpointThatItTouches() {
        CheckpointedLedger ledger = ledger(KEYS).every(10);
        Databases.drafts(35).forEach(ledger::append);
        MemoryLedger cut = new MemoryLedger();
        copy(memory, cut, 15);
        assertThat(cut.verify()).as("the chain alone sees nothing").isInstanceOf(Verification.Intact.class);

        assertThat(verified(cut, kept)).isEqualTo(new Failed(kept.get(2), Reason.ENTRIES_MISSING));
        assertThat(kept.get(2).entries()).isEqualTo(21);
        assertThat(verified(cut, kept.subList(0, 2)))
                .as("what came after the last checkpoint is not safe")
                .isEqualTo(new Held(intact(cut), 11));
    }

    @Test
    void aPastRewrittenWithRightHashesIsFound() {
        CheckpointedLedger ledger = ledger(KEYS).every(10);
        Databases.drafts(35).forEach(ledger::append);
        MemoryLedger rewritten = new MemoryLedger();
        copy(memory, rewritten, 14);
        rewritten.append(Databases.draft(99));
        while (rewritten.last().orElseThrow().sequence()
                < memory.last().orElseThrow().sequence()) {
            rewritten.append(Databases.draft(1));
        }

        assertThat(rewritten.verify()).isInstanceOf(Verification.Intact.class);
        assertThat(verified(rewritten, kept)).isEqualTo(new Failed(kept.get(2), Reason.PAST_REWRITTEN));
    }

    @Test
    void aForgedCheckpointAndAnUnknownKeyAreNamed() {
        CheckpointedLedger ledger = ledger(KEYS).every(10);
        Databases.drafts(15).forEach(ledger::append);
        Chain end = Chain.endingWith(memory.last().orElseThrow());
        Checkpoint forged = Checkpoint.of(
                end, CLOCK.instant(), "ward-1", CheckpointSigner.of(keyPair().getPrivate()));
        Checkpoint unknown = Checkpoint.of(end, CLOCK.instant(), "ward-2", CheckpointSigner.of(KEYS.getPrivate()));
        Checkpoint moved = new Checkpoint(
                end.entries(),
                end.last(),
                CLOCK.instant(),
                "ward-1",
                kept.get(0).signature());

        assertThat(verified(memory, List.of(kept.get(1), forged)))
                .isEqualTo(new Failed(forged, Reason.FORGED_SIGNATURE));
        assertThat(verified(memory, List.of(moved, kept.get(0)))).isEqualTo(new Failed(moved, Reason.FORGED_SIGNATURE));
        assertThat(verified(memory, List.of(unknown))).isEqualTo(new Failed(unknown, Reason.UNKNOWN_KEY));
    }

    @Test
    void aBrokenChainIsSaidFirst() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (JdbcLedger stored = JdbcLedger.open(Databases.file(file))) {
            CheckpointedLedger ledger = CheckpointedLedger.signing(
                            stored, CLOCK, "ward-1", CheckpointSigner.of(KEYS.getPrivate()))
                    .keptBy(kept::add);
            ledger.appendAll(Databases.drafts(5));
            ledger.checkpoint();
            Databases.dropTriggers(Databases.file(file));
            Databases.execute(Databases.file(file), "UPDATE ledger_entry SET body = 'x' WHERE sequence = 3");

            assertThat(verified(stored, kept))
                    .isInstanceOfSatisfying(
                            CheckpointVerification.ChainBroken.class,
                            broken -> assertThat(broken.chain().sequence()).isEqualTo(3));
        }
    }

    @Test
    void whenSigningOrKeepingFailsTheEntriesAreStoredAndTheNextAppendTriesAgain() {
        boolean[] fails = {true};
        CheckpointedLedger ledger = CheckpointedLedger.signing(
                        memory, CLOCK, "ward-1", CheckpointSigner.of(KEYS.getPrivate()))
                .keptBy(checkpoint -> {
                    if (fails[0]) {
                        throw new IllegalStateException("the mailbox is full");
                    }
                    kept.add(checkpoint);
                })
                .every(10);

        assertThat(ledger.append(Databases.draft(1)).sequence()).isEqualTo(1);
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(ledger::checkpoint)
                .withMessageContaining("after entry 1")
                .havingCause()
                .withMessage("the mailbox is full");
        fails[0] = false;
        ledger.append(Databases.draft(2));

        assertThat(kept).extracting(Checkpoint::entries).containsExactly(2L);
    }

    @Test
    void aLineReadsBackAndNoOtherTextDoes() {
        ledger(KEYS).every(2).append(Databases.draft(1));
        String line = kept.get(0).line();

        assertThat(Checkpoint.parse(line)).isEqualTo(kept.get(0));
        assertThat(line)
                .startsWith("ledger-checkpoint/1 1 ")
                .contains(" 2024-03-01T12:00:00Z ward-1 ")
                .doesNotContain("\n");
        for (String other : List.of(
                "",
                line + " ",
                " " + line,
                line + "\n",
                line + "=",
                line.replace("/1 1 ", "/1 01 "),
                line.replace("/1 1 ", "/1 +1 "),
                line.replace("/1 1 ", "/2 1 "),
                line.replace("00Z", "00.000Z"),
                line.replace("ward-1", "ward 1"),
                line.replace("ward-1", ""),
                line.replace(" 1 ", " 0 "),
                line.substring(0, line.length() - 1) + "!")) {
            assertThatIllegalArgumentException().as(other).isThrownBy(() -> Checkpoint.parse(other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed448"})
    void onlyEd25519Signs(String algorithm) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();

        if (!algorithm.equals("Ed448")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CheckpointSigner.of(pair.getPrivate()))
                    .withMessageContaining("Ed25519");
        } else {
            assertThatExceptionOfType(MlopsException.class)
                    .isThrownBy(() -> CheckpointSigner.of(pair.getPrivate()).sign(new byte[1]));
        }
        ledger(KEYS).every(2).append(Databases.draft(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kept.get(0).isSignedBy(pair.getPublic()))
                .withMessageContaining("Ed25519");
    }

    private CheckpointedLedger ledger(KeyPair keys) {
        return CheckpointedLedger.signing(memory, CLOCK, "ward-1", CheckpointSigner.of(keys.getPrivate()))
                .keptBy(kept::add);
    }

    private static CheckpointVerification verified(Ledger ledger, List<Checkpoint> checkpoints) {
        return CheckpointVerification.of(ledger, checkpoints, PUBLIC);
    }

    private static Verification.Intact intact(MemoryLedger ledger) {
        return (Verification.Intact) ledger.verify();
    }

    private static void copy(MemoryLedger from, MemoryLedger to, int entries) {
        for (Entry e : Databases.all(from).subList(0, entries)) {
            to.append(new Draft(e.kind(), e.at(), e.facts(), e.body()));
        }
    }

    private static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
