package org.clinicalmlops.cdshooks;

import java.util.Locale;

/** How urgent a card is, the least urgent first. */
public enum Indicator {
    INFO,
    WARNING,
    CRITICAL;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
