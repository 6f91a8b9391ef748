package org.clinicalmlops.api;

/**
 * What a host may want to catch: input or output that failed, data that cannot be read, an artifact that is damaged, a plug-in
 * that failed. A wrong argument is an {@link IllegalArgumentException}; a failed gate is a result. Messages never hold patient
 * values.
 */
public class MlopsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MlopsException(String message) {
        super(message);
    }

    public MlopsException(String message, Throwable cause) {
        super(message, cause);
    }
}
