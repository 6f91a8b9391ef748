# Coverage of the 95 % intervals of a share, by adding up the binomial probabilities of the counts whose interval holds p:
# n = 10 to 100, p = 0.005, 0.010 .. 0.995. Rscript binomial-coverage.R, in this directory; no packages.
# Writes binomial-coverage.csv; R as in thresholds-r.versions.txt.
p <- (1:199) / 200
z <- qnorm(.975)
out <- "n;meanWilson;leastWilson;atWilson;meanExact;leastExact;atExact"
for (n in 10:100) {
  x <- 0:n
  centre <- (x + z^2 / 2) / (n + z^2)
  reach <- z / (n + z^2) * sqrt(x * (n - x) / n + z^2 / 4)
  lower <- centre - reach; upper <- centre + reach
  lower[1] <- 0; upper[n + 1] <- 1
  exactLower <- c(0, qbeta(.025, 1:n, n:1))
  exactUpper <- c(qbeta(.975, 1:n, n:1), 1)
  cover <- function(l, u) sapply(p, function(q) sum(dbinom(x, n, q)[l <= q & q <= u]))
  w <- cover(lower, upper)
  e <- cover(exactLower, exactUpper)
  out <- c(out, paste(c(n, sprintf("%.15g", c(mean(w), min(w), p[which.min(w)], mean(e), min(e), p[which.min(e)]))), collapse = ";"))
}
writeLines(out, "binomial-coverage.csv")
