package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.testkit.ledger.LedgerContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerContractTest extends LedgerContract {
    private final List<JdbcLedger> opened = new ArrayList<>();

    @TempDir
    Path folder;

    @Override
    protected Ledger freshLedger() {
        JdbcLedger ledger = JdbcLedger.open(Databases.file(folder.resolve("ledger-" + opened.size() + ".db")));
        opened.add(ledger);
        return ledger;
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcLedger::close);
    }
}
