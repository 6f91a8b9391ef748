package org.clinicalmlops.architecture.bad.metrics;

import com.fasterxml.jackson.databind.JsonNode;

public final class SeesJackson {
    void badParameter(JsonNode node) {}
}
