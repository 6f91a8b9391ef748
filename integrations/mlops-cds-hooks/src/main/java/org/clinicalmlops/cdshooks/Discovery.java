package org.clinicalmlops.cdshooks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Tells clients which services there are. */
final class Discovery {
    /** Of the specification whose ballot is followed. */
    private static final String VERSION = "STU3";

    private Discovery() {}

    static ObjectNode of(List<? extends CdsService<?>> services) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("services");
        for (CdsService<?> service : services) {
            ObjectNode one = list.addObject();
            one.put("hook", service.hook());
            service.title().ifPresent(title -> one.put("title", title));
            one.put("description", service.description());
            one.put("id", service.id());
            if (!service.asked().templates().isEmpty()) {
                ObjectNode prefetch = one.putObject("prefetch");
                service.asked().templates().forEach(prefetch::put);
            }
            service.usageRequirements().ifPresent(text -> one.put("usageRequirements", text));
            one.put("version", VERSION);
        }
        return body;
    }
}
