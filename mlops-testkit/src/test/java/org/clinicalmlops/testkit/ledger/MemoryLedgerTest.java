package org.clinicalmlops.testkit.ledger;

import org.clinicalmlops.api.ledger.Ledger;

class MemoryLedgerTest extends LedgerContract {
    @Override
    protected Ledger freshLedger() {
        return new MemoryLedger();
    }
}
