package org.clinicalmlops.core.imported;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/** From bytes to an answer: whatever a reader meets becomes a refusal. */
@FunctionalInterface
interface Reading {
    Imported read(byte[] bytes);

    /** @param bytes only read */
    static Imported of(byte[] bytes, Reading reading) {
        Objects.requireNonNull(bytes, "bytes");
        try {
            Limits.atMost(Limits.BYTES, bytes.length, "file", "bytes");
            return reading.read(bytes);
        } catch (Refusal refusal) {
            return new Imported.Refused(refusal.faults());
        }
    }

    /** Reads a file, one byte more than the limit at most. */
    static Imported of(Path file, Reading reading) {
        Objects.requireNonNull(file, "file");
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(Limits.BYTES + 1);
        } catch (IOException e) { // its message may hold a path of the host
            return new Imported.Refused(List.of(
                    new ImportFault(Kind.UNREADABLE, "file", e.getClass().getSimpleName())));
        }
        return of(bytes, reading);
    }
}
