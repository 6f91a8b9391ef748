package org.clinicalmlops.core.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.jspecify.annotations.Nullable;

/**
 * Rows from a CSV file (RFC 4180, UTF-8 with or without a byte order mark, a header line). A malformed row stops the reading with
 * its line and, where there is one, its column; the value itself is not in the message, since it may be a patient's. Names of
 * columns are.
 */
public final class Csv {
    private Csv() {}

    /**
     * Reads a file. The source digest covers the bytes of the file.
     *
     * @param name of the source, for the plan: the path is no part of it
     * @param file read anew for every run
     * @param toRow makes the host's row; errors of {@link CsvLine} pass through it, of any other only the class is told
     */
    public static <R> CohortSource<R> read(String name, Path file, Function<? super CsvLine, ? extends R> toRow) {
        Objects.requireNonNull(file, "file");
        return new CsvSource<>(name, () -> Files.newInputStream(file), toRow);
    }

    /**
     * Reads what the host opens, for example a resource of its own module, which only its own code can open:
     * {@code () -> Assay.class.getResourceAsStream("assays.csv")}.
     *
     * @param open called once for every run; null means that there is no such thing
     */
    public static <R> CohortSource<R> read(String name, Opening open, Function<? super CsvLine, ? extends R> toRow) {
        Objects.requireNonNull(open, "open");
        return new CsvSource<>(name, open, toRow);
    }

    /** Opens a text from its beginning; whoever reads it closes it. */
    @FunctionalInterface
    public interface Opening {
        @Nullable
        InputStream open() throws IOException;
    }

    private static final class CsvSource<R> implements CohortSource<R> {
        private final String name;
        private final Opening opening;
        private final Function<? super CsvLine, ? extends R> toRow;

        private CsvSource(String name, Opening opening, Function<? super CsvLine, ? extends R> toRow) {
            this.name = Objects.requireNonNull(name, "name");
            this.opening = opening;
            this.toRow = Objects.requireNonNull(toRow, "toRow");
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<Digest> read(DataCut cut, Consumer<? super R> rows) {
            var sha256 = Digest.sha256();
            try (InputStream in = opened();
                    InputStream digesting = new DigestInputStream(in, sha256);
                    var text = new CsvText(new InputStreamReader(digesting, StandardCharsets.UTF_8.newDecoder()));
                    CsvReader<NamedCsvRecord> csv =
                            CsvReader.builder().skipEmptyLines(true).ofNamedCsvRecord(text)) {
                for (NamedCsvRecord line : csv) {
                    rows.accept(row(new CsvLine(name, line)));
                }
                if (text.empty()) {
                    throw new MlopsException("source '" + name + "' is empty: there is no header line");
                }
                return Optional.of(Digest.finish(sha256));
            } catch (NoSuchFileException e) {
                throw new MlopsException("source '" + name + "': no such file: " + e.getFile(), e);
            } catch (CsvParseException e) {
                String why = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
                throw new MlopsException("source '" + name + "': " + e.getMessage() + why, e);
            } catch (UncheckedIOException e) {
                throw unreadable(e.getCause());
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private InputStream opened() throws IOException {
            InputStream in = opening.open();
            if (in == null) {
                throw new MlopsException("source '" + name + "': there is nothing to open");
            }
            return in;
        }

        private R row(CsvLine line) {
            try {
                return toRow.apply(line);
            } catch (MlopsException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new MlopsException("source '" + name + "', line " + line.number()
                        + ": no row could be made of it: " + e.getClass().getSimpleName());
            }
        }

        private MlopsException unreadable(IOException e) {
            return e instanceof CharacterCodingException
                    ? new MlopsException("source '" + name + "' is not UTF-8", e)
                    : new MlopsException("source '" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
