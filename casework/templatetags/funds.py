"""Money on the screens: yuan to the fen, with the thousands apart."""

from decimal import Decimal

from django import template

from casework.queries.funds import name_of

register = template.Library()
register.filter("account_name", name_of)


@register.filter
def yuan(amount: Decimal, sign: str = "") -> str:
    """`12,000.50`; with "sign" a plus before what came in, and a real minus before what went out."""
    text = f"{abs(amount):,.2f}"
    if amount < 0:
        return f"−{text}"
    return f"+{text}" if sign else text
