package org.clinicalmlops.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationTest {
    /** The two halves of U+1FAC0. */
    private static final char HIGH = 0xd83e;

    private static final char LOW = 0xdec0;

    @Test
    void membersAreSortedByNameAndListsKeepTheirOrder() {
        Declared b = () -> Declaration.of("b");
        Declared a = () -> Declaration.of("a").with("x", 1.5);
        Declaration declaration = Declaration.of("all")
                .with("zulu", "text")
                .with("yes", true)
                .with("long", 5L)
                .with("double", 5.0)
                .with("at", Instant.parse("2024-02-29T00:00:00Z"))
                .with("one", a)
                .with("several", List.of(b, a))
                .withTexts("texts", List.of("b", "a"))
                .withNumbers("numbers", new double[] {2, 0.5, -0.0})
                .withNumbers("positions", new int[] {-1, 3});

        assertThat(declaration.json())
                .isEqualTo("{\"at\":\"2024-02-29T00:00:00Z\",\"double\":5,\"is\":\"all\",\"long\":5,"
                        + "\"numbers\":[2,0.5,0],\"one\":{\"is\":\"a\",\"x\":1.5},\"positions\":[-1,3],"
                        + "\"several\":[{\"is\":\"b\"},{\"is\":\"a\",\"x\":1.5}],\"texts\":[\"b\",\"a\"],"
                        + "\"yes\":true,\"zulu\":\"text\"}");
    }

    @Test
    void emptyListsAreDeclaredToo() {
        Declaration declaration = Declaration.of("none")
                .with("several", List.of())
                .withTexts("texts", List.of())
                .withNumbers("numbers", new double[0])
                .withNumbers("positions", new int[0]);

        assertThat(declaration.json())
                .isEqualTo("{\"is\":\"none\",\"numbers\":[],\"positions\":[],\"several\":[],\"texts\":[]}");
    }

    @ParameterizedTest(name = "written {1}")
    @MethodSource("texts")
    void whatJsonCannotHoldIsEscapedAndNothingElse(String text, String json) {
        assertThat(Declaration.of("t").with("x", text).json()).isEqualTo("{\"is\":\"t\",\"x\":\"" + json + "\"}");
    }

    static List<Object[]> texts() {
        return List.of(
                new Object[] {"a \"quote\"", "a \\\"quote\\\""},
                new Object[] {"a \\ backslash", "a \\\\ backslash"},
                new Object[] {"line\nend", "line\\u000aend"},
                new Object[] {"tab\t", "tab\\u0009"},
                new Object[] {"nul\0", "nul\\u0000"},
                new Object[] {"separator" + (char) 0x1f, "separator\\u001f"},
                new Object[] {"delete" + (char) 0x7f, "delete" + (char) 0x7f},
                new Object[] {"slash / micro µg", "slash / micro µg"},
                new Object[] {"a pair " + HIGH + LOW, "a pair " + HIGH + LOW},
                new Object[] {"half " + HIGH, "half \\ud83e"},
                new Object[] {"the other half " + LOW, "the other half \\udec0"},
                new Object[] {"turned " + LOW + HIGH + " round", "turned \\udec0\\ud83e round"},
                new Object[] {
                    "half a pair before a pair " + HIGH + HIGH + LOW, "half a pair before a pair \\ud83e" + HIGH + LOW
                });
    }

    /** Both would be a question mark in UTF-8. */
    @Test
    void twoTextsThatHaveNoBytesInUtf8HaveTwoDigests() {
        assertThat(Declaration.of("\ud800").digest())
                .isNotEqualTo(Declaration.of("\ud801").digest())
                .isNotEqualTo(Declaration.of("?").digest());
    }

    @Test
    void theDigestIsSha256OfTheText() {
        // printf '{"is":"empty"}' | sha256sum
        assertThat(Declaration.of("empty").digest().hex())
                .isEqualTo("62b9090c65f1c3acae46b3cb9d3f9a43a0e8fbe42772f7a8b253a890532eda67");
    }

    @ParameterizedTest
    @ValueSource(strings = {"is", "seed"})
    void aMemberThatIsDeclaredTwiceIsRefused(String name) {
        Declaration declaration = Declaration.of("train").with("seed", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> declaration.with(name, "again"))
                .withMessage("declared twice: " + name);
        assertThat(declaration.json()).isEqualTo("{\"is\":\"train\",\"seed\":1}");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsRefusedByName(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Declaration.of("t").with("penalty", value))
                .withMessage("penalty must be finite to be declared, was " + value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Declaration.of("t").withNumbers("weights", new double[] {1, value}))
                .withMessage("weights must be finite to be declared, was " + value);
    }

    @Test
    void equalDeclarationsAreEqualWhateverTheOrderOfTheirMaking() {
        Declaration one = Declaration.of("t").with("a", 1).with("b", 2);
        Declaration other = Declaration.of("t").with("b", 2).with("a", 1);

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).hasToString(other.json());
        assertThat(one.digest()).isEqualTo(other.digest());
        assertThat(one).isNotEqualTo(Declaration.of("t").with("a", 1));
    }
}
