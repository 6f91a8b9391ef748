package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.PatientKeys;
import org.clinicalmlops.testkit.ledger.PatientKeysContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresPatientKeysContractTest extends PatientKeysContract {
    private final List<JdbcPatientKeys> opened = new ArrayList<>();
    private DataSource source;

    @BeforeEach
    void freshSchema() throws SQLException {
        source = Store.at(Server.freshSchema());
    }

    @Override
    protected PatientKeys freshKeys() {
        JdbcPatientKeys keys = JdbcPatientKeys.open(source, new SecretKeySpec(new byte[32], "AES"));
        opened.add(keys);
        return keys;
    }

    @AfterEach
    void close() {
        opened.forEach(JdbcPatientKeys::close);
    }

    @Test
    void aForgottenKeyIsZerosToEverybodyWhoReadsTheTable() throws SQLException {
        PatientKeys keys = freshKeys();
        keys.of(Set.of("ada"));

        keys.forget("ada", 1);

        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT wrapped, live FROM patient_key WHERE name = 'ada'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBytes(1)).containsOnly(0);
            assertThat(row.getInt(2)).isZero();
        }
    }
}
