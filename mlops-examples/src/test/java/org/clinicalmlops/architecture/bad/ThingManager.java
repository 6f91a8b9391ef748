package org.clinicalmlops.architecture.bad;

public final class ThingManager {}
