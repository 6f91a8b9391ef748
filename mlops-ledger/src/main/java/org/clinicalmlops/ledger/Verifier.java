package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Verification;

/** Recomputes a chain from the tables of one database. */
final class Verifier {
    private Verifier() {}

    /**
     * @param schema prefix of the tables, empty or ending with a dot
     * @throws SQLException if the database cannot be reached; that its data are damaged is an answer
     */
    static Verification verify(Connection connection, Dialect dialect, String schema) throws SQLException {
        Chain chain = Chain.EMPTY;
        try (PreparedStatement select = Query.all(connection, dialect, schema);
                ResultSet rows = select.executeQuery();
                PatientIndex.Walk index = new PatientIndex.Walk(connection, dialect, schema)) {
            while (rows.next()) {
                Entry entry = Row.read(rows);
                Optional<Verification.Broken> fault = chain.fault(entry);
                if (fault.isPresent()) {
                    return fault.get();
                }
                if (!index.finds(entry)) {
                    return new Verification.Broken(
                            entry.sequence(),
                            "holds, but the index of patients does not agree with it; rebuild the index");
                }
                chain = Chain.endingWith(entry);
            }
            return new Verification.Intact(chain.entries(), chain.last());
        } catch (UnreadableRow e) {
            return chain.misplaced(e.sequence())
                    .orElse(new Verification.Broken(e.sequence(), "cannot be read: " + e.getMessage()));
        } catch (SQLException e) {
            if (dialect.damaged(e)) {
                return new Verification.Broken(chain.entries() + 1, "cannot be read: the database file is damaged");
            }
            throw e;
        }
    }
}
