package org.clinicalmlops.examples.flchain;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.api.validate.SignOff.NeedsSubject;
import org.clinicalmlops.core.Opening;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.sqlite.SQLiteDataSource;

/** What the host application brings: a database, a secret for pseudonyms, a staff directory. */
public final class Hospital {
    /** The member of staff who signs in the examples. */
    public static final String HAEMATOLOGIST = "staff-0417";

    private static final Staff STAFF =
            (person, role) -> person.equals(HAEMATOLOGIST) && role.equals(Role.CLINICAL_LEAD);

    /** Of an example: a hospital keeps its own in a vault. */
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    private Hospital() {}

    /** A ledger in a file. */
    public static JdbcLedger ledger(Path file) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        return JdbcLedger.open(database);
    }

    /** How patients' keys are hidden. */
    static Pseudonyms pseudonyms() {
        return Pseudonyms.hmacSha256(SECRET);
    }

    /** A workspace with the standard monitoring. */
    public static Opening.Ready workspace(JdbcLedger ledger, ReplayClock clock) {
        return Workspace.on(ledger)
                .clock(clock)
                .pseudonyms(pseudonyms())
                .staff(STAFF)
                .monitoring(StandardMonitoring.engine());
    }

    /** The clinical lead's signature. */
    public static NeedsSubject clinicalLead() {
        return SignOff.by(HAEMATOLOGIST, Role.CLINICAL_LEAD);
    }
}
