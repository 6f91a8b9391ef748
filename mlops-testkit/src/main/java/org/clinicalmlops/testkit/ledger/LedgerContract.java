package org.clinicalmlops.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.PredictionBlock;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Ledger} must do. Extend it beside your own ledger; what it cannot check from outside is durability: that an
 * entry survives the process, and that a crash leaves nothing half-written.
 */
public abstract class LedgerContract extends SharedLedgerContract {
    private static final Instant START = Instant.parse("2024-03-01T12:00:00Z");

    /** For subclasses. */
    protected LedgerContract() {}

    @Test
    public void anEmptyLedgerIsIntactAndHasNoLastEntry() {
        Ledger ledger = freshLedger();

        assertThat(ledger.last()).isEmpty();
        assertThat(ledger.entry(1)).isEmpty();
        assertThat(all(ledger)).isEmpty();
        assertThat(ledger.verify()).isEqualTo(new Verification.Intact(0, Entry.GENESIS));
    }

    @Test
    public void entriesAreNumberedFromOneInTheOrderOfAppending() {
        Ledger ledger = freshLedger();

        Entry first = ledger.append(draft("first"));
        List<Entry> more = ledger.appendAll(List.of(draft("second"), draft("third")));
        Entry fourth = ledger.append(draft("fourth"));

        List<Entry> appended = List.of(first, more.get(0), more.get(1), fourth);
        assertThat(appended).extracting(Entry::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(appended)
                .extracting(entry -> entry.facts().required("n"))
                .containsExactly("first", "second", "third", "fourth");
        assertThat(all(ledger)).isEqualTo(appended);
        assertThat(ledger.last()).contains(fourth);
        assertThat(ledger.entry(2)).contains(more.get(0));
    }

    @Test
    public void eachEntryHoldsTheHashOfTheOneBeforeItByTheCommonRule() {
        Ledger ledger = freshLedger();
        ledger.append(draft("first"));
        ledger.appendAll(List.of(draft("second").body("text"), draft("third")));

        Chain chain = Chain.EMPTY;
        for (Entry entry : all(ledger)) {
            assertThat(chain.fault(entry)).isEmpty();
            chain = Chain.endingWith(entry);
        }
        assertThat(ledger.verify()).isEqualTo(new Verification.Intact(3, chain.last()));
    }

    @Test
    public void twoLedgersWithTheSameDraftsHaveTheSameHashes() {
        List<Draft> drafts = List.of(draft("first"), draft("second").body("text"));

        assertThat(freshLedger().appendAll(drafts)).isEqualTo(freshLedger().appendAll(drafts));
    }

    @Test
    public void appendingNothingChangesNothing() {
        Ledger ledger = freshLedger();
        Entry first = ledger.append(draft("first"));

        assertThat(ledger.appendAll(List.of())).isEmpty();
        assertThat(ledger.last()).contains(first);
    }

    @Test
    public void whenOneDraftIsRefusedNoneIsStored() {
        Ledger ledger = freshLedger();
        Entry first = ledger.append(draft("first"));
        List<Draft> withBadText = List.of(draft("second"), draft("half \ud800 pair"), draft("third"));
        List<Draft> withNull = Arrays.asList(draft("second"), null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.appendAll(withBadText))
                .withMessageContaining("Unicode");
        assertThatThrownBy(() -> ledger.appendAll(withNull)).isInstanceOf(NullPointerException.class);

        assertThat(all(ledger)).containsExactly(first);
        Entry next = ledger.append(draft("next"));
        assertThat(next.sequence()).isEqualTo(2);
        assertThat(ledger.verify()).isEqualTo(new Verification.Intact(2, next.hash()));
    }

    @Test
    public void theReturnedEntriesAreTheStoredOnes() {
        Ledger ledger = freshLedger();
        List<Entry> returned = ledger.appendAll(List.of(
                Draft.of(EntryKind.PLAN_DECLARED, START, Facts.NONE).body("{}"),
                Draft.of(EntryKind.PREDICTED, START.minusNanos(1), Facts.of("risk", "0.25"))));

        assertThat(all(ledger)).isEqualTo(returned);
        assertThat(returned).isUnmodifiable();
    }

    @Test
    public void readingPassesOnlyTheWantedKindsInOrder() {
        Ledger ledger = freshLedger();
        List<EntryKind> kinds =
                List.of(EntryKind.PREDICTED, EntryKind.OUTCOME_RECORDED, EntryKind.PREDICTED, EntryKind.ALERT_OPENED);
        for (int i = 0; i < 40; i++) {
            ledger.append(Draft.of(kinds.get(i % 4), START.plusSeconds(i), Facts.of("n", "" + i)));
        }

        assertThat(sequences(ledger, Set.of(EntryKind.ALERT_OPENED)))
                .containsExactly(4L, 8L, 12L, 16L, 20L, 24L, 28L, 32L, 36L, 40L);
        assertThat(sequences(ledger, Set.of(EntryKind.ALERT_OPENED, EntryKind.OUTCOME_RECORDED)))
                .hasSize(20)
                .isSorted()
                .allMatch(sequence -> sequence % 2 == 0);
        assertThat(sequences(ledger, Set.of(EntryKind.WENT_LIVE))).isEmpty();
        assertThat(sequences(ledger, Set.of())).hasSize(40).isSorted();
        assertThat(sequences(ledger, Set.of(EntryKind.values()))).hasSize(40).isSorted();
    }

    @Test
    public void aFilterPassesWhatHoldsAllItsConditionsInOrder() {
        Ledger ledger = freshLedger();
        String[] patients = {"a", "b", "a\0 '\"", "x".repeat(5_000)};
        for (int i = 1; i <= 40; i++) {
            EntryKind kind = i % 4 == 0 ? EntryKind.OUTCOME_RECORDED : EntryKind.PREDICTED;
            Instant at = START.plusSeconds(i % 10 == 9 ? -3_600 : i); // a clock that jumps back now and then
            Facts facts = i % 5 == 0 ? Facts.NONE : Facts.of("patient", patients[i % 3]);
            ledger.append(Draft.of(kind, at, i == 13 ? Facts.of("patient", patients[3]) : facts));
        }
        ledger.append(Draft.of(EntryKind.PREDICTED, Instant.parse("+12345-01-01T00:00:00Z"), Facts.NONE));
        ledger.append(Draft.of(EntryKind.PREDICTED, Instant.parse("-0001-01-01T00:00:00Z"), Facts.NONE));
        ledger.append(Draft.of(EntryKind.PREDICTED, START.plusMillis(20_500), Facts.NONE));

        Instant early = Instant.parse("-0002-01-01T00:00:00Z");
        Instant late = Instant.parse("+20000-01-01T00:00:00Z");
        List<EntryFilter> filters = new ArrayList<>();
        for (String patient : patients) {
            filters.add(EntryFilter.ALL.patient(patient));
            filters.add(EntryFilter.ALL
                    .patient(patient)
                    .ofKinds(EntryKind.PREDICTED)
                    .from(START.plusSeconds(10)));
        }
        filters.add(EntryFilter.ALL);
        filters.add(EntryFilter.ALL.from(START.plusSeconds(20)).until(START.plusSeconds(21)));
        filters.add(EntryFilter.ALL.from(START.plusSeconds(20)).until(START.plusSeconds(20)));
        filters.add(EntryFilter.ALL.from(START.plusNanos(20_500_000_000L)).until(START.plusSeconds(30)));
        filters.add(EntryFilter.ALL.until(START));
        filters.add(EntryFilter.ALL.from(START.plusSeconds(35)));
        filters.add(EntryFilter.ALL.from(early));
        filters.add(EntryFilter.ALL.from(late));
        filters.add(EntryFilter.ALL.until(late));
        filters.add(EntryFilter.ALL.until(early));
        filters.add(EntryFilter.ALL.ofKinds(EntryKind.OUTCOME_RECORDED).until(START.plusSeconds(20)));
        filters.add(EntryFilter.ALL.patient("nobody"));
        for (EntryFilter filter : filters) {
            List<Entry> passed = new ArrayList<>();
            ledger.read(filter, passed::add);
            assertThat(passed)
                    .as(filter.toString())
                    .isEqualTo(all(ledger).stream().filter(filter::accepts).toList());
        }
        List<Entry> between = new ArrayList<>();
        ledger.read(EntryFilter.ALL.from(START.plusSeconds(20)).until(START.plusSeconds(21)), between::add);
        assertThat(between).extracting(Entry::sequence).containsExactly(20L, 43L);
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    public void everyKindCanBeStored() {
        Ledger ledger = freshLedger();
        for (EntryKind kind : EntryKind.values()) {
            ledger.append(
                    kind == EntryKind.PREDICTIONS_RECORDED
                            ? PredictionBlock.of(List.of(draft("1")))
                            : Draft.of(kind, START, Facts.NONE));
        }

        assertThat(all(ledger)).extracting(Entry::kind).containsExactly(EntryKind.values());
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    /** Whoever appends entries by hand can write a block that says nothing, with its right hash. */
    @Test
    public void aBlockOfPredictionsThatNobodyCanReadIsNamedByVerification() {
        Ledger ledger = freshLedger();
        Draft block = PredictionBlock.of(List.of(draft("1"), draft("2")));
        ledger.append(block);
        ledger.append(block.body(block.body().orElseThrow() + "nonsense"));
        ledger.append(block);

        assertThat(ledger.verify())
                .isInstanceOfSatisfying(
                        Verification.Broken.class,
                        broken -> assertThat(broken.sequence()).isEqualTo(2));
    }

    @ParameterizedTest(name = "text {index}")
    @MethodSource("texts")
    public void anyWellFormedTextComesBackAsItWas(String text) {
        Ledger ledger = freshLedger();
        Draft draft =
                Draft.of(EntryKind.PREDICTED, START, Facts.of(text, "value").with(text + "2", text));
        Entry appended = ledger.append(text.indexOf('\0') < 0 ? draft.body(text) : draft);

        Entry stored = ledger.entry(1).orElseThrow();
        assertThat(stored).isEqualTo(appended);
        assertThat(stored.facts()).isEqualTo(draft.facts());
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    static List<String> texts() {
        StringBuilder controls = new StringBuilder();
        for (char c = 0; c < 0xa0; c++) {
            controls.append(c);
        }
        return List.of(
                "",
                " ",
                "null",
                "{\"a\":1}",
                "'; DROP TABLE ledger_entry; --",
                "a\\b\"c/d\\u0041",
                "line one\r\nline two\ttab",
                "\u00e4\u00f6\u00fc \u0416 \u4e2d \ud83c\udfe5 e\u0301 \u2028 \ufeff \uffff",
                controls.toString(),
                controls.substring(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "2024-02-29T12:00:00.000000001Z",
                "2024-02-29T12:00:00.120Z",
                "-1000000000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    public void instantsKeepTheirFullPrecision(Instant at) {
        Ledger ledger = freshLedger();
        ledger.append(Draft.of(EntryKind.PREDICTED, at, Facts.NONE));

        assertThat(ledger.last().orElseThrow().at()).isEqualTo(at);
    }

    @Test
    public void aBodyComesBackAsItWasAndNoBodyIsNotAnEmptyOne() {
        Ledger ledger = freshLedger();
        String large = "model \u20ac ".repeat(200_000);
        ledger.appendAll(
                List.of(draft("none"), draft("empty").body(""), draft("large").body(large)));

        assertThat(all(ledger))
                .extracting(Entry::body)
                .containsExactly(Optional.empty(), Optional.of(""), Optional.of(large));
    }

    @Test
    public void aBodyWithTheNulCharacterIsRefused() {
        Ledger ledger = freshLedger();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ledger.append(draft("1").body("a\0b")))
                .withMessageContaining("U+0000");
        assertThat(ledger.last()).isEmpty();
    }

    @Test
    public void anEntryThatIsNotThereIsEmpty() {
        Ledger ledger = freshLedger();
        ledger.append(draft("first"));

        assertThat(List.of(Long.MIN_VALUE, -1L, 0L, 2L, 1L << 32, Long.MAX_VALUE))
                .allSatisfy(sequence -> assertThat(ledger.entry(sequence)).isEmpty());
    }

    @Test
    public void whatAReaderThrowsReachesTheCallerAndTheLedgerStaysUsable() {
        Ledger ledger = freshLedger();
        ledger.append(draft("1"));
        RuntimeException own = new IllegalStateException("the reader's own");

        assertThatThrownBy(() -> ledger.read(Set.of(), entry -> {
                    throw own;
                }))
                .isSameAs(own);
        assertThat(ledger.append(draft("2")).sequence()).isEqualTo(2);
    }

    private static Draft draft(String n) {
        return Draft.of(EntryKind.PREDICTED, START, Facts.of("n", n));
    }

    private static List<Entry> all(Ledger ledger) {
        List<Entry> entries = new ArrayList<>();
        ledger.read(Set.of(), entries::add);
        return entries;
    }

    private static List<Long> sequences(Ledger ledger, Set<EntryKind> kinds) {
        List<Long> sequences = new ArrayList<>();
        ledger.read(kinds, entry -> sequences.add(entry.sequence()));
        return sequences;
    }
}
