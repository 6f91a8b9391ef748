package org.clinicalmlops.architecture.bad;

public final class OpenFields {
    public static int badCounter;
    public static final int[] badArray = {1};
    public double badValue;
    public static final int goodConstant = 1;
    int goodInside;
}
