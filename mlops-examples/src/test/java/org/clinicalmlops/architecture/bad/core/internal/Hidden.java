package org.clinicalmlops.architecture.bad.core.internal;

public final class Hidden {
    public void call() {}
}
