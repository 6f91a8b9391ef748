package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/** Cards as JSON. */
final class CardJson {
    private CardJson() {}

    /**
     * A body with one card.
     *
     * @param suggestions uuid of each by its index
     * @param reasons why it could be overridden
     */
    static ObjectNode of(Card card, UUID uuid, IntFunction<UUID> suggestions, List<Coding> reasons) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode json = body.putArray("cards").addObject();
        json.put("uuid", uuid.toString());
        json.put("summary", card.summary());
        card.detail().ifPresent(detail -> json.put("detail", detail));
        json.put("indicator", card.indicator().code());
        source(json.putObject("source"), card.source());
        if (!card.suggestions().isEmpty()) {
            ArrayNode list = json.putArray("suggestions");
            for (int i = 0; i < card.suggestions().size(); i++) {
                suggestion(list.addObject(), card.suggestions().get(i), suggestions.apply(i));
            }
            json.put("selectionBehavior", "at-most-one");
        }
        if (!reasons.isEmpty()) {
            ArrayNode list = json.putArray("overrideReasons");
            reasons.forEach(reason -> coding(list.addObject(), reason));
        }
        if (!card.links().isEmpty()) {
            ArrayNode list = json.putArray("links");
            card.links().forEach(link -> link(list.addObject(), link));
        }
        return body;
    }

    private static void source(ObjectNode json, Source source) {
        json.put("label", source.label());
        source.url().ifPresent(url -> json.put("url", url.toString()));
        source.icon().ifPresent(icon -> json.put("icon", icon.toString()));
        source.topic().ifPresent(topic -> coding(json.putObject("topic"), topic));
    }

    private static void suggestion(ObjectNode json, Suggestion suggestion, UUID uuid) {
        json.put("label", suggestion.label());
        json.put("uuid", uuid.toString());
        if (suggestion.recommended()) {
            json.put("isRecommended", true);
        }
        if (!suggestion.actions().isEmpty()) {
            ArrayNode list = json.putArray("actions");
            suggestion.actions().forEach(action -> action(list.addObject(), action));
        }
    }

    private static void action(ObjectNode json, Action action) {
        action.<ObjectNode>fold(
                create -> json.put("type", "create").set("resource", create.resource()),
                update -> json.put("type", "update").set("resource", update.resource()),
                delete -> json.put("type", "delete").put("resourceId", delete.resourceId()));
        json.put("description", action.description());
    }

    private static void coding(ObjectNode json, Coding coding) {
        json.put("code", coding.code());
        json.put("system", coding.system());
        json.put("display", coding.display());
    }

    private static void link(ObjectNode json, Link link) {
        json.put("label", link.label());
        json.put("url", link.url().toString());
        json.put("type", link.smart() ? "smart" : "absolute");
        link.appContext().ifPresent(context -> json.put("appContext", context));
    }
}
