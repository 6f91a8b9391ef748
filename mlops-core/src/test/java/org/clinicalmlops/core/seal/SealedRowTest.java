package org.clinicalmlops.core.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.testkit.ledger.MemoryPatientKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any row opens again to the same facts, and nothing opens in another place. */
class SealedRowTest {
    private final MemoryPatientKeys keys = new MemoryPatientKeys();
    private final Sealing sealing = Sealing.under(keys);

    static LongStream hundredSeeds() {
        return LongStream.range(0, 100);
    }

    private Facts closed(EntryKind kind, Facts facts) {
        return sealing.close(List.of(Draft.of(kind, Instant.EPOCH, facts)))
                .get(0)
                .facts();
    }

    private static Facts opened(OpenedRow row) {
        return row.fold(
                OpenedRow.Readable::facts,
                forgotten -> Facts.of("forgotten", "yes"),
                unreadable -> Facts.of("unreadable", unreadable.reason()));
    }

    private static Facts row(String prediction, String patient) {
        return Facts.of("deployment", "d-1").with("prediction", prediction).with("patient", patient);
    }

    private static Facts some(SplittableRandom random) {
        Map<String, String> texts = new TreeMap<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            texts.put("input." + text(random), text(random));
        }
        return Facts.of(texts)
                .and(row("d-1-" + random.nextInt(), "p" + random.nextInt(5)).with("risk", random.nextDouble()));
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            int point = random.nextInt(4) == 0 ? random.nextInt(Character.MAX_CODE_POINT + 1) : random.nextInt(128);
            text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '.' : point);
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hundredSeeds")
    void anyFactsComeBackAndAreNotThereInPlain(long seed) {
        Facts facts = some(new SplittableRandom(seed));

        Facts closed = closed(EntryKind.PREDICTED, facts);

        assertThat(closed.asMap()).containsOnlyKeys("deployment", "prediction", "patient", "sealed");
        assertThat(opened(sealing.reading().open(EntryKind.PREDICTED, closed))).isEqualTo(facts);
        assertThat(closed(EntryKind.PREDICTED, facts))
                .as("the nonce is another each time")
                .isNotEqualTo(closed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hundredSeeds")
    void oneBitMoreOrLessOpensNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Facts closed = closed(EntryKind.PREDICTED, some(random));
        String[] parts = closed.required("sealed").split("\\.");
        byte[] bytes = Base64.getDecoder().decode(parts[2]);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Map<String, String> other = new TreeMap<>(closed.asMap());
        other.put(
                "sealed", parts[0] + "." + parts[1] + "." + Base64.getEncoder().encodeToString(bytes));

        assertThat(sealing.reading().open(EntryKind.PREDICTED, Facts.of(other)))
                .isEqualTo(new OpenedRow.Unreadable(
                        "the seal cannot be opened: it was changed, or belongs to something else"));
    }

    @Test
    void aSealInAnotherRowOpensNothing() {
        keys.of(Set.of("ada", "ben"));
        Facts closed = closed(EntryKind.PREDICTED, row("d-1-1", "ada").with("risk", 0.5));
        List<OpenedRow> answers = new ArrayList<>();
        for (Facts place : List.of(
                row("d-1-2", "ada"),
                row("d-1-1", "ben"),
                Facts.of("deployment", "d-2").with("prediction", "d-1-1").with("patient", "ada"))) {
            answers.add(sealing.reading().open(EntryKind.PREDICTED, place.with("sealed", closed.required("sealed"))));
        }
        answers.add(sealing.reading().open(EntryKind.OUTCOME_RECORDED, closed));

        assertThat(answers)
                .hasSize(4)
                .allSatisfy(answer -> assertThat(answer).isInstanceOf(OpenedRow.Unreadable.class));
    }

    @Test
    void aForgottenPatientsRowsAreForgottenAndNewOnesAreNot() {
        Facts old = row("d-1-1", "ada").with("risk", 0.5);
        Facts before = closed(EntryKind.PREDICTED, old);
        keys.forget("ada", 1);
        Facts fresh = row("d-1-2", "ada").with("risk", 0.25);
        Facts after = closed(EntryKind.PREDICTED, fresh);
        SealedReading reading = sealing.reading();

        assertThat(reading.open(EntryKind.PREDICTED, before)).isInstanceOf(OpenedRow.Forgotten.class);
        assertThat(opened(reading.open(EntryKind.PREDICTED, after))).isEqualTo(fresh);
    }

    @Test
    void whoHasOtherKeysOrNoneIsToldSo() {
        Facts closed = closed(EntryKind.PREDICTED, row("d-1-1", "ada").with("risk", 0.5));

        assertThat(Sealing.NONE.reading().open(EntryKind.PREDICTED, closed))
                .isEqualTo(new OpenedRow.Unreadable("the row is sealed, and no keys were given"));
        assertThat(Sealing.under(new MemoryPatientKeys()).reading().open(EntryKind.PREDICTED, closed))
                .isEqualTo(new OpenedRow.Unreadable("its key was never in this store of keys"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.1", "2.1.AAAA", "1.x.AAAA", "1.1.*", "1.1.AAAA", "1.-7.AAAA"})
    void whatIsNoSealIsUnreadableAndThrowsNothing(String sealed) {
        keys.of(Set.of("ada"));

        assertThat(sealing.reading()
                        .open(EntryKind.PREDICTED, row("d-1-1", "ada").with("sealed", sealed)))
                .isInstanceOf(OpenedRow.Unreadable.class);
    }

    @Test
    void rowsThatWereNeverSealedAndOtherEntriesStayAsTheyAre() {
        Facts plain = row("d-1-1", "ada").with("risk", 0.5);
        Draft alert = Draft.of(EntryKind.ALERT_OPENED, Instant.EPOCH, Facts.of("alert", "a"));

        assertThat(opened(sealing.reading().open(EntryKind.PREDICTED, plain))).isEqualTo(plain);
        assertThat(sealing.close(List.of(alert))).containsExactly(alert);
        assertThat(Sealing.NONE
                        .close(List.of(Draft.of(EntryKind.PREDICTED, Instant.EPOCH, plain)))
                        .get(0)
                        .facts())
                .isEqualTo(plain);
    }

    /** Else the length would tell, for ever, what nobody can open any more. */
    @Test
    void theLengthSaysNothingOfShortRows() {
        Set<Integer> lengths = new HashSet<>();
        for (double risk : new double[] {0, 0.25, 0.123456789012345}) {
            for (String category : List.of("=F", "=unknown to us", "missing")) {
                lengths.add(closed(
                                EntryKind.PREDICTED,
                                row("d-1-1", "ada").with("risk", risk).with("input.sex", category))
                        .required("sealed")
                        .length());
            }
        }
        assertThat(lengths).hasSize(1);
    }

    @Test
    void halfAPairOfSurrogatesIsRefusedWithoutTheText() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> closed(EntryKind.PREDICTED, row("d-1-1", "ada").with("input.sex", "=secret\ud800")))
                .withMessageNotContaining("secret");
    }
}
