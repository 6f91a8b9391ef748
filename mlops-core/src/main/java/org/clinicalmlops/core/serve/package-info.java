/** Steps 5 and 6 at work: silent trial, live answers, and the audit behind them. */
package org.clinicalmlops.core.serve;
