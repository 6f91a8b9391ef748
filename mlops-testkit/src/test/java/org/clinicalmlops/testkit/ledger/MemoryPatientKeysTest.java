package org.clinicalmlops.testkit.ledger;

import org.clinicalmlops.api.ledger.PatientKeys;

class MemoryPatientKeysTest extends PatientKeysContract {
    @Override
    protected PatientKeys freshKeys() {
        return new MemoryPatientKeys();
    }
}
