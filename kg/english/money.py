"""Codes and signs of currencies, as they stand before or behind an amount."""

from __future__ import annotations

#: ISO 4217, the ones that texts give amounts in, less those that are words or products (PHP, TRY).
CURRENCIES = frozenset(
    "AED ARS AUD BGN BRL CAD CHF CLP CNY CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR JPY"
    " KES KRW KWD KZT MXN MYR NGN NOK NZD PKR PLN QAR RMB RSD RUB SAR SEK SGD THB"
    " TWD UAH USD VND ZAR Rs DM FRF ITL ESP DEM".split()
)
