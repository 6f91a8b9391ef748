package org.clinicalmlops.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** One PostgreSQL server for all tests of a JVM; it stops with the JVM. Each test takes a schema of its own. */
final class Server {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private Server() {}

    /** The address of a new, empty schema; where no server can run, the test is skipped. */
    static String freshSchema() throws SQLException {
        String name = "ledger_" + SCHEMAS.incrementAndGet();
        Databases.execute(Store.at(address("public")), "CREATE SCHEMA " + name);
        return address(name);
    }

    private static String address(String schema) {
        return address(running().getPort(), schema);
    }

    static String address(int port, String schema) {
        return "jdbc:postgresql://localhost:" + port
                + "/postgres?user=postgres&reWriteBatchedInserts=true&currentSchema=" + schema;
    }

    static EmbeddedPostgres.Builder durable() {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
    }

    private static EmbeddedPostgres running() {
        assumeThereIsOne();
        return Running.SERVER;
    }

    static void assumeThereIsOne() {
        String os = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        Assumptions.assumeTrue(
                os.equals("Linux on amd64"),
                () -> "no PostgreSQL server is brought along for " + os + ", only for Linux on amd64");
    }

    /** Started when first asked for. */
    private static final class Running {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return durable().start();
            } catch (IOException e) {
                throw new IllegalStateException("the PostgreSQL server did not start", e);
            }
        }
    }
}
