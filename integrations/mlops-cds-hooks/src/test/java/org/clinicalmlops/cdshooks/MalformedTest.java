package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What breaks a rule is 400 and names field, rule and what was seen, and never a value. */
class MalformedTest {
    private static final String SECRET = "Anna-Example-4711";

    private final Desk desk = new Desk();

    static Stream<Arguments> calls() {
        return Stream.of(
                call("no hook", "hook", body -> body.remove("hook")),
                call("hook is a number", "hook", body -> body.put("hook", 4711)),
                call("another hook", "hook", body -> body.put("hook", SECRET)),
                call("no instance", "hookInstance", body -> body.remove("hookInstance")),
                call("instance is no UUID", "hookInstance", body -> body.put("hookInstance", SECRET)),
                call("a short UUID", "hookInstance", body -> body.put("hookInstance", "1-1-1-1-1")),
                call("no context", "context", body -> body.remove("context")),
                call("context is null", "context", body -> body.putNull("context")),
                call("context is a string", "context", body -> body.put("context", SECRET)),
                call("context is an array", "context", body -> body.putArray("context")),
                call("no patient", "context.patientId", body -> body.putObject("context")),
                call(
                        "patient is blank",
                        "context.patientId",
                        body -> body.putObject("context").put("patientId", " ")),
                call(
                        "patient is an object",
                        "context.patientId",
                        body -> body.putObject("context").putObject("patientId")),
                call("prefetch is a string", "prefetch", body -> body.put("prefetch", SECRET)),
                call("server is no URL", "fhirServer", body -> body.put("fhirServer", SECRET)),
                call("server is a file", "fhirServer", body -> body.put("fhirServer", "file:///etc/passwd")),
                call("leave without a server", "fhirServer", body -> access(body)),
                call(
                        "leave is a string",
                        "fhirAuthorization",
                        body -> body.put("fhirServer", "https://f.example.org").put("fhirAuthorization", SECRET)),
                call(
                        "no token",
                        "fhirAuthorization.access_token",
                        body -> access(server(body)).remove("access_token")),
                call(
                        "another type",
                        "fhirAuthorization.token_type",
                        body -> access(server(body)).put("token_type", SECRET)),
                call(
                        "life is text",
                        "fhirAuthorization.expires_in",
                        body -> access(server(body)).put("expires_in", SECRET)),
                call(
                        "life is negative",
                        "fhirAuthorization.expires_in",
                        body -> access(server(body)).put("expires_in", -1)),
                call(
                        "no scope",
                        "fhirAuthorization.scope",
                        body -> access(server(body)).remove("scope")),
                call(
                        "no subject",
                        "fhirAuthorization.subject",
                        body -> access(server(body)).remove("subject")));
    }

    private static Arguments call(String name, String field, Consumer<ObjectNode> change) {
        return arguments(name, field, change);
    }

    private static ObjectNode server(ObjectNode body) {
        return body.put("fhirServer", "https://fhir.example.org/r4");
    }

    private static ObjectNode access(ObjectNode body) {
        return body.putObject("fhirAuthorization")
                .put("access_token", SECRET)
                .put("token_type", "Bearer")
                .put("expires_in", 300)
                .put("scope", "user/Observation.rs")
                .put("subject", "a-client");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void aCallThatBreaksARuleIs400(String name, String field, Consumer<ObjectNode> change) {
        CdsAnswer answer = desk.call(change);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(Desk.text(answer)).startsWith(field + " must be ").contains(", was ");
        assertThat(answer.body()).doesNotContain(SECRET);
        assertThat(desk.deployment.predictions).isZero();
        assertThat(desk.hooks.counts().of(400)).isOne();
    }

    @Test
    void leaveToReadReachesTheHost() {
        HookRequest[] seen = new HookRequest[1];
        CdsHooks hooks = Desk.serving(List.of(CdsService.of(desk.deployment)
                .id("sepsis-risk")
                .hook("patient-view")
                .description("Says the risk of sepsis")
                .row(request -> {
                    seen[0] = request;
                    return Desk.row(request);
                })
                .card(RiskCard.of("Sepsis", Desk.SOURCE))));
        CdsAnswer answer = hooks.call(
                "sepsis-risk",
                null,
                Desk.in(Desk.request(body -> access(server(body)).put("patient", "p-1"))));
        assertThat(answer.status()).isEqualTo(200);
        FhirAccess access = seen[0].fhirAccess().orElseThrow();
        assertThat(access.accessToken()).isEqualTo(SECRET);
        assertThat(access.expiresIn()).isEqualTo(300);
        assertThat(access.patient()).contains("p-1");
        assertThat(seen[0].fhirServer()).contains(access.server());
        assertThat(seen[0].client()).isEmpty();
        assertThat(seen[0].toString()).doesNotContain(SECRET).doesNotContain("p-1");
    }

    @Test
    void fieldsThatNobodyKnowsArePassedOver() {
        CdsAnswer answer = desk.call(body -> {
            body.put("extension", SECRET).putArray("other").addObject();
            ((ObjectNode) body.path("context")).put("other", 1);
            ((ObjectNode) body.path("prefetch")).put("other", 1);
        });
        assertThat(answer.status()).isEqualTo(200);
        assertThat(Desk.json(answer).path("cards")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "null",
                "[]",
                "4711",
                "\"Anna-Example-4711\"",
                "{\"hook\":\"patient-view\"} {}",
                "{\"hook\":\"patient-view\",\"hook\":\"patient-view\"}",
                "{'hook':1}",
                "{\"a\":NaN}",
                "{\"a\":Anna-Example-4711}"
            })
    void whatIsNoObjectOfJsonIs400(String body) {
        for (CdsAnswer answer :
                new CdsAnswer[] {desk.call(body), desk.hooks.feedback("sepsis-risk", null, Desk.in(body))}) {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).doesNotContain(SECRET);
        }
    }

    @Test
    void bodiesAreBounded() {
        Desk small = new Desk(RequestLimits.standard().bytes(2_000).depth(10));
        assertThat(small.call(same -> {}).status()).isEqualTo(200);
        String padded = Desk.request(body -> body.put("extension", "x".repeat(2_000)));
        assertThat(small.call(padded).status()).isEqualTo(413);
        int rest = 2_000 - Desk.request(same -> {}).getBytes(StandardCharsets.UTF_8).length;
        assertThat(small.call(Desk.request(same -> {}) + " ".repeat(rest)).status())
                .isEqualTo(200);
        assertThat(small.call(Desk.request(same -> {}) + " ".repeat(rest + 1)).status())
                .isEqualTo(413);

        assertThat(small.call(nested(9)).status()).isEqualTo(200);
        assertThat(small.call(nested(10)).status()).isEqualTo(400);
        assertThat(desk.call("[".repeat(1_000_000)).status()).isEqualTo(400);
        assertThat(desk.call(Desk.request(b -> {}).replace("3.2", "3".repeat(101)))
                        .status())
                .isEqualTo(400);
    }

    private static String nested(int depth) {
        String good = Desk.request(same -> {});
        return good.substring(0, good.length() - 1) + ",\"extension\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    }

    /** An endless body ends at the limit. */
    @Test
    void noMoreIsReadThanTheLimit() {
        long[] read = new long[1];
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                read[0]++;
                return ' ';
            }
        };
        assertThat(desk.hooks.call("sepsis-risk", null, endless).status()).isEqualTo(413);
        assertThat(read[0]).isEqualTo(RequestLimits.standard().bytes() + 1L);
    }

    @Test
    void aBodyThatBreaksOffIs400() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException(SECRET);
            }
        };
        CdsAnswer answer = desk.hooks.call("sepsis-risk", null, broken);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain(SECRET);
    }

    @Test
    void anUnknownServiceIs404() {
        assertThat(desk.hooks.call("other", null, Desk.in("{}")).status()).isEqualTo(404);
        assertThat(desk.hooks.feedback("other", null, Desk.in("{}")).status()).isEqualTo(404);
    }
}
