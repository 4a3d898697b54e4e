#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""statistics.py - are the primes of many keys (lines `p q n` on stdin) spread as they should be? Prints what is not."""
import math
import sys

keys = [[int(x, 16) for x in line.split()] for line in sys.stdin]
primes = [x for p, q, _ in keys for x in (p, q)]
half = primes[0].bit_length()
bad = []


def uniform(name, counts, expected):
    """Chi square below its mean plus five standard deviations: one false alarm in a million or so."""
    chi = sum((c - e) ** 2 / e for c, e in zip(counts, expected))
    free = len(counts) - 1
    if chi > free + 5 * math.sqrt(2 * free) + 10:
        bad.append(f"{name}: chi square {chi:.1f} with {free} degrees of freedom")


if any(x.bit_length() != half or x >> (half - 2) != 3 or x % 4 != 3 or x % 65537 == 1 for x in primes):
    bad.append("a prime of another form")
if any(p <= q or p * q != n for p, q, n in keys):
    bad.append("p, q and n do not belong together")
counts = [0] * 16
for x in primes:
    counts[(x >> (half - 6)) & 15] += 1
uniform("the four bits below the top two", counts, [len(primes) / 16] * 16)
for r in (3, 5, 7, 11, 13, 16, 17, 19, 31):
    classes = [c for c in range(r) if math.gcd(c, r) == 1 and (r != 16 or c % 4 == 3)]
    counts = [sum(x % r == c for x in primes) for c in classes]
    uniform(f"residues modulo {r}", counts, [len(primes) / len(classes)] * len(classes))
for bit in range(2, half - 2, 37):
    ones = sum(x >> bit & 1 for x in primes)
    if abs(ones - len(primes) / 2) > 5.5 * math.sqrt(len(primes)) / 2:
        bad.append(f"bit {bit} is one in {ones} of {len(primes)}")
product = 1
for _, _, n in keys:
    if math.gcd(product, n) != 1:
        bad.append("two moduli share a factor")
    product *= n
print("\n".join(bad) if bad else f"{len(keys)} keys, nothing odd")
