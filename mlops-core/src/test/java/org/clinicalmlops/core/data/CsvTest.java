package org.clinicalmlops.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final DataCut CUT =
            DataCut.indexed(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2021-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    @Test
    void readsFieldsByTheirColumn() throws IOException {
        CohortSource<String> source = source(
                "id,age,unit\nA,71.5,mmol/L\nB,,mg/dL\n",
                line -> line.number() + ":"
                        + line.text("id") + ":" + line.decimalOrNull("age") + ":"
                        + line.oneOf("unit", List.of("mmol/L", "mg/dL")));

        assertThat(read(source)).containsExactly("2:A:71.5:mmol/L", "3:B:null:mg/dL");
    }

    @Test
    void theSourceDigestIsThatOfTheBytesOfTheFile() throws Exception {
        byte[] bytes = "id,age\nA,71\n\n\"B\",72".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("rows.csv"), bytes);

        var digest = Csv.read("rows", file, line -> line.text("id")).read(CUT, row -> {});

        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(digest.orElseThrow().hex()).isEqualTo(sha256);
    }

    @Test
    void theDigestCoversALargeFileToItsEnd() throws Exception {
        byte[] bytes = ("id\n" + "x\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("rows.csv"), bytes);

        var digest = Csv.read("rows", file, line -> line.text("id")).read(CUT, row -> {});

        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(digest.orElseThrow().hex()).isEqualTo(sha256);
    }

    @Test
    void aMissingFileIsNamed() {
        var source = Csv.read("assays", folder.resolve("absent.csv"), line -> line.text("id"));

        assertThatThrownBy(() -> read(source))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'assays'")
                .hasMessageContaining("no such file")
                .hasMessageContaining("absent.csv");
    }

    @Test
    void aFolderInPlaceOfAFileIsNamed() {
        var source = Csv.read("assays", folder, line -> line.text("id"));

        assertThatThrownBy(() -> read(source))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'assays'");
    }

    @Test
    void aMissingResourceIsNamed() {
        var source = Csv.read("assays", () -> CsvTest.class.getResourceAsStream("absent.csv"), line -> line.text("id"));

        assertThatThrownBy(() -> read(source))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'assays'")
                .hasMessageContaining("nothing to open");
    }

    @Test
    void aResourceIsReadFromTheClassPath() {
        var source =
                Csv.read("assays", () -> CsvTest.class.getResourceAsStream("two-rows.csv"), line -> line.whole("age"));

        assertThat(read(source)).containsExactly(71, 72);
    }

    @Test
    void aMissingColumnIsNamedBesideThoseThatAreThere() throws IOException {
        assertThatThrownBy(() -> read(source("id,age\nA,71\n", line -> line.text("sex"))))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'assays'")
                .hasMessageContaining("'sex'")
                .hasMessageContaining("[id, age]");
    }

    @Test
    void aFirstLineThatMayBeAPatientsRowIsNotShown() throws IOException {
        assertThatThrownBy(() -> read(source("P17,71.5\nP18,64\n", line -> line.text("age"))))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'age'")
                .hasMessageContaining("may not be a header")
                .hasMessageNotContainingAny("P17", "71.5");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "decimal, seventy, must be a number",
        "decimal, '7,1', must be a number",
        "decimal, 71d, must be a number",
        "decimal, 0x1p6, must be a number",
        "decimal, NaN, must be a number",
        "decimal, Infinity, must be a number",
        "decimal, 1e400, must be a finite number",
        "decimal, '', must not be empty",
        "decimal, '  ', must not be empty",
        "whole, 71.5, must be a whole number",
        "whole, 99999999999, must be a whole number",
        "whole, '', must not be empty",
        "text, '', must not be empty",
        "oneOf, mmol, must be one of [mg/dL]"
    })
    void aMalformedFieldIsNamedByLineAndColumnAndNeverShown(String reader, String value, String rule)
            throws IOException {
        String csv = "id,v\nA," + (reader.equals("text") ? "x" : reader.equals("oneOf") ? "mg/dL" : "1") + "\nB,\""
                + value + "\"\n";
        Function<CsvLine, Object> read = line -> switch (reader) {
            case "decimal" -> line.decimal("v");
            case "whole" -> line.whole("v");
            case "oneOf" -> line.oneOf("v", List.of("mg/dL"));
            default -> line.text("v");
        };

        MlopsException e = catchThrowableOfType(MlopsException.class, () -> read(source(csv, read)));

        assertThat(e).hasMessage("source 'assays', line 3, column 'v' " + rule);
        assertNowhere(e, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"71", " 71.50 ", "-3", "+4.5", "1e-3", ".5", "1E3"})
    void plainNumbersAreRead(String value) throws IOException {
        assertThat(read(source("v\n\"" + value + "\"\n", line -> line.decimal("v"))))
                .containsExactly(Double.parseDouble(value.strip()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"too few, Doe-1", "too many, 'Doe-1,71,F,9'"})
    void aRowWithAnotherNumberOfFieldsIsNamedByItsLine(String what, String row) throws IOException {
        MlopsException e = catchThrowableOfType(
                MlopsException.class,
                () -> read(source("id,age,sex\nA,70,F\n" + row + "\nC,72,M\n", line -> line.text("id"))));

        assertThat(e).hasMessageContaining("'assays'").hasMessageContaining("line 3");
        assertNowhere(e, "Doe-1");
    }

    @Test
    void aQuotedFieldOverSeveralLinesCountsItsLines() throws IOException {
        String csv = "id,note\nA,\"one\ntwo\nthree\"\n\nB,x\nC,\"y\nz\"\n";

        assertThat(read(source(csv, line -> line.text("id") + line.number()))).containsExactly("A2", "B6", "C7");
    }

    @Test
    void anErrorAfterAQuotedFieldOverSeveralLinesNamesTheRightLine() throws IOException {
        String csv = "id,note,age\nA,\"one\ntwo\",1\nB,x,old\n";

        assertThatThrownBy(() -> read(source(csv, line -> line.whole("age"))))
                .hasMessage("source 'assays', line 4, column 'age' must be a whole number");
    }

    @Test
    void anOpenQuoteIsAnErrorOfTheSourceAndShowsNothing() throws IOException {
        MlopsException e = catchThrowableOfType(
                MlopsException.class, () -> read(source("id,note\nA,x\nB,\"Doe-1\nC,y\n", line -> line.text("note"))));

        if (e != null) { // the reader may take the rest of the file as one field
            assertThat(e).hasMessageContaining("'assays'");
            assertNowhere(e, "Doe-1");
        }
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
        assertThat(read(source("\uFEFFid,age\nA,71\n", line -> line.text("id") + line.number())))
                .containsExactly("A2");
    }

    @Test
    void whatIsNotUtf8IsSaidAndNotShown() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("id,name\nA,J".getBytes(StandardCharsets.UTF_8));
        bytes.write(0xFC); // "ü" in ISO 8859-1
        bytes.write("rgen\n".getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("latin.csv"), bytes.toByteArray());

        MlopsException e = catchThrowableOfType(
                MlopsException.class, () -> read(Csv.read("assays", file, line -> line.text("name"))));

        assertThat(e).hasMessageContaining("'assays'").hasMessageContaining("not UTF-8");
        assertNowhere(e, "rgen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n"})
    void aFileWithoutAHeaderIsAnError(String csv) {
        assertThatThrownBy(() -> read(source(csv, line -> line.text("id"))))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'assays'")
                .hasMessageContaining("no header line");
    }

    @Test
    void aHeaderWithoutRowsIsNoRow() throws IOException {
        assertThat(read(source("id,age\n", line -> line.text("id")))).isEmpty();
    }

    @Test
    void aColumnNamedTwiceIsRefused() {
        assertThatThrownBy(() -> read(source("id,age,age\nA,71,72\n", line -> line.decimal("age"))))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("'assays'")
                .hasMessageContaining("age");
    }

    @Test
    void whenTheHostsOwnCodeFailsOnARowItsLineIsNamedAndItsMessageIsNot() {
        MlopsException e = catchThrowableOfType(
                MlopsException.class,
                () -> read(source("id\nA\nDoe-1\n", line -> {
                    if (line.text("id").startsWith("Doe")) {
                        throw new IllegalArgumentException("cannot make a row of " + line.text("id"));
                    }
                    return line.text("id");
                })));

        assertThat(e)
                .hasMessageContaining("'assays'")
                .hasMessageContaining("line 3")
                .hasMessageContaining("IllegalArgumentException");
        assertNowhere(e, "Doe-1");
    }

    @Test
    void whatTheReceiverOfTheRowsThrowsPassesThrough() throws IOException {
        IllegalStateException own = new IllegalStateException("the receiver's own");
        CohortSource<String> source = source("id\nA\n", line -> line.text("id"));

        assertThatThrownBy(() -> source.read(CUT, row -> {
                    throw own;
                }))
                .isSameAs(own);
    }

    private <R> CohortSource<R> source(String csv, Function<? super CsvLine, ? extends R> toRow) throws IOException {
        return Csv.read("assays", Files.writeString(folder.resolve("rows.csv"), csv), toRow);
    }

    private static <R> List<R> read(CohortSource<R> source) {
        List<R> rows = new ArrayList<>();
        source.read(CUT, rows::add);
        return rows;
    }

    /** The value is in no message of the exception, its causes or what they suppress. */
    private static void assertNowhere(Throwable e, String value) {
        for (Throwable t = e; t != null && !value.isBlank(); t = t.getCause()) {
            assertThat(String.valueOf(t.getMessage())).doesNotContain(value);
            for (Throwable suppressed : t.getSuppressed()) {
                assertNowhere(suppressed, value);
            }
        }
    }
}
