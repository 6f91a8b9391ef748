package org.clinicalmlops.monitoring.sink;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each event as canonical JSON to an address of the host. Figures over all patients only; no patient's values.
 *
 * <p>Takes an event without waiting; one thread of its own posts them in order. An answer of 2xx is a success. No answer, 408, 429 and
 * 5xx are tried again three times, after 1, 2 and 4 seconds unless said otherwise; any other answer is final. An event that was
 * posted twice because an answer was lost has the same bytes. What could not be posted, and what found the queue full, is counted in
 * {@link #undelivered()}. The numbers are our choice. Thread-safe.
 */
public final class WebhookSink implements AlertSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSink.class);
    private static final int AGAIN = 3;

    private final Settings settings;
    private final HttpClient client;
    private final BlockingQueue<AlertEvent> queue;
    private final AtomicLong undelivered = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread poster;

    /**
     * How a webhook is spoken to. Immutable; every method returns a changed copy.
     */
    public static final class Settings {
        private final URI address;
        private final String watched;
        private final Map<String, String> headers;
        private final Duration timeout;
        private final Duration pause;
        private final int waiting;

        private Settings(
                URI address,
                String watched,
                Map<String, String> headers,
                Duration timeout,
                Duration pause,
                int waiting) {
            this.address = address;
            this.watched = watched;
            this.headers = headers;
            this.timeout = timeout;
            this.pause = pause;
            this.waiting = waiting;
        }

        /** What is watched, as the receiver is told: a model, a ward. Empty unless set. */
        public Settings named(String what) {
            return new Settings(address, Objects.requireNonNull(what, "watched"), headers, timeout, pause, waiting);
        }

        /** Sent with each event, for example a token. Never logged. */
        public Settings header(String name, String value) {
            try {
                HttpRequest.newBuilder(address).header(name, value);
            } catch (IllegalArgumentException e) { // its message may hold the secret
                throw new IllegalArgumentException("header '" + name + "' is none that HTTP allows");
            }
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Settings(address, watched, more, timeout, pause, waiting);
        }

        /** How long to wait for an answer; 10 seconds unless set. */
        public Settings timeout(Duration longest) {
            return new Settings(address, watched, headers, positive("timeout", longest), pause, waiting);
        }

        /** How long to wait before the first repetition; a second unless set. Doubles with each. */
        public Settings pause(Duration first) {
            return new Settings(address, watched, headers, timeout, positive("pause", first), waiting);
        }

        /** Events that may wait to be posted; 1,000 unless set. */
        public Settings waiting(int events) {
            if (events < 1) {
                throw new IllegalArgumentException("waiting must be >= 1, was " + events);
            }
            return new Settings(address, watched, headers, timeout, pause, events);
        }

        /** Starts it. The host closes it. */
        public WebhookSink open() {
            return new WebhookSink(this);
        }

        private static Duration positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be longer than zero, was " + value);
            }
            return value;
        }
    }

    private WebhookSink(Settings settings) {
        this.settings = settings;
        client = HttpClient.newBuilder()
                .connectTimeout(settings.timeout)
                .version(HttpClient.Version.HTTP_1_1) // not every receiver understands an offer of another
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        queue = new ArrayBlockingQueue<>(settings.waiting);
        poster = new Thread(this::post, "clinical-mlops-webhook");
        poster.setDaemon(true);
        poster.start();
    }

    /** @param address of the receiver; http or https */
    public static Settings to(URI address) {
        String scheme = address.getScheme();
        if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            // not the whole address: it may hold a secret
            throw new IllegalArgumentException("address must be http or https with a host, had scheme " + scheme);
        }
        return new Settings(address, "", Map.of(), Duration.ofSeconds(10), Duration.ofSeconds(1), 1_000);
    }

    @Override
    public void accept(AlertEvent event) {
        Objects.requireNonNull(event, "event");
        boolean taken = !closes() && queue.offer(event);
        if (!taken || closes() && queue.remove(event)) { // closed in between: nobody will look again
            undelivered.incrementAndGet();
        }
    }

    @Override
    public long undelivered() {
        return undelivered.get();
    }

    /** Takes no more, posts what waits, once each and without a pause, for at most twice the time of an answer. */
    @Override
    public void close() {
        closing.countDown();
        try {
            poster.join(settings.timeout.multipliedBy(2).toMillis());
            poster.interrupt();
            poster.join();
        } catch (InterruptedException e) {
            poster.interrupt();
            Thread.currentThread().interrupt();
        }
        undelivered.addAndGet(queue.size());
        queue.clear();
    }

    private void post() {
        try {
            while (!closes() || !queue.isEmpty()) {
                AlertEvent event = queue.poll(50, TimeUnit.MILLISECONDS);
                if (event != null) {
                    post(event);
                }
            }
        } catch (InterruptedException e) {
            LOG.warn("A webhook was closed before everything was posted");
        }
    }

    private void post(AlertEvent event) throws InterruptedException {
        boolean taken = false;
        try {
            HttpRequest request = request(event);
            Answer answer = ask(request);
            Duration pause = settings.pause;
            for (int again = 0; again < AGAIN && answer == Answer.NOT_NOW && !closes(pause); again++) {
                answer = ask(request);
                pause = pause.multipliedBy(2);
            }
            taken = answer == Answer.TAKEN;
        } catch (RuntimeException e) { // an event that cannot be told must not end the thread
            LOG.error("An alert could not be posted: {}", e.getClass().getSimpleName());
        } finally {
            if (!taken) {
                undelivered.incrementAndGet();
            }
        }
    }

    private enum Answer {
        TAKEN,
        NOT_NOW,
        NEVER
    }

    private Answer ask(HttpRequest request) throws InterruptedException {
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return Answer.TAKEN;
            }
            LOG.warn("{} answered {} to an alert", settings.address.getHost(), status);
            return status == 408 || status == 429 || status >= 500 ? Answer.NOT_NOW : Answer.NEVER;
        } catch (IOException e) {
            LOG.warn(
                    "{} did not take an alert: {}",
                    settings.address.getHost(),
                    e.getClass().getSimpleName());
            return Answer.NOT_NOW;
        }
    }

    private boolean closes() {
        return closing.getCount() == 0;
    }

    /** Waits; whether the sink is being closed. */
    private boolean closes(Duration pause) throws InterruptedException {
        return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private HttpRequest request(AlertEvent event) {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.address)
                .timeout(settings.timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(EventJson.of(settings.watched, event)));
        settings.headers.forEach(request::setHeader);
        return request.build();
    }
}
