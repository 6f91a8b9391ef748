package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "format {0}")
    @CsvSource({"1, 7510793a3b30b746431b8df5c6ebccb868f182a5d676ea1aaa69db62177fa9c5"})
    void aLedgerFileOfAnOldFormatOpensAndVerifiesAndGoesOn(int format, String lastHash) throws Exception {
        Path file = folder.resolve("ledger.db");
        try (InputStream golden = getClass().getResourceAsStream("/ledger-format-" + format + ".db")) {
            Files.copy(Objects.requireNonNull(golden), file);
        }
        int entries = GoldenLedger.drafts().size();

        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(file))) {
            assertThat(ledger.verify()).isEqualTo(new Verification.Intact(entries, new Digest(lastHash)));
            assertThat(Databases.all(ledger))
                    .extracting(entry -> new Draft(entry.kind(), entry.at(), entry.facts(), entry.body()))
                    .isEqualTo(GoldenLedger.drafts());

            Entry next = ledger.append(Databases.draft(1));
            assertThat(next.previous().hex()).isEqualTo(lastHash);
            assertThat(ledger.verify()).isEqualTo(new Verification.Intact(entries + 1L, next.hash()));
        }
    }
}
