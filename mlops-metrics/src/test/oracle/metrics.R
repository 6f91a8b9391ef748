# Discrimination and calibration of samples made by whole-number formulas, so that R and Java see the same bits.
# Rscript metrics.R, in this directory; needs pROC. Writes metrics.csv and metrics.versions.txt.
suppressMessages(library(pROC))

source("samples.R")

rows <- list()
put <- function(sample, quantity, value) {
  rows[[length(rows) + 1]] <<- sprintf("%s,%s,%.17g", sample, quantity, value)
}
z <- qnorm(0.975)
fine <- glm.control(epsilon = 1e-15, maxit = 100)
for (name in names(samples)) {
  d <- samples[[name]]
  y <- as.integer(d$y)
  n <- length(y)
  put(name, "n", n)
  put(name, "events", sum(y))

  first <- roc(y, d$s, levels = c(0, 1), direction = "<", quiet = TRUE)
  second <- roc(y, d$t, levels = c(0, 1), direction = "<", quiet = TRUE)
  a <- as.numeric(auc(first))
  v <- var(first, method = "delong")
  put(name, "auroc", a)
  put(name, "auroc.variance", v)
  ci <- ci.auc(first, method = "delong")
  put(name, "auroc.linear.lower", ci[1])
  put(name, "auroc.linear.upper", ci[3])
  put(name, "auroc.logit.lower", plogis(qlogis(a) - z * sqrt(v) / (a * (1 - a))))
  put(name, "auroc.logit.upper", plogis(qlogis(a) + z * sqrt(v) / (a * (1 - a))))
  difference <- as.numeric(auc(second)) - a
  reach <- z * sqrt(v + var(second, method = "delong") - 2 * cov(first, second, method = "delong"))
  put(name, "auroc.difference", difference)
  put(name, "auroc.difference.lower", difference - reach)
  put(name, "auroc.difference.upper", difference + reach)
  put(name, "auroc.difference.z", as.numeric(roc.test(second, first, method = "delong", paired = TRUE)$statistic))

  gaps <- (d$s - y)^2
  put(name, "brier", mean(gaps))
  put(name, "brier.lower", mean(gaps) - z * sd(gaps) / sqrt(n))
  put(name, "brier.upper", mean(gaps) + z * sd(gaps) / sqrt(n))
  pairs <- (d$t - y)^2 - gaps
  put(name, "brier.difference", mean(pairs))
  put(name, "brier.difference.lower", mean(pairs) - z * sd(pairs) / sqrt(n))
  put(name, "brier.difference.upper", mean(pairs) + z * sd(pairs) / sqrt(n))

  observed <- sum(y)
  oe <- observed / sum(d$s)
  se <- sqrt((1 - observed / n) / observed)
  put(name, "oe", oe)
  put(name, "oe.lower", exp(log(oe) - z * se))
  put(name, "oe.upper", exp(log(oe) + z * se))

  x <- qlogis(pmin(pmax(d$s, 1e-6), 1 - 1e-6))
  slope <- summary(glm(y ~ x, family = binomial, control = fine))$coefficients
  put(name, "recalibration.intercept", slope[1, 1])
  put(name, "recalibration.intercept.error", slope[1, 2])
  put(name, "recalibration.slope", slope[2, 1])
  put(name, "recalibration.slope.error", slope[2, 2])
  large <- summary(glm(y ~ offset(x), family = binomial, control = fine))$coefficients
  put(name, "citl", large[1, 1])
  put(name, "citl.error", large[1, 2])
}
writeLines(c("sample,quantity,value", unlist(rows)), "metrics.csv")
writeLines(c(R.version.string, paste("pROC", packageVersion("pROC"))), "metrics.versions.txt")
