package org.clinicalmlops.cdshooks;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * A way to more, which the client opens in a browser.
 *
 * @param label not blank
 * @param url absolute
 * @param smart whether it launches a SMART app, to which the client adds the launch's parameters
 * @param appContext for that app, and for no other link
 */
public record Link(String label, URI url, boolean smart, Optional<String> appContext) {
    public Link {
        Wording.requireText("label", label);
        Wording.requireAbsolute("url", url);
        Objects.requireNonNull(appContext, "appContext");
        if (appContext.isPresent() && !smart) {
            throw new IllegalArgumentException("an appContext is for links that launch a SMART app");
        }
    }

    /** To a page. */
    public static Link to(String label, URI url) {
        return new Link(label, url, false, Optional.empty());
    }

    /** To a SMART app. */
    public static Link launching(String label, URI url) {
        return new Link(label, url, true, Optional.empty());
    }
}
