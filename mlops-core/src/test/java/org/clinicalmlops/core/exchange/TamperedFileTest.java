package org.clinicalmlops.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Checkpoint;
import org.clinicalmlops.api.ledger.CheckpointSigner;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.core.exchange.FileFault.Kind;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was changed in a file is found, by whoever changed it: also by the one who holds the key. */
class TamperedFileTest {
    private static final CheckpointSigner SIGNER = CheckpointSigner.of(ExportImportTest.KEY.getPrivate());

    private static ModelFile file;
    private static byte[] bytes;

    @BeforeAll
    static void export() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            file = ExportImportTest.file(scene);
            bytes = file.bytes();
        }
    }

    private static Optional<FileFault> fault(byte[] changed) {
        return ModelFile.read(changed, ExportImportTest.trusted())
                .fold(sound -> Optional.empty(), unsound -> Optional.of(unsound.fault()));
    }

    /** What a mutation does to the bytes. */
    enum Mutation {
        FLIP_A_BIT {
            @Override
            byte[] of(byte[] text, SplittableRandom random) {
                byte[] changed = text.clone();
                changed[random.nextInt(text.length)] ^= (byte) (1 << random.nextInt(8));
                return changed;
            }
        },
        LEAVE_OUT_A_BYTE {
            @Override
            byte[] of(byte[] text, SplittableRandom random) {
                int at = random.nextInt(text.length);
                return joined(text, 0, at, at + 1);
            }
        },
        PUT_IN_A_BYTE {
            @Override
            byte[] of(byte[] text, SplittableRandom random) {
                int at = random.nextInt(text.length + 1);
                byte[] changed = new byte[text.length + 1];
                System.arraycopy(text, 0, changed, 0, at);
                changed[at] = (byte) random.nextInt(256);
                System.arraycopy(text, at, changed, at + 1, text.length - at);
                return changed;
            }
        },
        CUT_THE_END {
            @Override
            byte[] of(byte[] text, SplittableRandom random) {
                return Arrays.copyOf(text, random.nextInt(text.length));
            }
        },
        LEAVE_OUT_A_PART {
            @Override
            byte[] of(byte[] text, SplittableRandom random) {
                int from = random.nextInt(text.length - 1);
                return joined(text, 0, from, from + 1 + random.nextInt(text.length - from - 1));
            }
        },
        SWAP_TWO_LINES {
            @Override
            byte[] of(byte[] text, SplittableRandom random) {
                List<String> lines = new ArrayList<>(List.of(new String(text, StandardCharsets.UTF_8).split("\n")));
                int a = random.nextInt(lines.size());
                int b = (a + 1 + random.nextInt(lines.size() - 1)) % lines.size();
                String line = lines.get(a);
                lines.set(a, lines.get(b));
                lines.set(b, line);
                return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            }
        };

        abstract byte[] of(byte[] text, SplittableRandom random);

        private static byte[] joined(byte[] text, int from, int until, int again) {
            byte[] changed = new byte[until - from + text.length - again];
            System.arraycopy(text, from, changed, 0, until - from);
            System.arraycopy(text, again, changed, until - from, text.length - again);
            return changed;
        }
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void everyMutationIsFound(Mutation mutation) {
        for (int seed = 0; seed < 200; seed++) {
            byte[] changed = mutation.of(bytes, new SplittableRandom(seed));
            assertThat(fault(changed)).as("seed %s", seed).isPresent();
        }
    }

    /** The content changed and signed again, with the trusted key. */
    private static byte[] signedAgain(byte[] content) {
        Digest digest = Digest.of(content);
        String signature = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(SIGNER.sign(ModelFile.statement(digest, "north")));
        String line = "signed " + digest + " north " + signature + "\n";
        byte[] end = line.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(content, content.length + end.length);
        System.arraycopy(end, 0, all, content.length, end.length);
        return all;
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void everyMutationThatTheHolderOfTheKeySignsIsFoundOrLeavesAllHashesAsTheyAre(Mutation mutation) {
        byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
        assertThat(fault(signedAgain(content))).as("unchanged").isEmpty();
        for (int seed = 0; seed < 200; seed++) {
            byte[] changed = signedAgain(mutation.of(content, new SplittableRandom(seed)));
            FileAnswer answer = ModelFile.read(changed, ExportImportTest.trusted());
            boolean harmless = answer.fold(
                    sound -> sound.file().entries().equals(file.entries()), // the instant, or the end of the chain
                    unsound -> true);
            assertThat(harmless).as("seed %s", seed).isTrue();
        }
    }

    private static Optional<FileFault> fault(List<Entry> entries) {
        return fault(ModelFile.signed(
                        file.model(), file.plan(), file.at(), file.chain(), file.checkpoint(), entries, "north", SIGNER)
                .bytes());
    }

    /** The entries with the newest of a kind changed, and its hash made to fit; an entry that follows at once still names the old one. */
    private static List<Entry> with(EntryKind kind, UnaryOperator<Entry> change) {
        List<Entry> entries = new ArrayList<>(file.entries());
        int last = -1;
        for (int i = 0; i < entries.size(); i++) {
            last = entries.get(i).kind() == kind ? i : last;
        }
        Entry was = change.apply(entries.get(last));
        Digest hash = Chain.hash(was.sequence(), was.kind(), was.at(), was.facts(), was.body(), was.previous());
        entries.set(
                last, new Entry(was.sequence(), was.kind(), was.at(), was.facts(), was.body(), was.previous(), hash));
        return entries;
    }

    private static Entry facts(Entry entry, String name, String value) {
        Facts facts = Facts.NONE;
        for (Map.Entry<String, String> fact : entry.facts().asMap().entrySet()) {
            facts = facts.with(fact.getKey(), fact.getKey().equals(name) ? value : fact.getValue());
        }
        return new Entry(
                entry.sequence(), entry.kind(), entry.at(), facts, entry.body(), entry.previous(), entry.hash());
    }

    private static Entry body(Entry entry, UnaryOperator<String> change) {
        return new Entry(
                entry.sequence(),
                entry.kind(),
                entry.at(),
                entry.facts(),
                entry.body().map(change),
                entry.previous(),
                entry.hash());
    }

    @Test
    void anEntryWhoseHashWasMadeToFitBreaksTheChainOrTheEvidence() {
        assertThat(fault(with(EntryKind.GATES_DECIDED, e -> facts(e, "gate.0.ruling", "FAIL"))))
                .as("the next entry names another hash")
                .get()
                .extracting(FileFault::kind)
                .isEqualTo(Kind.CHAIN);
        assertThat(fault(with(EntryKind.MODEL_APPROVED, e -> facts(e, "decided", "1"))))
                .get()
                .extracting(FileFault::kind)
                .isIn(Kind.CHAIN, Kind.EVIDENCE);
    }

    @Test
    void everyPieceOfTheApprovalIsNeeded() {
        for (EntryKind kind : List.of(
                EntryKind.PLAN_DECLARED,
                EntryKind.COHORT_EXTRACTED,
                EntryKind.MODEL_TRAINED,
                EntryKind.MODEL_EVALUATED,
                EntryKind.BASELINE_PROFILED,
                EntryKind.GATES_DECIDED,
                EntryKind.MODEL_APPROVED)) {
            List<Entry> without = file.entries().stream()
                    .filter(entry -> entry.kind() != kind)
                    .toList();
            assertThat(fault(without))
                    .as("%s", kind)
                    .get()
                    .extracting(FileFault::kind)
                    .isEqualTo(Kind.EVIDENCE);
        }
    }

    /** Only what is asked for, each a little apart, so that no entry names the hash of the one before it. */
    private static List<Entry> apart(List<Entry> entries) {
        List<Entry> apart = new ArrayList<>();
        for (Entry entry : entries) {
            Digest previous = Digest.of("something between " + entry.sequence());
            Facts facts = entry.facts().text("decided").isPresent()
                    ? facts(
                                    entry,
                                    "decided",
                                    Long.toString(
                                            2 * Long.parseLong(entry.facts().required("decided"))))
                            .facts()
                    : entry.facts();
            long number = 2 * entry.sequence();
            Digest hash = Chain.hash(number, entry.kind(), entry.at(), facts, entry.body(), previous);
            apart.add(new Entry(number, entry.kind(), entry.at(), facts, entry.body(), previous, hash));
        }
        return apart;
    }

    private static Optional<Kind> apartFault(List<Entry> entries) {
        Chain chain = new Chain(2 * file.chain().entries() + 1, file.chain().last());
        return fault(ModelFile.signed(
                                file.model(),
                                file.plan(),
                                file.at(),
                                chain,
                                Optional.empty(),
                                apart(entries),
                                "north",
                                SIGNER)
                        .bytes())
                .map(FileFault::kind);
    }

    @Test
    void theSignerCannotPutAnotherTextOrAnotherRulingIn() {
        assertThat(apartFault(file.entries())).as("unchanged").isEmpty();
        assertThat(apartFault(with(EntryKind.MODEL_TRAINED, e -> body(e, t -> t.replace("0", "1")))))
                .contains(Kind.CONTENT);
        assertThat(apartFault(with(EntryKind.BASELINE_PROFILED, e -> body(e, t -> t + " "))))
                .contains(Kind.CONTENT);
        assertThat(apartFault(with(EntryKind.MODEL_EVALUATED, e -> body(e, t -> t.replace("0", "1")))))
                .contains(Kind.CONTENT);
        assertThat(apartFault(with(EntryKind.PLAN_DECLARED, e -> body(e, t -> t.replace("0", "1")))))
                .contains(Kind.CONTENT);
        assertThat(apartFault(with(EntryKind.GATES_DECIDED, e -> facts(e, "gate.0.ruling", "FAIL"))))
                .contains(Kind.EVIDENCE);
        assertThat(apartFault(with(
                        EntryKind.MODEL_TRAINED,
                        e -> facts(e, "data", Digest.of("others").hex()))))
                .contains(Kind.EVIDENCE);
        assertThat(apartFault(with(
                        EntryKind.MODEL_APPROVED,
                        e -> facts(e, "model", Digest.of("others").hex()))))
                .contains(Kind.EVIDENCE);
    }

    @Test
    void theKeyMustBeOneThatIsTrustedAndTheSignatureOfThatKey() {
        assertThat(((FileAnswer.Unsound) ModelFile.read(bytes, Map.of()))
                        .fault()
                        .kind())
                .isEqualTo(Kind.UNKNOWN_KEY);
        assertThat(((FileAnswer.Unsound) ModelFile.read(
                                bytes, Map.of("north", ExportImportTest.key().getPublic())))
                        .fault()
                        .kind())
                .isEqualTo(Kind.SIGNATURE);
    }

    @Test
    void aCheckpointThatIsNotOfThisChainIsFound() {
        Entry one = file.entries().get(3);
        Checkpoint elsewhere =
                Checkpoint.of(new Chain(one.sequence(), Digest.of("another chain")), file.at(), "notary", SIGNER);
        Checkpoint forged = new Checkpoint(
                one.sequence(),
                one.hash(),
                file.at(),
                "north",
                Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
        Checkpoint good = Checkpoint.of(new Chain(one.sequence(), one.hash()), file.at(), "notary", SIGNER);

        assertThat(withCheckpoint(elsewhere)).contains(Kind.CHECKPOINT);
        assertThat(withCheckpoint(forged)).contains(Kind.CHECKPOINT);
        assertThat(withCheckpoint(good)).isEmpty();
    }

    private static Optional<Kind> withCheckpoint(Checkpoint checkpoint) {
        return fault(ModelFile.signed(
                                file.model(),
                                file.plan(),
                                file.at(),
                                file.chain(),
                                Optional.of(checkpoint),
                                file.entries(),
                                "north",
                                SIGNER)
                        .bytes())
                .map(FileFault::kind);
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        long[] given = {0};
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                given[0]++;
                return 'x';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                given[0] += length;
                Arrays.fill(into, from, from + length, (byte) 'x');
                return length;
            }
        };

        FileAnswer answer = ModelFile.read(endless, ExportImportTest.trusted());

        assertThat(((FileAnswer.Unsound) answer).fault().kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(given[0]).isLessThan(2L * ModelFile.MOST_BYTES);
    }

    @Test
    void tooManyEntriesAreNotRead() {
        String content = file.content().replaceFirst("\nentries \\d+\n", "\nentries 10001\n");

        assertThat(fault(signedAgain(content.getBytes(StandardCharsets.UTF_8)))
                        .orElseThrow()
                        .kind())
                .isEqualTo(Kind.TOO_LARGE);
    }
}
