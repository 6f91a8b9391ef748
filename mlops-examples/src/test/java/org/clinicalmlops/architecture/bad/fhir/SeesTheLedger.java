package org.clinicalmlops.architecture.bad.fhir;

import org.clinicalmlops.ledger.JdbcLedger;

public final class SeesTheLedger {
    void badParameter(JdbcLedger ledger) {}
}
