# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that each order is booked once. Exits with 1 if one is booked more often."""

import sys
from collections import Counter

import rqcore

with rqcore.connect(name="checker") as controller:
    bookings = controller.create("bookings", exist_ok=True)
    counts = Counter()
    while (booking := bookings.get()) is not None:
        counts[booking["order"]] += 1

wrong = [f"order {number} was booked {count} times" for number, count in counts.items() if count > 1]
print("\n".join(wrong) or f"{len(counts)} orders, each booked once")
sys.exit(bool(wrong))
