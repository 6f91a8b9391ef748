package org.clinicalmlops.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTest {
    private static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");

    /** Oracle: src/test/oracle/chain.py, with its Python version in the first line of its output. */
    @ParameterizedTest(name = "entry {0}")
    @MethodSource("oracleRows")
    void theHashIsTheOneThatAnIndependentProgramComputes(String number, String[] row) {
        Facts facts = Facts.NONE;
        for (String fact : row[4].isEmpty() ? new String[0] : row[4].split("&")) {
            String[] sides = fact.split("=", -1);
            facts = facts.with(decoded(sides[0]), decoded(sides[1]));
        }
        Optional<String> body = row[5].equals("-") ? Optional.empty() : Optional.of(decoded(row[5].substring(1)));
        Instant at = Instant.ofEpochSecond(Long.parseLong(row[2]), Long.parseLong(row[3]));

        Digest hash =
                Chain.hash(Long.parseLong(number), EntryKind.valueOf(row[1]), at, facts, body, new Digest(row[6]));

        assertThat(hash.hex()).isEqualTo(row[7]);
    }

    static List<Object[]> oracleRows() throws IOException {
        List<Object[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/oracle/chain.tsv"))) {
            if (!line.startsWith("#")) {
                String[] row = line.split("\t", -1);
                rows.add(new Object[] {row[0], row});
            }
        }
        return rows;
    }

    @Test
    void everyPartOfAnEntryChangesItsHash() {
        Facts facts = Facts.of("a", "bc");
        Digest other = Digest.of("other");
        List<Digest> hashes = List.of(
                Chain.hash(1, EntryKind.PREDICTED, NOON, facts, Optional.empty(), Entry.GENESIS),
                Chain.hash(2, EntryKind.PREDICTED, NOON, facts, Optional.empty(), Entry.GENESIS),
                Chain.hash(1, EntryKind.ABSTAINED, NOON, facts, Optional.empty(), Entry.GENESIS),
                Chain.hash(1, EntryKind.PREDICTED, NOON.plusNanos(1), facts, Optional.empty(), Entry.GENESIS),
                Chain.hash(1, EntryKind.PREDICTED, NOON, Facts.of("ab", "c"), Optional.empty(), Entry.GENESIS),
                Chain.hash(1, EntryKind.PREDICTED, NOON, Facts.of("a", ""), Optional.empty(), Entry.GENESIS),
                Chain.hash(1, EntryKind.PREDICTED, NOON, Facts.NONE, Optional.empty(), Entry.GENESIS),
                Chain.hash(1, EntryKind.PREDICTED, NOON, facts, Optional.of(""), Entry.GENESIS),
                Chain.hash(1, EntryKind.PREDICTED, NOON, facts, Optional.empty(), other));
        Set<Digest> different = new LinkedHashSet<>(hashes);

        assertThat(different).hasSameSizeAs(hashes);
    }

    @Test
    void anEntryNamesItsNumberAndTheHashBeforeIt() {
        Entry first = Chain.EMPTY.next(draft("1"));
        Entry second = Chain.endingWith(first).next(draft("2"));

        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.previous()).isEqualTo(Entry.GENESIS);
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.previous()).isEqualTo(first.hash());
        assertThat(Chain.EMPTY.fault(first)).isEmpty();
        assertThat(Chain.endingWith(first).fault(second)).isEmpty();
    }

    @Test
    void aMissingEntryIsNamedRatherThanTheOneAfterIt() {
        Entry first = Chain.EMPTY.next(draft("1"));
        Entry second = Chain.endingWith(first).next(draft("2"));

        assertThat(Chain.EMPTY.fault(second)).hasValueSatisfying(broken -> {
            assertThat(broken.sequence()).isEqualTo(1);
            assertThat(broken.reason()).contains("missing").contains("2");
        });
    }

    @Test
    void anEntryThatIsThereTwiceIsNamed() {
        Entry first = Chain.EMPTY.next(draft("1"));

        assertThat(Chain.endingWith(first).fault(first)).hasValueSatisfying(broken -> {
            assertThat(broken.sequence()).isEqualTo(1);
            assertThat(broken.reason()).contains("not where it belongs");
        });
    }

    @Test
    void anotherPreviousHashAndAnotherOwnHashAreToldApart() {
        Entry good = Chain.EMPTY.next(draft("1"));
        Digest other = Digest.of("other");
        Entry wrongPrevious = new Entry(1, good.kind(), good.at(), good.facts(), good.body(), other, good.hash());
        Entry wrongHash = new Entry(1, good.kind(), good.at(), good.facts(), good.body(), good.previous(), other);

        assertThat(Chain.EMPTY.fault(wrongPrevious).orElseThrow().reason()).contains("before it");
        assertThat(Chain.EMPTY.fault(wrongHash).orElseThrow().reason()).contains("not the hash of what it states");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00b", "\ud800\ud800"})
    void halfASurrogatePairIsRefusedBecauseTwoTextsWouldShareBytes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.EMPTY.next(draft(text)))
                .withMessageContaining("fact 'n'")
                .withMessageContaining("Unicode");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.EMPTY.next(draft("1").body(text)))
                .withMessageContaining("body");

        Entry stored = new Entry(
                1, EntryKind.PREDICTED, NOON, Facts.of("n", text), Optional.empty(), Entry.GENESIS, Entry.GENESIS);
        assertThat(Chain.EMPTY.fault(stored).orElseThrow().reason()).contains("Unicode");
    }

    @Test
    void aBodyWithTheNulCharacterIsRefusedAndAFactWithItIsNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chain.EMPTY.next(draft("1").body("a\0b")))
                .withMessageContaining("U+0000");
        assertThat(Chain.EMPTY.next(draft("a\0b")).facts().required("n")).isEqualTo("a\0b");
    }

    @Test
    void aNegativeLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Chain(-1, Entry.GENESIS))
                .withMessageContaining("entries must be >= 0, was -1");
    }

    private static Draft draft(String n) {
        return Draft.of(EntryKind.PREDICTED, NOON, Facts.of("n", n));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
