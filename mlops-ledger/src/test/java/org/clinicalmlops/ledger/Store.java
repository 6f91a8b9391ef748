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

        @Override
        void refuse(DataSource source, long sequence) throws SQLException {
            Databases.execute(
                    source,
                    "CREATE TRIGGER refused BEFORE INSERT ON ledger_entry WHEN NEW.sequence = " + sequence
                            + " BEGIN SELECT RAISE(ABORT, 'refused'); END");
        }

        @Override
        void dropTriggers(DataSource source) throws SQLException {
            Databases.dropTriggers(source);
        }
    },
    POSTGRES {
        @Override
        String fresh(Path folder) throws SQLException {
            return Server.freshSchema();
        }

        @Override
        void refuse(DataSource source, long sequence) throws SQLException {
            raise(source, sequence, "P0001");
        }

        @Override
        void dropTriggers(DataSource source) throws SQLException {
            Databases.execute(source, "ALTER TABLE ledger_entry DISABLE TRIGGER USER");
        }
    };

    /** The address of an empty database; where it cannot be had, the test is skipped. */
    abstract String fresh(Path folder) throws SQLException;

    /** From now on the database refuses the entry of this number. */
    abstract void refuse(DataSource source, long sequence) throws SQLException;

    /** As somebody with the right to change the schema would. */
    abstract void dropTriggers(DataSource source) throws SQLException;

    /** PostgreSQL only: from now on inserting the entry of this number ends with this SQL state. */
    static void raise(DataSource source, long sequence, String state) throws SQLException {
        Databases.execute(
                source,
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.sequence = " + sequence
                        + " THEN RAISE EXCEPTION 'refused' USING ERRCODE = '" + state + "'; END IF; RETURN NEW; END $$",
                "CREATE TRIGGER refused BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

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
