package org.clinicalmlops.architecture.bad.cdshooks;

import com.sun.net.httpserver.HttpExchange;
import org.clinicalmlops.core.Workspace;

public final class SpeaksHttp {
    void badExchange(HttpExchange exchange) {}

    void badParameter(Workspace workspace) {}
}
