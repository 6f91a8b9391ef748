package org.clinicalmlops.architecture.bad.api;

public class Extensible {
    public static class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
