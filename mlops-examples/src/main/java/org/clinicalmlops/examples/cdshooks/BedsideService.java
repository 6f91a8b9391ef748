package org.clinicalmlops.examples.cdshooks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.clinicalmlops.cdshooks.CardKeys;
import org.clinicalmlops.cdshooks.CdsHooks;
import org.clinicalmlops.cdshooks.CdsService;
import org.clinicalmlops.cdshooks.ClientCheck;
import org.clinicalmlops.cdshooks.RiskCard;
import org.clinicalmlops.cdshooks.Source;
import org.clinicalmlops.cdshooks.TrustedClient;

/**
 * A record system opens a chart, a CDS Hooks service answers with a card, and what the physician makes of it is in the ledger. Two servers on
 * this machine: the service, and the record system with its page. Runs until it is stopped. The patients are made up.
 */
public final class BedsideService implements AutoCloseable {
    static final String ID = "pneumonia-mortality";

    /** Of an example: a hospital keeps its own in a vault. */
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    private final LiveScore score;
    private final RecordSystem records;
    private final ServiceServer server;

    /**
     * @param file where the ledger goes; not there yet
     * @param seed of the visits
     */
    BedsideService(Path file, Clock clock, long seed) throws IOException {
        score = new LiveScore(file, clock, seed);
        records = new RecordSystem(clock);
        server = new ServiceServer(base -> hooks(base, clock), records.origin());
        records.uses(server.base());
    }

    /** @param args none */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("CURB-65 passes its gates and its silent trial, on made-up patients ...");
        Path file = Files.createTempDirectory("bedside-service").resolve("ledger.db");
        BedsideService running = new BedsideService(file, Clock.systemUTC(), 65);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        out.println("The service: " + running.server.base() + "/cds-services");
        out.println("The ledger:  " + file);
        out.println("Open " + running.records.origin() + "/ in a browser; end with Ctrl-C.");
    }

    private CdsHooks hooks(URI base, Clock clock) {
        return CdsHooks.at(base)
                .clock(clock)
                .clients(ClientCheck.trusting(List.of(TrustedClient.of(records.origin(), records.keySet()))))
                .cardKeys(CardKeys.of(SECRET))
                .serving(List.of(service(clock)));
    }

    private CdsService<Bedside> service(Clock clock) {
        return CdsService.of(score.deployment())
                .id(ID)
                .hook("patient-view")
                .description("Risk of death within 30 days of adults with pneumonia, by CURB-65")
                .row(new FhirRows(clock))
                .card(RiskCard.<Bedside>of(
                                "Death within 30 days of pneumonia", Source.of("CURB-65, emergency medicine"))
                        .critical("very high")
                        .suggesting("Discuss admission with a senior")
                        .asOf(AdmissionPlan.features()))
                .title("Pneumonia: CURB-65")
                .origins(ChartQueries.origins());
    }

    LiveScore score() {
        return score;
    }

    RecordSystem records() {
        return records;
    }

    ServiceServer server() {
        return server;
    }

    /** The service first, so that nobody is answered by what is closed. */
    @Override
    public void close() {
        server.close();
        records.close();
        score.close();
    }
}
