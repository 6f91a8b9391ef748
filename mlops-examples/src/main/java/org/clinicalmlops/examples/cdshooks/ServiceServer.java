package org.clinicalmlops.examples.cdshooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.clinicalmlops.cdshooks.CdsAnswer;
import org.clinicalmlops.cdshooks.CdsHooks;

/** All that is HTTP about a CDS service: paths, one header in, status and headers out, and what browsers of the client's page need. */
final class ServiceServer implements AutoCloseable {
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final CdsHooks hooks;
    private final String origin;

    /**
     * On this machine only.
     *
     * @param hooks made for the URL at which this listens
     * @param origin of the page whose browsers may call; no other
     */
    ServiceServer(Function<URI, CdsHooks> hooks, String origin) throws IOException {
        this.origin = origin;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        this.hooks = hooks.apply(base());
        server.createContext("/cds-services", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI base() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Vary", "Origin");
            if (origin.equals(exchange.getRequestHeaders().getFirst("Origin"))) {
                exchange.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
            }
            if (exchange.getRequestMethod().equals("OPTIONS")) { // a browser asks before it sends the token
                exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "GET, POST");
                exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "Authorization, Content-Type");
                exchange.getResponseHeaders().set("Access-Control-Max-Age", "600");
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            send(exchange, answer(exchange));
        }
    }

    private CdsAnswer answer(HttpExchange exchange) {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        List<String> path =
                List.of(exchange.getRequestURI().getPath().substring(1).split("/"));
        String asked = exchange.getRequestMethod() + " " + path.size();
        return switch (asked) {
            case "GET 1" -> hooks.discovery(token);
            case "POST 2" -> hooks.call(path.get(1), token, exchange.getRequestBody());
            case "POST 3" ->
                path.get(2).equals("feedback")
                        ? hooks.feedback(path.get(1), token, exchange.getRequestBody())
                        : notThere();
            default -> notThere();
        };
    }

    private static CdsAnswer notThere() {
        return new CdsAnswer(404, Map.of(), "");
    }

    private static void send(HttpExchange exchange, CdsAnswer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
