package org.clinicalmlops.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredictionBlockTest {
    private static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");
    private static final String[] TEXTS = {
        "",
        " ",
        "-",
        "\\",
        "\\-",
        "\\e",
        "\t",
        "\n",
        "\r\n",
        "\0",
        "\"quoted\"",
        "a\tb\nc",
        "{}",
        "0.25",
        "=F",
        "missing",
        "\u00e4\u00f6\u00fc",
        "\ud83e\udec0 \u5fc3\u810f",
        "\u0001\u001f\u007f\u0085\u2028",
        "patient",
        "\npatient\tx",
        "\\\\n"
    };
    private static final String[] NAMES = {
        "deployment",
        "patient",
        "prediction",
        "risk",
        "input.age",
        "input.\u4f53\u6e29",
        "at",
        "kind",
        "",
        "-",
        "a\tb",
        "z\n"
    };

    /** Written in 2026; must be read for ever, and written the same. */
    @Test
    void theGoldenBlockIsReadAndWrittenTheSame() throws IOException {
        String golden = golden();
        List<Draft> rows = List.of(
                Draft.of(
                        EntryKind.PREDICTED,
                        NOON,
                        Facts.of("deployment", "ward-7")
                                .with("prediction", "ward-7-1")
                                .with("patient", "p1")
                                .with("risk", 0.25)
                                .with("input.sex", "=F")
                                .with("input.note", "tab\tline\nreturn\rnothing\0back\\slash")),
                Draft.of(
                        EntryKind.PREDICTED,
                        NOON.plusMillis(5),
                        Facts.of("deployment", "ward-7")
                                .with("prediction", "ward-7-2")
                                .with("patient", "p1")
                                .with("risk", 0.5)
                                .with("input.sex", "=F")
                                .with("input.note", "")),
                Draft.of(
                        EntryKind.ABSTAINED,
                        NOON.plusMillis(7),
                        Facts.of("deployment", "ward-7").with("reason", "MISSING_INPUT")),
                Draft.of(
                        EntryKind.PREDICTED,
                        NOON.plusMillis(6),
                        Facts.of("deployment", "ward-7")
                                .with("prediction", "ward-7-3")
                                .with("patient", "p2")
                                .with("risk", 0.5)
                                .with("input.sex", "=M")
                                .with("input.note", "\\-")));

        Draft block = PredictionBlock.of(rows);

        assertThat(block.body()).contains(golden);
        assertThat(block.facts()).isEqualTo(Facts.of("rows", "4"));
        assertThat(block.at()).isEqualTo(NOON);
        assertThat(read(stored(golden, 4))).isEqualTo(rows);
        assertThat(EntryFilter.patientsOf(stored(golden, 4))).containsExactlyInAnyOrder("p1", "p2");
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyDraftsComeBackInTheirOrder(long seed) {
        List<Draft> drafts = drafts(new SplittableRandom(seed));

        List<Draft> gathered = PredictionBlock.gather(drafts);

        List<Draft> read = new ArrayList<>();
        Chain chain = Chain.EMPTY;
        for (Draft draft : gathered) {
            Entry entry = chain.next(draft);
            chain = Chain.endingWith(entry);
            read.addAll(read(entry));
            Set<String> patients = new HashSet<>();
            Recorded.of(entry).forEach(row -> row.facts().text("patient").ifPresent(patients::add));
            assertThat(EntryFilter.patientsOf(entry)).isEqualTo(patients);
        }
        assertThat(read).isEqualTo(drafts);
    }

    /** One text for given rows: whatever else is read must be what would be written. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aChangedTextIsRefusedOrIsThatOfOtherRows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String marks = "\\\t\n\r\0-e0tnrPa1";
        List<Draft> rows = drafts(random).stream()
                .filter(PredictionBlock::takes)
                .filter(draft -> Duration.between(NOON, draft.at()).abs().toHours() < 6)
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        Draft block = PredictionBlock.of(rows);
        String body = block.body().orElseThrow();
        for (int i = 0; i < 200; i++) {
            StringBuilder changed = new StringBuilder(body);
            int place = random.nextInt(body.length());
            String mark = "" + marks.charAt(random.nextInt(marks.length()));
            switch (random.nextInt(3)) {
                case 0 -> changed.deleteCharAt(place);
                case 1 -> changed.insert(place, mark);
                default -> changed.replace(place, place + 1, mark);
            }
            Entry entry = entry(block.at(), block.facts(), changed.toString());
            boolean holds = Chain.EMPTY.fault(entry).isEmpty();
            try {
                List<Draft> read = read(entry);
                assertThat(PredictionBlock.of(read).body()).contains(changed.toString());
                assertThat(holds).isEqualTo(!entry.hash().equals(Entry.GENESIS));
            } catch (LedgerDamaged refused) {
                assertThat(holds).isFalse();
                assertThat(refused.sequence()).isEqualTo(1);
                assertThat(refused).hasMessageStartingWith("entry 1 is no readable block of predictions: ");
            }
        }
    }

    static Stream<Arguments> malformed() {
        String head = "prediction-block/1\t2\n";
        String two = head + "kind\tPREDICTED\nat\t" + NOON + "\n";
        return Stream.of(
                Arguments.of("", "it does not begin with its format"),
                Arguments.of("prediction-block/2\t2\n", "it does not begin with its format"),
                Arguments.of("prediction-block/1\t3\n", "it does not begin with its format"),
                Arguments.of(head, "it ends before kinds and instants"),
                Arguments.of(head + "at\t" + NOON + "\nkind\tPREDICTED\n", "line 2 is not the one that belongs there"),
                Arguments.of(
                        head + "kind\tWENT_LIVE\nat\t" + NOON + "\n", "row 0: its kind is not one that a block holds"),
                Arguments.of(head + "kind\tPREDICTED\t\\-\nat\t" + NOON + "\n", "row 1: 'kind' says nothing"),
                Arguments.of(head + "kind\tPREDICTED\nat\t2024-03-01T12:00Z\n", "row 0: its instant is not written"),
                Arguments.of(
                        head + "kind\tPREDICTED\nat\t" + NOON.plusNanos(1) + "\n", "row 0: its instant does not fit"),
                Arguments.of(
                        head + "kind\tPREDICTED\nat\t" + NOON + "\t2024-03-02T00:00:00.000000001Z\n",
                        "row 1: its instant does not fit"),
                Arguments.of(two + "a\tx\tx\n", "row 1: 'a' repeats what is the same as before"),
                Arguments.of(two + "a\tx\t\n", "row 1: 'a' leaves out"),
                Arguments.of(two + "a\t\ty\n", "row 0: 'a' leaves out"),
                Arguments.of(two + "a\t1\t2\t3\n", "'a' has more cells than there are rows"),
                Arguments.of(two + "a\t\\-\n", "'a' says nothing in any row"),
                Arguments.of(two + "a\t1\na\t1\n", "line 5 is not the one that belongs there"),
                Arguments.of(two + "b\t1\na\t1\n", "line 5 is not the one that belongs there"),
                Arguments.of(two + "a\n", "line 4 has no cell"),
                Arguments.of(two + "a\t1", "its last line has no end"),
                Arguments.of(two + "a\t1\t\\x\n", "row 1: a backslash has no meaning there"),
                Arguments.of(two + "a\t1\t2\\\n", "row 1: a backslash has no meaning there"),
                Arguments.of(two + "a\t1\t2\r\n", "row 1: a control character stands there unescaped"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedBlockNamesEntryAndRow(String body, String why) {
        assertThatExceptionOfType(LedgerDamaged.class)
                .isThrownBy(() -> Recorded.of(stored(body, 2)))
                .withMessageStartingWith("entry 1 is no readable block of predictions: " + why)
                .satisfies(damaged -> assertThat(damaged.sequence()).isEqualTo(1));
        assertThat(Chain.EMPTY.fault(stored(body, 2))).hasValueSatisfying(broken -> {
            assertThat(broken.sequence()).isEqualTo(1);
            assertThat(broken.reason()).startsWith("is no readable block of predictions: " + why);
        });
    }

    @Test
    void aBlockWithoutABodyOrWithOtherFactsIsMalformed() throws IOException {
        Entry none = Chain.EMPTY.next(Draft.of(EntryKind.PREDICTIONS_RECORDED, NOON, Facts.of("rows", "4")));
        assertThatExceptionOfType(LedgerDamaged.class)
                .isThrownBy(() -> Recorded.of(none))
                .withMessageEndingWith("it has no body");
        assertThat(EntryFilter.patientsOf(none)).isEmpty();
        for (Facts facts : List.of(
                Facts.NONE,
                Facts.of("rows", "04"),
                Facts.of("rows", "0"),
                Facts.of("rows", "four"),
                Facts.of("rows", "1001"),
                Facts.of("rows", "4").with("more", "x"))) {
            Entry other = entry(NOON, facts, golden());
            assertThatExceptionOfType(LedgerDamaged.class).isThrownBy(() -> Recorded.of(other));
            assertThat(Chain.EMPTY.fault(other)).isPresent();
        }
    }

    @Test
    void whatIsNoPredictionIsNoRow() {
        Draft live = Draft.of(EntryKind.WENT_LIVE, NOON, Facts.NONE);
        Draft row = Draft.of(EntryKind.PREDICTED, NOON, Facts.NONE);

        assertThat(PredictionBlock.gather(List.of(live, row.body("text")))).containsExactly(live, row.body("text"));
        for (List<Draft> rows : List.of(
                List.<Draft>of(),
                List.of(live),
                List.of(row.body("text")),
                Collections.nCopies(1_001, row),
                List.of(row, Draft.of(EntryKind.PREDICTED, NOON.minus(Duration.ofHours(13)), Facts.NONE)))) {
            assertThatIllegalArgumentException().isThrownBy(() -> PredictionBlock.of(rows));
        }
        assertThat(PredictionBlock.gather(Collections.nCopies(2_500, row))).hasSize(3);
    }

    private static List<Draft> drafts(SplittableRandom random) {
        List<Draft> drafts = new ArrayList<>();
        int count = 1 + random.nextInt(40);
        EntryKind[] kinds = {EntryKind.PREDICTED, EntryKind.PREDICTED, EntryKind.PREDICTED, EntryKind.ABSTAINED};
        for (int i = 0; i < count; i++) {
            Facts facts = Facts.NONE;
            for (String name : NAMES) {
                if (random.nextInt(4) > 0) {
                    facts = facts.with(name, TEXTS[random.nextInt(random.nextBoolean() ? 3 : TEXTS.length)]);
                }
            }
            Instant at = NOON.plusMillis(random.nextInt(-50, 50))
                    .plus(Duration.ofHours(random.nextInt(10) == 0 ? random.nextInt(-20, 20) : 0));
            int other = random.nextInt(8);
            Draft draft = Draft.of(kinds[random.nextInt(kinds.length)], at, facts);
            drafts.add(
                    other == 0
                            ? Draft.of(EntryKind.OUTCOME_RECORDED, at, facts)
                            : other == 1 ? draft.body("of its own") : draft);
        }
        return drafts;
    }

    private static List<Draft> read(Entry entry) {
        return Recorded.of(entry).stream()
                .map(row -> new Draft(row.kind(), row.at(), row.facts(), row.body()))
                .toList();
    }

    private static Entry stored(String body, int rows) {
        return entry(NOON, Facts.of("rows", "" + rows), body);
    }

    /** As a database may hold it, whether a ledger would take it or not; with its right hash, if there is one. */
    private static Entry entry(Instant at, Facts facts, String body) {
        EntryKind kind = EntryKind.PREDICTIONS_RECORDED;
        Digest hash;
        try {
            hash = Chain.hash(1, kind, at, facts, Optional.of(body), Entry.GENESIS);
        } catch (IllegalArgumentException e) { // half of a surrogate pair
            hash = Entry.GENESIS;
        }
        return new Entry(1, kind, at, facts, Optional.of(body), Entry.GENESIS, hash);
    }

    private static String golden() throws IOException {
        try (InputStream in = PredictionBlockTest.class.getResourceAsStream("prediction-block-1.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
