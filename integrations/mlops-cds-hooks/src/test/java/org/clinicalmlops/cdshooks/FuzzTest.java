package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Damaged requests: nothing is thrown, and each answer is one that the specification knows. */
class FuzzTest {
    private static final int MUTATIONS = 20_000;
    private static final Set<Integer> STATUSES = Set.of(200, 400, 404, 412, 413);
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;

    private final Desk desk = new Desk(RequestLimits.standard().bytes(16 * 1024).depth(20));

    @Test
    void damagedCallsAreAnswered() throws JsonProcessingException {
        byte[] good = Desk.request(body -> {
                    body.put("fhirServer", "https://fhir.example.org/r4");
                    body.putObject("fhirAuthorization")
                            .put("access_token", "t")
                            .put("token_type", "Bearer")
                            .put("expires_in", 300)
                            .put("scope", "s")
                            .put("subject", "c");
                })
                .getBytes(StandardCharsets.UTF_8);
        Map<Integer, Integer> seen = new TreeMap<>();
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] body = mutated(good, new SplittableRandom(seed));
            CdsAnswer answer = desk.hooks.call("sepsis-risk", null, new ByteArrayInputStream(body));
            check(answer, seed);
            seen.merge(answer.status(), 1, Integer::sum);
        }
        assertThat(seen).containsKeys(200, 400, 412);
        assertThat(desk.deployment.predictions).isLessThanOrEqualTo(seen.get(200));
    }

    @Test
    void damagedFeedbackIsAnswered() throws JsonProcessingException {
        JsonNode card = desk.card();
        String id = card.path("uuid").asText();
        String body = "{\"feedback\":["
                + Desk.accepted(
                        id, card.path("suggestions").path(0).path("uuid").asText(), "2026-03-01T09:00:00Z") + ","
                + Desk.overridden(id, "patient-refuses", "2026-03-01T09:30:00.5+01:00") + "]}";
        byte[] good = body.getBytes(StandardCharsets.UTF_8);
        Map<Integer, Integer> seen = new TreeMap<>();
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] damaged = mutated(good, new SplittableRandom(seed));
            CdsAnswer answer = desk.hooks.feedback("sepsis-risk", null, new ByteArrayInputStream(damaged));
            check(answer, seed);
            seen.merge(answer.status(), 1, Integer::sum);
        }
        assertThat(seen).containsKeys(200, 400, 404);
        assertThat(desk.deployment.heard).isNotEmpty().allMatch(line -> line.startsWith("sepsis-1-1 "));
    }

    private static void check(CdsAnswer answer, long seed) throws JsonProcessingException {
        assertThat(STATUSES).as("seed %d", seed).contains(answer.status());
        JsonNode json = Desk.JSON.readTree(answer.body());
        if (answer.status() != 200) {
            assertThat(json.path("resourceType").asText()).isEqualTo("OperationOutcome");
        }
    }

    /** Half of them in their bytes, half in their meaning. */
    private static byte[] mutated(byte[] good, SplittableRandom random) throws JsonProcessingException {
        if (random.nextBoolean()) {
            return bytes(good, random);
        }
        JsonNode tree = Desk.JSON.readTree(new String(good, StandardCharsets.UTF_8));
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(tree, random);
        }
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static void change(JsonNode tree, SplittableRandom random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        JsonNode at = containers.get(random.nextInt(containers.size()));
        if (at instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(3) == 0) {
                object.remove(name);
            } else {
                object.set(name, anything(random));
            }
        } else if (at instanceof ArrayNode array) {
            array.add(anything(random));
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static JsonNode anything(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> NEW.nullNode();
            case 1 -> NEW.numberNode(random.nextLong());
            case 2 -> NEW.numberNode(random.nextDouble() * 1e300 * 1e10);
            case 3 -> NEW.booleanNode(true);
            case 4 -> NEW.textNode("x".repeat(random.nextInt(20_000)));
            case 5 -> NEW.objectNode();
            case 6 -> NEW.arrayNode();
            case 7 -> NEW.textNode("patient-view");
            case 8 -> NEW.textNode(new UUID(random.nextLong(), random.nextLong()).toString());
            default -> NEW.objectNode().put("resourceType", "OperationOutcome");
        };
    }
}
