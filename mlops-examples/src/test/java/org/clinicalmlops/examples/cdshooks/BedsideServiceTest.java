package org.clinicalmlops.examples.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP, as a client would: discovery, prefetch by the templates that were found, the call, the card, feedback. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class BedsideServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STALE = "older than it may be";

    private final HttpClient http = HttpClient.newHttpClient();
    private BedsideService running;
    private String base = "";

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
        running = new BedsideService(directory.resolve("ledger.db"), clock, 65);
        base = running.server().base() + "/cds-services";
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private HttpRequest.Builder to(String endpoint) {
        return HttpRequest.newBuilder(URI.create(endpoint))
                .header("Origin", running.records().origin())
                .header("Authorization", "Bearer " + running.records().token(endpoint));
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String endpoint, JsonNode body) throws IOException, InterruptedException {
        return send(to(endpoint)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpResponse<String> open(String chart) throws IOException, InterruptedException {
        JsonNode service =
                JSON.readTree(send(to(base).build()).body()).path("services").path(0);
        ObjectNode body = JSON.createObjectNode()
                .put("hook", "patient-view")
                .put("hookInstance", "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea");
        body.putObject("context").put("userId", "Practitioner/staff-0112").put("patientId", chart);
        ObjectNode prefetch = body.putObject("prefetch");
        for (Map.Entry<String, JsonNode> template : service.path("prefetch").properties()) {
            String query = template.getValue().asText().replace("{{context.patientId}}", chart);
            prefetch.set(template.getKey(), JSON.readTree(running.records().resource(query)));
        }
        return post(base + "/" + service.path("id").asText(), body);
    }

    @Test
    void aHighRiskIsACardAndWhatIsMadeOfItIsInTheLedger() throws IOException, InterruptedException {
        HttpResponse<String> answer = open("bed-1");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode card = JSON.readTree(answer.body()).path("cards").path(0);
        assertThat(card.path("summary").asText()).isEqualTo("Death within 30 days of pneumonia: 57 % (very high)");
        assertThat(card.path("indicator").asText()).isEqualTo("critical");
        assertThat(card.path("detail").asText()).contains("urea from 2026-03-01 08:00 UTC (2 h before)");

        ObjectNode feedback = JSON.createObjectNode();
        ObjectNode item = feedback.putArray("feedback").addObject();
        item.put("card", card.path("uuid").asText())
                .put("outcome", "accepted")
                .put("outcomeTimestamp", "2026-03-01T09:59:00Z");
        item.putArray("acceptedSuggestions")
                .addObject()
                .put("id", card.path("suggestions").path(0).path("uuid").asText());
        HttpResponse<String> taken = post(base + "/" + BedsideService.ID + "/feedback", feedback);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        assertThat(running.score().feedback())
                .singleElement()
                .asString()
                .startsWith("pneumonia-bedside-1-")
                .endsWith(" ACCEPTED");
    }

    @Test
    void aLowRiskIsNoCard() throws IOException, InterruptedException {
        HttpResponse<String> answer = open("bed-2");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"cards\":[]}");
    }

    @Test
    void aValueThatIsTooOldIs412AndNamed() throws IOException, InterruptedException {
        HttpResponse<String> answer = open("bed-3");
        assertThat(answer.statusCode()).isEqualTo(412);
        JsonNode issue = JSON.readTree(answer.body()).path("issue").path(0);
        assertThat(issue.path("details").path("text").asText()).contains(STALE);
        assertThat(issue.path("diagnostics").asText()).isEqualTo("urea");
    }

    @Test
    void aChartThatIsNotThereIs412() throws IOException, InterruptedException {
        HttpResponse<String> answer = open("bed-9");
        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.body()).contains("birth date, respiratory rate, blood pressure, Glasgow coma score");
    }

    @Test
    void withoutATokenNobodyIsAnswered() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base)).build();
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        HttpRequest same = to(base).build();
        assertThat(send(same).statusCode()).isEqualTo(200);
        assertThat(send(same).statusCode()).as("the same token again").isEqualTo(401);
    }

    @Test
    void browsersOfTheRecordSystemMayCallAndNoOthers() throws IOException, InterruptedException {
        HttpRequest.Builder asking = HttpRequest.newBuilder(URI.create(base + "/" + BedsideService.ID))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
        HttpResponse<String> own =
                send(asking.copy().header("Origin", running.records().origin()).build());
        assertThat(own.statusCode()).isEqualTo(204);
        assertThat(own.headers().firstValue("Access-Control-Allow-Origin"))
                .contains(running.records().origin());
        assertThat(own.headers().firstValue("Access-Control-Allow-Headers")).contains("Authorization, Content-Type");
        HttpResponse<String> other = send(
                asking.copy().header("Origin", "https://stranger.example.org").build());
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(other.headers().firstValue("Vary")).contains("Origin");
    }

    @Test
    void thePageIsServedWithWhatItNeeds() throws IOException, InterruptedException {
        for (String path : new String[] {"/", "/page.js", "/page.css", "/charts", "/service"}) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(running.records().origin() + path))
                    .build();
            assertThat(send(request).statusCode()).as(path).isEqualTo(200);
        }
    }
}
