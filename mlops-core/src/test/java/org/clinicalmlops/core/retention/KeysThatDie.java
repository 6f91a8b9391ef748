package org.clinicalmlops.core.retention;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.PatientKey;
import org.clinicalmlops.api.ledger.PatientKeys;

/** Keys that cannot be forgotten, as if the process had been killed before. */
record KeysThatDie(PatientKeys keys) implements PatientKeys {
    @Override
    public Map<String, PatientKey> of(Set<String> names) {
        return keys.of(names);
    }

    @Override
    public PatientKey renew(String name) {
        return keys.renew(name);
    }

    @Override
    public Optional<PatientKey> find(String name, long generation) {
        return keys.find(name, generation);
    }

    @Override
    public long newest(String name) {
        return keys.newest(name);
    }

    @Override
    public void forget(String name, long upTo) {
        throw new KeysUnavailable("killed");
    }
}
