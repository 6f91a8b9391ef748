package org.clinicalmlops.monitoring.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertEvent.What;
import org.clinicalmlops.api.monitor.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookSinkTest {
    private static final AlertEvent EVENT = Events.of(What.OPENED, Severity.HIGH);

    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean hangs;
    private HttpServer server;

    @BeforeEach
    void receive() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/alerts", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                + exchange.getRequestHeaders().getFirst("Content-Type"));
        if (hangs) {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (answers) {
            exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.poll(), -1);
        }
        exchange.close();
    }

    private WebhookSink.Settings settings() {
        return WebhookSink.to(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts"))
                .named("ward 3")
                .pause(Duration.ofMillis(1));
    }

    private static void await(WebhookSink sink, long posted, List<String> bodies) throws InterruptedException {
        while (bodies.size() + sink.undelivered() < posted) {
            Thread.sleep(5);
        }
    }

    @Test
    void eachEventIsPostedOnceInOrder() {
        AlertEvent other = Events.of(What.RESOLVED, Severity.HIGH);
        WebhookSink sink = settings().header("Authorization", "Bearer secret").open();
        sink.accept(EVENT);
        sink.accept(other);
        sink.close();

        assertThat(bodies).containsExactly(EventJson.of("ward 3", EVENT), EventJson.of("ward 3", other));
        assertThat(tokens).containsOnly("Bearer secret application/json");
        assertThat(sink.undelivered()).isZero();
    }

    @ParameterizedTest(name = "{0}: posted {1} times, {2} lost")
    @CsvSource({
        "500 503 429,         4, 0",
        "500 408 500 500,     4, 1",
        "500 500 500 500 500, 4, 1",
        "404,                 1, 1",
        "401,                 1, 1",
        "302,                 1, 1",
        "200,                 1, 0"
    })
    void whatMayBeTakenLaterIsTriedThreeTimesMore(String statuses, int posted, long lost) throws InterruptedException {
        for (String status : statuses.split(" ")) {
            answers.add(Integer.parseInt(status));
        }
        WebhookSink sink = settings().open();
        sink.accept(EVENT);
        await(sink, posted + lost, bodies);
        sink.close();
        assertThat(sink.undelivered()).isEqualTo(lost);
        assertThat(bodies).as("the same each time").hasSize(posted).containsOnly(EventJson.of("ward 3", EVENT));
    }

    @Test
    void pausesDouble() throws InterruptedException {
        answers.addAll(List.of(500, 500, 500));
        long before = System.nanoTime();
        try (WebhookSink sink = settings().pause(Duration.ofMillis(40)).open()) {
            sink.accept(EVENT);
            await(sink, 4, bodies);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(40 + 80 + 160 - 5));
    }

    @Test
    void aReceiverThatDoesNotAnswerIsGivenUp() throws InterruptedException {
        hangs = true;
        try (WebhookSink sink = settings().timeout(Duration.ofMillis(100)).open()) {
            sink.accept(EVENT);
            while (sink.undelivered() < 1) {
                Thread.sleep(5);
            }
            assertThat(bodies).hasSize(4);
        }
    }

    @Test
    void aReceiverThatIsNotThereIsGivenUp() throws InterruptedException {
        WebhookSink.Settings settings = settings();
        server.stop(0);
        try (WebhookSink sink = settings.open()) {
            sink.accept(EVENT);
            while (sink.undelivered() < 1) {
                Thread.sleep(5);
            }
        }
    }

    @Test
    void whatFindsTheQueueFullIsCountedAndNobodyWaits() throws InterruptedException {
        hangs = true;
        WebhookSink sink = settings().waiting(2).timeout(Duration.ofSeconds(20)).open();
        sink.accept(EVENT);
        await(sink, 1, bodies); // the thread hangs with it
        for (int i = 0; i < 5; i++) {
            sink.accept(EVENT);
        }
        assertThat(sink.undelivered()).isEqualTo(3);
        hangs = false;
        goOn.countDown();
        sink.close();
        assertThat(bodies).hasSize(3);
        sink.accept(EVENT);
        assertThat(sink.undelivered()).as("closed").isEqualTo(4);
    }

    @Test
    void closingDoesNotWaitForEver() {
        hangs = true;
        WebhookSink sink = settings().timeout(Duration.ofMillis(200)).open();
        for (int i = 0; i < 20; i++) {
            sink.accept(EVENT);
        }
        sink.close();
        assertThat(sink.undelivered()).isEqualTo(20);
        assertThat(bodies.size()).isLessThan(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/x", "alerts", "file:///tmp/secret", "https:///secret"})
    void onlyAnAddressOfTheWebIsTakenAndTheRefusalDoesNotRepeatIt(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookSink.to(URI.create(address)))
                .withMessageStartingWith("address must be http or https with a host, had scheme ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @Test
    void settingsRefuseWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings().timeout(Duration.ZERO))
                .withMessage("timeout must be longer than zero, was PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings().pause(Duration.ofSeconds(-1)))
                .withMessage("pause must be longer than zero, was PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings().waiting(0))
                .withMessage("waiting must be >= 1, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings().header("Authorization", "a\nsecret"))
                .withMessage("header 'Authorization' is none that HTTP allows");
    }
}
