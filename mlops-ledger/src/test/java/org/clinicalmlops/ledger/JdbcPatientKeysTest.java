package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;
import org.clinicalmlops.api.ledger.PatientKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a SQLite file: what is on the disk, what another master key sees, what a failure leaves. */
class JdbcPatientKeysTest {
    private static final SecretKey MASTER = new SecretKeySpec(Digest.sha256().digest(new byte[] {7}), "AES");

    @TempDir
    Path folder;

    private DataSource source() {
        return Databases.file(folder.resolve("keys.db"));
    }

    private static PatientKey key(JdbcPatientKeys keys, String name) {
        return keys.of(Set.of(name)).get(name);
    }

    @Test
    void keysSurviveTheProcess() {
        PatientKey made;
        try (JdbcPatientKeys keys = JdbcPatientKeys.open(source(), MASTER)) {
            made = key(keys, "ada");
        }
        try (JdbcPatientKeys keys = JdbcPatientKeys.open(source(), MASTER)) {
            assertThat(keys.find("ada", 1)).contains(made);
        }
    }

    /** Forgets half of the keys in a random order, between others that are made; many pages, splits of the tree, several openings. */
    @Test
    void theBytesOfAForgottenKeyAreInNoFileAnyMore() throws Exception {
        SplittableRandom random = new SplittableRandom(41);
        Map<String, byte[]> forgotten = new HashMap<>();
        List<String> live = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            try (JdbcPatientKeys keys = JdbcPatientKeys.open(source(), MASTER)) {
                Map<String, byte[]> before = new HashMap<>();
                for (int batch = 0; batch < 10; batch++) {
                    List<String> names = new ArrayList<>();
                    for (int i = 0; i < 20; i++) {
                        names.add(HexFormat.of().toHexDigits(random.nextLong()));
                    }
                    keys.of(Set.copyOf(names));
                    live.addAll(names);
                }
                before.putAll(wrapped());
                for (int i = 0; i < 60; i++) {
                    String name = live.remove(random.nextInt(live.size()));
                    forgotten.put(name, before.get(name));
                    keys.forget(name, 1);
                }
                assertThat(found(forgotten)).as("with the store open").isEmpty();
            }
        }
        assertThat(found(forgotten)).isEmpty();
        assertThat(found(wrapped(live)))
                .as("the search finds those that are there")
                .hasSize(live.size());
    }

    /** The names whose wrapped keys are in any file of the folder. */
    private Set<String> found(Map<String, byte[]> keys) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        String bytes = all.toString();
        Set<String> names = new TreeSet<>();
        keys.forEach((name, key) -> {
            byte[] middle = Arrays.copyOfRange(key, 20, 40);
            if (bytes.contains(new String(middle, StandardCharsets.ISO_8859_1))) {
                names.add(name);
            }
        });
        return names;
    }

    private Map<String, byte[]> wrapped(List<String> names) throws SQLException {
        Map<String, byte[]> all = wrapped();
        all.keySet().retainAll(names);
        return all;
    }

    private Map<String, byte[]> wrapped() throws SQLException {
        Map<String, byte[]> keys = new HashMap<>();
        try (Connection connection = source().getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT name, wrapped FROM patient_key");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                keys.put(rows.getString(1), rows.getBytes(2));
            }
        }
        return keys;
    }

    @Test
    void noKeyIsInTheFileAsItIs() throws Exception {
        try (JdbcPatientKeys keys = JdbcPatientKeys.open(source(), MASTER)) {
            byte[] secret = key(keys, "ada").secret().getEncoded();
            byte[] padded = new byte[60];
            System.arraycopy(secret, 0, padded, 20, 32);

            assertThat(found(Map.of("ada", padded))).isEmpty();
        }
    }

    @Test
    void anotherMasterKeyOpensNothing() {
        JdbcPatientKeys.open(source(), MASTER).close();

        assertThatExceptionOfType(LedgerUnsuitable.class)
                .isThrownBy(() -> JdbcPatientKeys.open(source(), new SecretKeySpec(new byte[32], "AES")))
                .withMessageContaining("another master key");
    }

    /** Else whoever may write the file could let a key that was forgotten be one that is known. */
    @Test
    void aKeyInThePlaceOfAnotherOneIsRefused() throws SQLException {
        try (JdbcPatientKeys keys = JdbcPatientKeys.open(source(), MASTER)) {
            keys.of(Set.of("ada", "ben"));
            Databases.execute(
                    source(),
                    "UPDATE patient_key SET wrapped = (SELECT wrapped FROM patient_key WHERE name = 'ben') "
                            + "WHERE name = 'ada'");

            assertThatExceptionOfType(KeysUnavailable.class)
                    .isThrownBy(() -> keys.find("ada", 1))
                    .withMessageContaining("was changed")
                    .withMessageNotContaining("ada");
        }
    }

    @Test
    void keysAreNotKeptBesideALedger() {
        JdbcLedger.open(source()).close();

        assertThatExceptionOfType(LedgerUnsuitable.class)
                .isThrownBy(() -> JdbcPatientKeys.open(source(), MASTER))
                .withMessageContaining("of their own");
    }

    @Test
    void aDatabaseInMemoryIsRefused() {
        assertThatExceptionOfType(LedgerUnsuitable.class)
                .isThrownBy(() -> JdbcPatientKeys.open(Store.at("jdbc:sqlite::memory:"), MASTER))
                .withMessageContaining("journal_mode");
    }

    @Test
    void aMasterKeyHas32Bytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcPatientKeys.open(source(), new SecretKeySpec(new byte[16], "AES")))
                .withMessage("the master key must have 32 bytes, had 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcPatientKeys.open(source(), new SecretKeySpec(new byte[32], "HmacSHA256")));
    }

    @Test
    void twoStoresOnOneFileSeeEachOther() {
        try (JdbcPatientKeys one = JdbcPatientKeys.open(source(), MASTER);
                JdbcPatientKeys other = JdbcPatientKeys.open(source(), MASTER)) {
            PatientKey made = key(one, "ada");
            assertThat(key(other, "ada")).isEqualTo(made);

            other.forget("ada", 1);

            assertThat(one.find("ada", 1)).isEmpty();
            assertThat(key(one, "ada").generation()).isEqualTo(2);
            assertThat(key(other, "ada")).isEqualTo(key(one, "ada"));
        }
    }

    @Test
    void afterAFailureTheNextCallGoesOn() throws SQLException {
        try (JdbcPatientKeys keys = JdbcPatientKeys.open(source(), MASTER)) {
            PatientKey made = key(keys, "ada");
            Databases.execute(source(), "ALTER TABLE patient_key RENAME TO gone");

            assertThatExceptionOfType(KeysUnavailable.class).isThrownBy(() -> keys.find("ada", 1));
            assertThatExceptionOfType(KeysUnavailable.class).isThrownBy(() -> keys.forget("ada", 1));

            Databases.execute(source(), "ALTER TABLE gone RENAME TO patient_key");
            assertThat(keys.find("ada", 1)).contains(made);
        }
    }

    @Test
    void aClosedStoreSaysSo() {
        JdbcPatientKeys keys = JdbcPatientKeys.open(source(), MASTER);
        keys.close();

        assertThatIllegalStateException().isThrownBy(() -> keys.newest("ada"));
    }

    @Test
    void noSecretIsInItsText() {
        try (JdbcPatientKeys keys = JdbcPatientKeys.open(source(), MASTER)) {
            assertThat(key(keys, "ada")).hasToString("key 1");
        }
    }
}
