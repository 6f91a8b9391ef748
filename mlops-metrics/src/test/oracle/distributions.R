# Kolmogorov-Smirnov by R, exact with ties, and the energy statistic of the energy package as a second source.
# Rscript distributions.R, in this directory, after distributions.py, whose pairs of samples it reads. Writes smirnov.csv and
# smirnov.versions.txt.
suppressMessages(library(energy))
options(digits = 17, warn = -1)

sample_of <- function(spec) {
  s <- as.numeric(strsplit(spec, " ")[[1]])
  i <- seq_len(s[5]) - 1
  whole <- (s[1] * i * i + s[2] * i + s[3]) %% s[4]
  if (s[6] == 0) whole else ((whole + .5) / s[4])^s[6]
}

number <- function(x) sprintf("%.17g", x)
pairs <- unique(read.csv("distributions.csv", sep = ";")[, 1:2])
out <- file("smirnov.csv", "w")
cat("reference;current;function;statistic;p\n", file = out)
for (k in seq_len(nrow(pairs))) {
  x <- sample_of(pairs[k, 1])
  y <- sample_of(pairs[k, 2])
  product <- length(x) * length(y)
  row <- function(name, statistic, p) cat(pairs[k, 1], pairs[k, 2], name, number(statistic), p, sep = ";", file = out, fill = FALSE)
  test <- ks.test(x, y, exact = product <= 10000)
  p <- test$p.value
  if (product > 10000) { # ks.test ends the series of the limit at terms of 1e-6: here it goes on
    z <- sqrt(product / (length(x) + length(y))) * test$statistic
    p <- min(1, 2 * sum((-1)^(0:9999) * exp(-2 * (1:10000)^2 * z^2)))
    stopifnot(abs(p - test$p.value) < 1e-5)
  }
  row("kolmogorov-smirnov", test$statistic, paste0(number(p), "\n"))
  if (product > 10000 && product <= 1e6) {
    test <- ks.test(x, y, exact = TRUE)
    row("kolmogorov-smirnov.exact", test$statistic, paste0(number(test$p.value), "\n"))
  }
  if (product <= 1e6) { # the package's statistic is the square of the distance times n m / (n + m)
    e <- eqdist.e(c(x, y), c(length(x), length(y)))
    row("energy", sqrt(max(0, e) * (length(x) + length(y)) / product), "\n")
  }
}
close(out)
writeLines(c(R.version.string, paste("energy", packageVersion("energy"))), "smirnov.versions.txt")
