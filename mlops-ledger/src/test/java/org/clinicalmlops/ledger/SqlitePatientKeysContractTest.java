package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.clinicalmlops.testkit.ledger.PatientKeysContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class SqlitePatientKeysContractTest extends PatientKeysContract {
    private final List<JdbcPatientKeys> opened = new ArrayList<>();

    @TempDir
    Path folder;

    @Override
    protected PatientKeys freshKeys() {
        JdbcPatientKeys keys =
                JdbcPatientKeys.open(Databases.file(folder.resolve("keys.db")), new SecretKeySpec(new byte[32], "AES"));
        opened.add(keys);
        return keys;
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcPatientKeys::close);
    }
}
