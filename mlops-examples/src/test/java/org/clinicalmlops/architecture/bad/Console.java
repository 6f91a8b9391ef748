package org.clinicalmlops.architecture.bad;

public final class Console {
    void badOut() {
        System.out.println("x");
    }

    void badErrInLambda() {
        Runnable r = () -> System.err.println("x");
        r.run();
    }

    void badTrace(Exception e) {
        e.printStackTrace();
    }

    String goodProperty() {
        return System.lineSeparator();
    }
}
