package org.clinicalmlops.ledger;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.core.retention.PatientRecords;
import org.clinicalmlops.core.retention.Retention;
import org.clinicalmlops.core.seal.Sealing;

/**
 * The JVM that is killed while it forgets patients. Arguments: address of the ledger, address of the keys, a name that no other run has.
 * It says what {@link Killed} reads.
 */
final class ForgettingChild {
    static final String OFFICER = "officer";
    static final Role PRIVACY = new Role("privacy-officer");

    private static final int PATIENTS = 20;
    private static final int ROWS = 3;
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private ForgettingChild() {}

    static JdbcPatientKeys keys(DataSource source) {
        return JdbcPatientKeys.open(source, new SecretKeySpec(new byte[32], "AES"));
    }

    static PatientRecords records(JdbcLedger ledger, JdbcPatientKeys keys) {
        return PatientRecords.of(
                ledger,
                keys,
                Retention.keepingRowsFor(Period.ofYears(1))
                        .forgottenBy(PRIVACY)
                        .heldBy(PRIVACY)
                        .liftedBy(PRIVACY),
                (person, role) -> person.equals(OFFICER),
                Clock.fixed(Databases.START, ZoneOffset.UTC));
    }

    public static void main(String[] arguments) throws IOException {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(arguments[0]));
                JdbcPatientKeys keys = keys(Store.at(arguments[1]))) {
            PatientRecords records = records(ledger, keys);
            String first = predicted(ledger, keys, arguments[2] + "-first").get(0);
            records.forget(first, OFFICER, PRIVACY, "asked for it");
            for (int n = 0; n < 10_000; n++) {
                List<String> patients = predicted(ledger, keys, arguments[2] + "-" + n);
                if (n == 0) {
                    say("ready\nack forgotten " + first + "\n");
                }
                for (String patient : patients.subList(1, PATIENTS)) { // the first is kept
                    say("begin\n");
                    records.forget(patient, OFFICER, PRIVACY, "asked for it");
                    say("ack forgotten " + patient + "\nend\n");
                }
            }
        }
    }

    /** Rows of patients whom nobody has seen before. */
    private static List<String> predicted(JdbcLedger ledger, JdbcPatientKeys keys, String name) {
        List<String> patients = new ArrayList<>();
        List<Draft> rows = new ArrayList<>();
        for (int p = 0; p < PATIENTS; p++) {
            String patient = name + "-" + p;
            patients.add(patient);
            for (int row = 0; row < ROWS; row++) {
                Facts facts = Facts.of("deployment", "ward-7")
                        .with("prediction", patient + "-" + row)
                        .with("patient", patient)
                        .with("risk", 0.5);
                rows.add(Draft.of(EntryKind.PREDICTED, Databases.START, facts));
            }
        }
        ledger.appendAll(Sealing.under(keys).close(rows));
        return patients;
    }

    private static void say(String lines) throws IOException {
        OUT.write(lines.getBytes(StandardCharsets.UTF_8));
    }
}
