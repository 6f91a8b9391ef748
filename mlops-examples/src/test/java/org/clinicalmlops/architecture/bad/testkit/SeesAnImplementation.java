package org.clinicalmlops.architecture.bad.testkit;

import org.clinicalmlops.ledger.JdbcLedger;

public final class SeesAnImplementation {
    void badParameter(JdbcLedger ledger) {}
}
