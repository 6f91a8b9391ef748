package org.clinicalmlops.api.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.clinicalmlops.api.samples.MemoryLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedTest {
    private static final Instant NOON = Instant.parse("2024-03-01T12:00:00Z");
    private static final EntryKind[] KINDS = {
        EntryKind.PREDICTED, EntryKind.PREDICTED, EntryKind.ABSTAINED, EntryKind.OUTCOME_RECORDED
    };

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /** Against entries of their own, of which the filter says itself what it wants. */
    @ParameterizedTest
    @MethodSource("seeds")
    void aFilterFindsTheSameInBlocksAsInEntries(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Draft> drafts = new ArrayList<>();
        Instant at = NOON;
        for (int i = 0; i < 120; i++) {
            at = at.plus(Duration.ofMinutes(random.nextInt(20) == 0 ? random.nextInt(-1_500, 1_500) : 3));
            drafts.add(Draft.of(
                    KINDS[random.nextInt(KINDS.length)],
                    at,
                    Facts.of("patient", "p" + random.nextInt(6)).with("n", i)));
        }
        MemoryLedger entries = new MemoryLedger();
        entries.appendAll(drafts);
        MemoryLedger blocks = new MemoryLedger();
        blocks.appendAll(PredictionBlock.gather(drafts));
        assertThat(blocks.last().orElseThrow().sequence()).isLessThan(120);

        for (int i = 0; i < 20; i++) {
            EntryFilter filter = filter(random);
            List<Facts> expected = new ArrayList<>();
            entries.read(filter, entry -> expected.add(entry.facts()));
            List<Facts> found = new ArrayList<>();
            Recorded.read(blocks, filter, one -> found.add(one.facts()));
            assertThat(found).isEqualTo(expected);
        }
    }

    private static EntryFilter filter(SplittableRandom random) {
        EntryFilter filter = EntryFilter.ALL;
        if (random.nextBoolean()) {
            filter = filter.ofKinds(KINDS[random.nextInt(KINDS.length)]);
        }
        if (random.nextBoolean()) {
            filter = filter.patient("p" + random.nextInt(7));
        }
        Instant from = NOON.plus(Duration.ofMinutes(random.nextInt(-200, 400)));
        if (random.nextBoolean()) {
            filter = filter.from(from);
        }
        if (random.nextBoolean()) {
            filter = filter.until(from.plus(Duration.ofMinutes(random.nextInt(200))));
        }
        return filter;
    }

    @Test
    void theEndsOfTimeAreNoLimit() {
        MemoryLedger ledger = new MemoryLedger();
        ledger.append(PredictionBlock.of(List.of(Draft.of(EntryKind.PREDICTED, NOON, Facts.NONE))));
        List<Recorded> found = new ArrayList<>();
        Recorded.read(ledger, EntryFilter.ALL.from(Instant.MIN).until(Instant.MAX), found::add);
        assertThat(found).hasSize(1);
    }

    @Test
    void anEntryOfItsOwnIsRecordedAsItIs() {
        MemoryLedger ledger = new MemoryLedger();
        Entry entry = ledger.append(
                Draft.of(EntryKind.MODEL_TRAINED, NOON, Facts.of("model", "x")).body("text"));
        assertThat(Recorded.of(entry))
                .containsExactly(
                        new Recorded(1, 0, EntryKind.MODEL_TRAINED, NOON, Facts.of("model", "x"), Optional.of("text")));
    }

    @Test
    void rowsCarryTheNumberOfTheirEntryAndTheirOwn() {
        MemoryLedger ledger = new MemoryLedger();
        Draft row = Draft.of(EntryKind.PREDICTED, NOON, Facts.of("n", "x"));
        ledger.append(Draft.of(EntryKind.WENT_LIVE, NOON, Facts.NONE));
        ledger.append(PredictionBlock.of(List.of(row, row, row)));
        List<Recorded> found = new ArrayList<>();
        Recorded.read(ledger, Set.of(), found::add);
        assertThat(found)
                .extracting(one -> one.sequence() + "." + one.index())
                .containsExactly("1.0", "2.0", "2.1", "2.2");
        found.clear();
        Recorded.read(ledger, Set.of(EntryKind.PREDICTIONS_RECORDED), found::add);
        assertThat(found).as("a block is handed out as its rows only").isEmpty();
    }

    @Test
    void whatComesBeforeADamagedBlockIsPassed() {
        MemoryLedger ledger = new MemoryLedger();
        ledger.append(Draft.of(EntryKind.WENT_LIVE, NOON, Facts.NONE));
        ledger.append(Draft.of(EntryKind.PREDICTIONS_RECORDED, NOON, Facts.of("rows", "1"))
                .body("no block"));
        List<Recorded> found = new ArrayList<>();
        assertThatExceptionOfType(LedgerDamaged.class)
                .isThrownBy(() -> Recorded.read(ledger, Set.of(), found::add))
                .withMessageContaining("entry 2");
        assertThat(found).hasSize(1);
    }
}
