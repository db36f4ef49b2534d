# SPDX-License-Identifier: GPL-3.0-or-later
"""Books each order once, also if it comes twice."""

import rqcore

with rqcore.connect(name="worker") as controller:
    orders = controller.create("orders", exist_ok=True)
    bookings = controller.create("bookings", exist_ok=True)
    booked = set()
    while (order := orders.get()) is not None:
        if order["order"] not in booked:
            bookings.put(order)
        booked.add(order["order"])
    bookings.put(None)
