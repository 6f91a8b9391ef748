package org.clinicalmlops.examples.cdshooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client: a small record system with three made-up patients and a page. It signs a token for every call, and looks up what a
 * service asks for. In earnest its users would log in.
 */
final class RecordSystem implements AutoCloseable {
    private static final List<Chart> CHARTS = List.of(
            new Chart("bed-1", "Bed 1, aged 78", 78, 11.2, Duration.ofHours(2), 32, 86, 52, 14),
            new Chart("bed-2", "Bed 2, aged 34", 34, 4.6, Duration.ofHours(3), 18, 124, 78, 15),
            new Chart("bed-3", "Bed 3, aged 71, urea of three days ago", 71, 9.8, Duration.ofDays(3), 24, 118, 66, 15));
    private static final Pattern READ = Pattern.compile("Patient/([a-z0-9-]+)");
    private static final Pattern SEARCH =
            Pattern.compile("Observation\\?patient=([a-z0-9-]+)&code=http://loinc\\.org\\|([0-9-]+)(&.*)?");
    private static final Map<String, String> FILES =
            Map.of("/", "page.html", "/page.js", "page.js", "/page.css", "page.css");

    private final HttpServer server;
    private final Clock clock;
    private final ECKey key;
    private volatile String service = "";

    RecordSystem(Clock clock) throws IOException {
        this.clock = clock;
        try {
            key = new ECKeyGenerator(Curve.P_384).keyID("of-today").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("no key on the curve P-384", e);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Also the issuer of its tokens. */
    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The public keys, for services that trust it. */
    String keySet() {
        return new JWKSet(key).toString(true);
    }

    /** Says where the service is. */
    void uses(URI base) {
        service = base.toString();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            if (FILES.containsKey(path)) {
                file(exchange, FILES.get(path));
            } else if (path.equals("/charts")) {
                json(exchange, charts().toString());
            } else if (path.equals("/service")) {
                json(exchange, JsonNodeFactory.instance.textNode(service).toString());
            } else if (path.equals("/token") && query.startsWith(service + "/")) {
                json(exchange, JsonNodeFactory.instance.textNode(token(query)).toString());
            } else if (path.equals("/fhir")) {
                json(exchange, resource(query));
            } else {
                send(exchange, 404, "text/plain", new byte[0]);
            }
        }
    }

    private static ArrayNode charts() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        CHARTS.forEach(chart -> list.addObject().put("id", chart.id()).put("label", chart.label()));
        return list;
    }

    /** For one endpoint, for two minutes, once. */
    String token(String endpoint) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(origin())
                .audience(endpoint)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(120)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES384)
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the token could not be signed", e);
        }
        return token.serialize();
    }

    /** A read or a search, as a service's template asks for it; null where there is nothing. */
    String resource(String query) {
        Matcher read = READ.matcher(query);
        if (read.matches()) {
            return chart(read.group(1))
                    .map(chart -> chart.patient(clock.instant()).toString())
                    .orElse("null");
        }
        Matcher search = SEARCH.matcher(query);
        return search.matches()
                ? chart(search.group(1))
                        .map(chart ->
                                chart.search(search.group(2), clock.instant()).toString())
                        .orElse("null")
                : "null";
    }

    private static Optional<Chart> chart(String id) {
        return CHARTS.stream().filter(chart -> chart.id().equals(id)).findFirst();
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        try (InputStream in = RecordSystem.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no file " + name);
            }
            String type = name.endsWith("html") ? "text/html" : name.endsWith("js") ? "text/javascript" : "text/css";
            exchange.getResponseHeaders()
                    .set("Content-Security-Policy", "default-src 'self'; connect-src 'self' " + service);
            send(exchange, 200, type + "; charset=utf-8", in.readAllBytes());
        }
    }

    private static void json(HttpExchange exchange, String body) throws IOException {
        send(exchange, 200, "application/json; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
