package org.clinicalmlops.metrics;

/** On which scale the interval of an AUROC is symmetric. The value is the same on both. */
public enum AurocScale {
    /**
     * Symmetric in the log odds of the AUROC, by the delta method: stays inside (0, 1) and covers better near 1 and with few
     * events (Pepe 2003, The Statistical Evaluation of Medical Tests).
     */
    LOGIT,

    /** The plain symmetric interval of DeLong et al. 1988, cut off at 0 and 1, as pROC prints it. */
    LINEAR
}
