package org.clinicalmlops.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A ledger's tables without rows for each invocation, open for who writes them without a ledger. */
@State(Scope.Thread)
public class FreshFile {
    private LedgerFile file;
    Connection connection;

    public FreshFile() {}

    @Setup(Level.Invocation)
    public void open() throws SQLException {
        file = new LedgerFile();
        connection = file.bare();
    }

    @TearDown(Level.Invocation)
    public void close() throws SQLException {
        connection.close();
        file.close();
    }
}
