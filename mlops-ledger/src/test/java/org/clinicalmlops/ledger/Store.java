package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** The databases that a test runs on. */
enum Store {
    SQLITE {
        @Override
        String fresh(Path folder) {
            return "jdbc:sqlite:" + folder.resolve("ledger.db");
        }
    },
    POSTGRES {
        @Override
        String fresh(Path folder) throws SQLException {
            return Server.freshSchema();
        }
    };

    /** The address of an empty database; where it cannot be had, the test is skipped. */
    abstract String fresh(Path folder) throws SQLException;

    /** Connections to an address, in this JVM or another one. */
    static DataSource at(String address) {
        if (address.startsWith("jdbc:sqlite:")) {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(address);
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address);
        return source;
    }
}
