package org.clinicalmlops.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.testkit.ledger.LedgerContract;
import org.junit.jupiter.api.AfterEach;

class PostgresLedgerContractTest extends LedgerContract {
    private final List<JdbcLedger> opened = new ArrayList<>();

    @Override
    protected Ledger freshLedger() {
        try {
            JdbcLedger ledger = JdbcLedger.open(Store.at(Server.freshSchema()));
            opened.add(ledger);
            return ledger;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcLedger::close);
    }
}
