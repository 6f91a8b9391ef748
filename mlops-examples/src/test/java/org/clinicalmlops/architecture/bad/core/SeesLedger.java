package org.clinicalmlops.architecture.bad.core;

import org.clinicalmlops.ledger.JdbcLedger;

public final class SeesLedger {
    void badParameter(JdbcLedger ledger) {}
}
