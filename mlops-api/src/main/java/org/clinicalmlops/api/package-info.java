/** Values that every step shares: what a model answers, what it is judged against, and how sure a number is. */
package org.clinicalmlops.api;
