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

/**
 * Rows from a CSV file (RFC 4180, UTF-8, a header line). A malformed row stops the reading with its line and column; the value
 * itself is not in the message, since it may be a patient's.
 */
public final class Csv {
    private Csv() {}

    /**
     * Reads a file. The source digest covers the bytes of the file.
     *
     * @param name of the source, for the plan: the path is no part of it
     * @param file read anew for every run
     * @param toRow makes the host's row; errors of {@link CsvLine} pass through it
     */
    public static <R> CohortSource<R> read(String name, Path file, Function<? super CsvLine, ? extends R> toRow) {
        Objects.requireNonNull(file, "file");
        return new CsvSource<>(name, () -> Files.newInputStream(file), toRow);
    }

    /**
     * Reads a resource of the class path or of a module, as {@link Class#getResourceAsStream} finds it from {@code anchor}.
     */
    public static <R> CohortSource<R> resource(
            String name, Class<?> anchor, String resource, Function<? super CsvLine, ? extends R> toRow) {
        Objects.requireNonNull(resource, "resource");
        return new CsvSource<>(
                name,
                () -> {
                    InputStream in = anchor.getResourceAsStream(resource);
                    if (in == null) {
                        throw new NoSuchFileException(resource);
                    }
                    return in;
                },
                toRow);
    }

    private interface Opener {
        InputStream open() throws IOException;
    }

    private static final class CsvSource<R> implements CohortSource<R> {
        private final String name;
        private final Opener opener;
        private final Function<? super CsvLine, ? extends R> toRow;

        private CsvSource(String name, Opener opener, Function<? super CsvLine, ? extends R> toRow) {
            this.name = Objects.requireNonNull(name, "name");
            this.opener = opener;
            this.toRow = Objects.requireNonNull(toRow, "toRow");
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Optional<Digest> read(DataCut cut, Consumer<? super R> rows) {
            var sha256 = Digest.sha256();
            try (InputStream in = opener.open();
                    InputStream digesting = new DigestInputStream(in, sha256);
                    var reader = new InputStreamReader(digesting, StandardCharsets.UTF_8.newDecoder());
                    CsvReader<NamedCsvRecord> csv =
                            CsvReader.builder().skipEmptyLines(true).ofNamedCsvRecord(reader)) {
                for (NamedCsvRecord line : csv) {
                    rows.accept(toRow.apply(new CsvLine(name, line)));
                }
                return Optional.of(Digest.finish(sha256));
            } catch (NoSuchFileException e) {
                throw new MlopsException("source '" + name + "': no such file: " + e.getFile(), e);
            } catch (CsvParseException e) {
                throw new MlopsException("source '" + name + "': " + e.getMessage(), e);
            } catch (CharacterCodingException e) {
                throw new MlopsException("source '" + name + "' is not UTF-8", e);
            } catch (IOException | UncheckedIOException e) {
                throw new MlopsException("source '" + name + "' cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
