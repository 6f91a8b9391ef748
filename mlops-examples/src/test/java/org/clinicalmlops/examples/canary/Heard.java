package org.clinicalmlops.examples.canary;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.clinicalmlops.monitoring.sink.LogSink;
import org.clinicalmlops.monitoring.sink.MailSink;
import org.clinicalmlops.monitoring.sink.WebhookSink;

/** Whatever came out: answers, exceptions with their causes, alerts as a listener, a mail and a webhook are told of them. */
final class Heard implements AutoCloseable {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AtomicInteger mails = new AtomicInteger();
    private final AtomicInteger posts = new AtomicInteger();
    private final HttpServer server;
    private final WebhookSink webhook;

    Heard() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            says(exchange.getRequestHeaders().entrySet());
            says(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            posts.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        webhook = WebhookSink.to(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                .named("ward")
                .open();
    }

    /** The standard one, which tells everybody. */
    MonitorEngine engine() {
        return StandardMonitoring.engine(
                this::says,
                LogSink.named("ward"),
                MailSink.named("ward", (subject, body) -> {
                    mails.incrementAndGet();
                    says(subject);
                    says(body);
                }),
                webhook);
    }

    void says(Object what) {
        said.add(String.valueOf(what));
    }

    /** Does it, and keeps what it throws. */
    <T> Optional<T> fails(Callable<T> what) {
        try {
            return Optional.of(what.call());
        } catch (Exception e) {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            says(text);
            return Optional.empty();
        }
    }

    /** Everything; whole once it is closed. */
    List<String> said() {
        return List.copyOf(said);
    }

    int mails() {
        return mails.get();
    }

    int posts() {
        return posts.get();
    }

    /** Waits for what is being posted. */
    @Override
    public void close() {
        webhook.close();
        server.stop(0);
    }
}
