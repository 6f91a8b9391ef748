package org.clinicalmlops.examples;

/** The first story; a placeholder until the modules it joins are written. */
public final class Quickstart {
    private Quickstart() {}

    public static void main(String[] args) {
        System.out.println("quickstart: nothing to show yet");
    }
}
